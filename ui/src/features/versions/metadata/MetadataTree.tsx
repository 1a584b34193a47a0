import { Braces, Plus, Search, SearchX } from "lucide-react";
import { useDeferredValue, useMemo, useState, type ReactNode } from "react";
import { isAllowed } from "@/api";
import { Button, EmptyState, MenuItem, MenuSeparator, TextField, Tree, type TreeNode } from "@/components";
import { copyWords } from "../copy";
import { writeJson, type JsonNode } from "./json";
import styles from "./Metadata.module.css";
import { childrenOf, findNodes, idOf, isContainer, nodeAt, pathOf, pathText, summaryOf, type JsonPath } from "./path";
import { ValueEditor } from "./ValueEditor";

export interface MetadataTreeProps {
  root: JsonNode;
  isLive: boolean;
  modes: ReactNode;
  /** `null` takes the key away; answers whether it was done. */
  onEdit: (path: JsonPath, value: JsonNode | null) => Promise<boolean>;
}

const NONE: ReadonlySet<string> = new Set();

/** Keys and values; the one under the cursor is edited below. */
export function MetadataTree({ root, isLive, modes, onEdit }: MetadataTreeProps) {
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  const found = useMemo(() => findNodes(root, wanted), [root, wanted]);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => new Set(childrenOf(root).filter(([, node]) => isContainer(node) && childrenOf(node).length <= 12).map(([key]) => idOf([key]))));
  const [selected, setSelected] = useState<string | null>(null);
  const [edit, setEdit] = useState<{ path: JsonPath; isNew: boolean; serial: number } | null>(null);
  const path = selected === null ? null : pathOf(selected);
  const node = path ? nodeAt(root, path) : undefined;
  const begin = (at: JsonPath, isNew: boolean) => isAllowed("metadata.set") && setEdit({ path: at, isNew, serial: (edit?.serial ?? 0) + 1 });
  // A search opens the way to what it found; what one opened by hand stays open afterwards.
  const open = found ? found.shown : expanded;
  const remove = (at: JsonPath) => void onEdit(at, null).then((isDone) => isDone && setSelected(null));
  return (
    <div className={styles["tab"]}>
      <div className={styles["bar"]}>
        <TextField label="Search metadata" hideLabel icon={<Search />} placeholder="Find a key or a value" className={styles["search"] ?? ""} value={text} onChange={setText} suffix={found ? `${found.hits.toLocaleString()} found` : undefined} />
        <span className="grow" />
        {isLive ? (
          <Button kind="quiet" icon={<Plus />} needs="metadata.set" onPress={() => begin(node && path && isContainer(node) ? path : [], true)}>
            Add a key
          </Button>
        ) : null}
        {modes}
      </div>
      <Tree
        label="Metadata"
        dataKey={`${writeJson(root)}|${wanted}`}
        loadChildren={(parent, start, count) => Promise.resolve(page(root, parent, start, count, found?.shown))}
        expanded={open}
        onExpandedChange={setExpanded}
        selected={selected === null ? NONE : new Set([selected])}
        onSelectedChange={(_, last) => {
          setSelected(last.id);
          setEdit(null);
        }}
        onEdit={({ id }) => isLive && begin(pathOf(id), false)}
        onOpen={({ id }) => isLive && begin(pathOf(id), false)}
        menu={({ id }) => <NodeMenu root={root} path={pathOf(id)} isLive={isLive} onEdit={begin} onRemove={remove} />}
        empty={<Empty isFiltered={found !== null} text={wanted} onClear={() => setText("")} />}
      />
      {edit ? (
        <ValueEditor key={edit.serial} root={root} {...edit} onSave={onEdit} onClose={() => setEdit(null)} onDone={(at) => setSelected(idOf(at))} />
      ) : path && node ? (
        <Selected path={path} node={node} isLive={isLive} onEdit={() => begin(path, false)} onRemove={() => remove(path)} />
      ) : null}
    </div>
  );
}

function page(root: JsonNode, parent: string | null, start: number, count: number, shown: ReadonlySet<string> | undefined) {
  const path = parent === null ? [] : pathOf(parent);
  const node = nodeAt(root, path);
  const all = (node ? childrenOf(node) : []).map(([key, value]) => ({ path: [...path, key], key, value })).filter((child) => !shown || shown.has(idOf(child.path)));
  const nodes = all.slice(start, start + count).map(({ path: at, key, value }): TreeNode => ({
    id: idOf(at),
    label: key,
    isMono: true,
    hasChildren: isContainer(value) && childrenOf(value).length > 0,
    note: <span className={`${styles["value"]} ${styles[value.kind] ?? ""}`}>{value.kind === "string" ? JSON.stringify(value.value) : summaryOf(value)}</span>,
  }));
  return { nodes, total: all.length };
}

function Empty({ isFiltered, text, onClear }: { isFiltered: boolean; text: string; onClear: () => void }) {
  if (!isFiltered) return <EmptyState title="This version has no metadata" icon={<Braces />}>Add a key, or log a version with metadata.</EmptyState>;
  return <EmptyState title={`No key or value contains “${text}”`} icon={<SearchX />} action={<Button onPress={onClear}>Clear</Button>} />;
}

interface NodeMenuProps {
  root: JsonNode;
  path: JsonPath;
  isLive: boolean;
  onEdit: (path: JsonPath, isNew: boolean) => void;
  onRemove: (path: JsonPath) => void;
}

function NodeMenu({ root, path, isLive, onEdit, onRemove }: NodeMenuProps) {
  const node = nodeAt(root, path);
  if (!node) return null;
  return (
    <>
      <MenuItem label="Copy path" onAction={() => copyWords(pathText(path), "path")} />
      <MenuItem label="Copy value" onAction={() => copyWords(copyOf(node), "value")} />
      {isLive ? (
        <>
          <MenuSeparator />
          <MenuItem label="Edit value" needs="metadata.set" shortcut="F2" onAction={() => onEdit(path, false)} />
          {isContainer(node) ? <MenuItem label="Add a key" needs="metadata.set" onAction={() => onEdit(path, true)} /> : null}
          <MenuItem label="Remove key" needs="metadata.set" onAction={() => onRemove(path)} />
        </>
      ) : null}
    </>
  );
}

/** A text is copied as it reads, everything else as JSON. */
function copyOf(node: JsonNode): string {
  return node.kind === "string" ? node.value : writeJson(node, isContainer(node) ? 2 : 0);
}

interface SelectedProps {
  path: JsonPath;
  node: JsonNode;
  isLive: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function Selected({ path, node, isLive, onEdit, onRemove }: SelectedProps) {
  return (
    <div className={styles["foot"]}>
      <div className="grow clip selectable">
        <span className="mono">{pathText(path)}</span> <span className="dim mono">{summaryOf(node)}</span>
      </div>
      <Button size="small" kind="quiet" onPress={() => copyWords(pathText(path), "path")}>
        Copy path
      </Button>
      <Button size="small" kind="quiet" onPress={() => copyWords(copyOf(node), "value")}>
        Copy value
      </Button>
      {isLive ? (
        <>
          <Button size="small" kind="quiet" needs="metadata.set" onPress={onRemove}>
            Remove
          </Button>
          <Button size="small" needs="metadata.set" onPress={onEdit}>
            Edit
          </Button>
        </>
      ) : null}
    </div>
  );
}
