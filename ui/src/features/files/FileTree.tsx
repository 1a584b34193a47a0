import { useCallback, useMemo, useState, type ReactNode, type Ref } from "react";
import { useRevision, type FolderChild, type VersionDetail } from "@/api";
import { Tree, type TreeHandle, type TreeNode } from "@/components";
import { formatBytes, plural } from "@/lib/format";
import { cx } from "@/lib/cx";
import { FileIcon } from "./fileIcon";
import { FolderPages } from "./FolderPages";
import styles from "./files.module.css";
import { ancestorsOf, itemOfChild, type Item } from "./types";

export interface FileTreeProps {
  version: VersionDetail;
  /** Only what lies below. */
  folder: string;
  selected: ReadonlySet<string>;
  /** Path in focus. */
  focused: string | null;
  onSelect: (items: readonly Item[], focused: Item) => void;
  onQuickLook: () => void;
  onFolder: (folder: string) => void;
  onDrag: (item: Item) => void;
  menu: () => ReactNode;
  empty: ReactNode;
  treeRef: Ref<TreeHandle>;
}

/** Folders and files, read as they open and come into view. */
export function FileTree({ version, folder, selected, focused, onSelect, onQuickLook, onDrag, menu, empty, treeRef }: FileTreeProps) {
  const revision = useRevision("files");
  const pages = useMemo(() => new FolderPages(version.address, version.files), [version.address, version.files]);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => new Set(focused === null ? [] : ancestorsOf(focused)));
  const load = useCallback(
    async (parent: string | null, start: number, count: number) => {
      const { children, total } = await pages.slice(parent ?? folder, start, count, revision);
      return { nodes: children.map(toNode), total };
    },
    [pages, folder, revision],
  );
  const itemOf = (path: string): Item => {
    const child = pages.find(path);
    return child ? itemOfChild(child) : { path, isFolder: false, size: null, files: 1, digest: null, sha256: null, reference: null };
  };
  return (
    <Tree
      treeRef={treeRef}
      label={`Files of ${version.name} v${version.index}`}
      rowHeight={30}
      loadChildren={load}
      dataKey={`${version.address} ${folder} ${revision}`}
      expanded={expanded}
      onExpandedChange={setExpanded}
      selected={selected}
      onSelectedChange={(ids, last) => onSelect([...ids].map(itemOf), itemOf(last.id))}
      isMultiple
      onOpen={(node) => (node.hasChildren ? setExpanded(toggled(expanded, node.id)) : onQuickLook())}
      onQuickLook={onQuickLook}
      onDrag={(node) => onDrag(itemOf(node.id))}
      menu={menu}
      empty={empty}
    />
  );
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

function toNode(child: FolderChild): TreeNode {
  const { path, name, folder, files, size, change, reference } = child;
  return {
    id: path,
    label: name,
    hasChildren: folder,
    isMono: reference !== null,
    icon: <FileIcon path={path} isFolder={folder} isReference={reference !== null} />,
    note: reference === null ? <ChangeWord change={change} /> : <span className={styles["word"]}>reference</span>,
    end: folder ? `${plural(files, "file")} · ${formatBytes(size)}` : formatBytes(size),
  };
}

/** "new" or "changed" against the version before. */
export function ChangeWord({ change }: { change: string | null }) {
  if (change === null) return null;
  return <span className={cx(styles["word"], change === "added" ? styles["added"] : styles["changed"])}>{change === "added" ? "new" : change}</span>;
}
