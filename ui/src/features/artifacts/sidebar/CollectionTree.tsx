import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "react-router";
import { useCommand, useRevision, type CollectionRow, type TypeSummary } from "@/api";
import { MenuItem, Tree, type TreeNode } from "@/components";
import { openLogSheet } from "@/features/ingest";
import { addressFromPath } from "@/lib/address";
import { useAppearance } from "@/lib/appearance";
import { useKept } from "@/lib/persist";
import { CollectionMenu } from "../CollectionMenu";
import { openArtifactDialog } from "../dialogs/dialogState";
import { pathOf, typePath } from "../paths";
import styles from "./Sidebar.module.css";
import { collectionId, listedRows, loadCollections, loadTypes, placeOf, typeId } from "./treeNodes";

const ROW = 28;
/** Types that are open until the person closes one: those small enough to look through. */
const OPEN_AT_FIRST = 12;
const UNTOUCHED: string[] | null = null;
const NO_TYPES: TypeSummary[] = [];

export interface CollectionTreeProps {
  project: string;
  go: (path: string) => void;
}

/** Types of a project and their collections, read as they come into view. */
export function CollectionTree({ project, go }: CollectionTreeProps) {
  const revision = useRevision("collections", "versions");
  const { data: types = NO_TYPES } = useCommand("type.list", { project });
  const [expanded, setExpanded] = useExpanded(project, types);
  const [selected, setSelected] = useSelected();
  const rows = useRef(new Map<string, CollectionRow>());
  const height = useTreeHeight(types, expanded);
  // Arrow keys only move; a click or Enter leads there.
  const isClick = useRef(false);
  const open = (node: TreeNode) => {
    const place = placeOf(node.id);
    go(place.kind === "collection" ? pathOf(place.address) : typePath(project, place.type));
  };
  const load = useCallback(
    (parent: string | null, start: number, count: number, signal: AbortSignal) => {
      const place = parent === null ? null : placeOf(parent);
      if (place === null || place.kind === "collection") return loadTypes(project);
      return loadCollections(project, place.type, start, count, signal, (row) => rows.current.set(row.address, row));
    },
    [project],
  );
  const menu = (node: TreeNode) => <NodeMenu node={node} row={rowOf(node, rows.current)} project={project} go={go} />;
  return (
    <div
      className={styles["tree"]}
      style={{ height, minHeight: `min(${height}px, calc(${3 * ROW}px * var(--zoom)))` }}
      onClickCapture={() => {
        isClick.current = true;
      }}
      onClick={() => {
        isClick.current = false;
      }}
    >
      <Tree
        label="Artifacts"
        look="pill"
        rowHeight={ROW}
        dataKey={revision}
        expanded={expanded}
        onExpandedChange={(next) => setExpanded([...next])}
        selected={selected}
        onSelectedChange={(next, node) => {
          setSelected(next);
          if (isClick.current) open(node);
        }}
        onOpen={open}
        onEdit={(node) => {
          const row = rowOf(node, rows.current);
          if (row) openArtifactDialog({ kind: "renameCollection", row });
        }}
        menu={menu}
        loadChildren={load}
      />
    </div>
  );
}

function rowOf(node: TreeNode, rows: ReadonlyMap<string, CollectionRow>): CollectionRow | undefined {
  const place = placeOf(node.id);
  return place.kind === "collection" ? rows.get(place.address) : undefined;
}

function NodeMenu({ node, row, project, go }: CollectionTreeProps & { node: TreeNode; row: CollectionRow | undefined }) {
  const place = placeOf(node.id);
  if (row) return <CollectionMenu row={row} project={project} go={go} />;
  if (place.kind === "collection") return null;
  const { type } = place;
  return (
    <>
      <MenuItem label="Open" shortcut="Enter" onAction={() => go(typePath(project, type))} />
      <MenuItem label="Log a version…" needs="log.start" onAction={() => openLogSheet({ type, project })} />
      <MenuItem label="New collection…" needs="collection.create" onAction={() => openArtifactDialog({ kind: "newCollection", project, type })} />
    </>
  );
}

function useExpanded(project: string, types: readonly TypeSummary[]): [ReadonlySet<string>, (ids: string[]) => void] {
  const [kept, setKept] = useKept<string[] | null>(`tree.${project}`, UNTOUCHED);
  const expanded = useMemo(() => new Set(kept ?? types.filter(({ collections }) => collections <= OPEN_AT_FIRST).map(({ name }) => typeId(name))), [kept, types]);
  return [expanded, setKept];
}

/** What is marked: the place in view, until arrow keys move on. */
function useSelected(): [ReadonlySet<string>, (ids: ReadonlySet<string>) => void] {
  const { pathname, search } = useLocation();
  const here = useMemo(() => {
    const { entity, project, collection } = addressFromPath(pathname) ?? {};
    const type = new URLSearchParams(search).get("type");
    if (collection !== undefined) return new Set([collectionId(`${entity ?? ""}/${project ?? ""}/${collection}`)]);
    return new Set(project === undefined || type === null ? [] : [typeId(type)]);
  }, [pathname, search]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(here);
  useEffect(() => setSelected(here), [here]);
  return [selected, setSelected];
}

/** As high as its rows, so that what follows stands right below it; the pane shrinks it when there is less room. */
function useTreeHeight(types: readonly TypeSummary[], expanded: ReadonlySet<string>): number {
  const { zoom } = useAppearance();
  const rows = types.reduce((sum, { name, collections }) => sum + 1 + (expanded.has(typeId(name)) ? listedRows(collections) : 0), 0);
  return Math.max(1, rows) * Math.round(ROW * zoom);
}
