import { useMemo } from "react";
import { useLocation } from "react-router";
import { call, fetchCommand, useRevision, type CollectionRow, type TypeSummary } from "@/api";
import { Tree, TypeIcon, type TreeNode, type TreePage } from "@/components";
import { addressFromPath, addressPath } from "@/lib/address";
import { formatCount } from "@/lib/format";
import { useKept } from "@/lib/persist";

const OPEN_AT_FIRST: string[] | null = null;

/** Types of a project and their collections. */
export function ArtifactTree({ project, onGo }: { project: string; onGo: (path: string) => void }) {
  const revision = useRevision("collections", "versions");
  const [open, setOpen] = useKept<string[] | null>(`tree.${project}`, OPEN_AT_FIRST);
  // Until the person closes one, the two types people have most are open.
  const expanded = useMemo(() => new Set(open ?? ["type:dataset", "type:model"]), [open]);
  const [entity = "", name = ""] = project.split("/");
  const { pathname, search } = useLocation();
  const selected = useSelected(pathname, search);
  const go = (node: TreeNode) => {
    const base = { entity, project: name };
    if (node.id.startsWith("type:")) onGo(`${addressPath(base)}?type=${encodeURIComponent(node.id.slice(5))}`);
    else onGo(addressPath({ ...base, collection: node.label }));
  };
  return (
    <Tree
      label="Artifacts"
      look="pill"
      dataKey={revision}
      expanded={expanded}
      onExpandedChange={(next) => setOpen([...next])}
      selected={selected}
      onSelectedChange={(_, node) => go(node)}
      onOpen={go}
      loadChildren={(parent, start, count, signal) => (parent === null ? loadTypes(project) : loadCollections(project, parent.slice(5), start, count, signal))}
    />
  );
}

function useSelected(pathname: string, search: string): ReadonlySet<string> {
  return useMemo(() => {
    const address = addressFromPath(pathname);
    const type = new URLSearchParams(search).get("type");
    if (address?.collection !== undefined) return new Set([`collection:${address.collection}`]);
    return new Set(type === null ? [] : [`type:${type}`]);
  }, [pathname, search]);
}

async function loadTypes(project: string): Promise<TreePage> {
  const types = await fetchCommand("type.list", { project });
  return { nodes: types.map(typeNode), total: types.length };
}

async function loadCollections(project: string, type: string, start: number, count: number, signal: AbortSignal): Promise<TreePage> {
  const page = await call("collection.list", { project, artifact_type: type, filter: null, sort: null, rows: { start, count } }, signal);
  return { nodes: page.rows.map(collectionNode), total: page.total };
}

function typeNode({ name, collections }: TypeSummary): TreeNode {
  return { id: `type:${name}`, label: name, hasChildren: collections > 0, icon: <TypeIcon type={name} />, end: formatCount(collections), data: { "data-drop": `type:${name}` } };
}

function collectionNode({ name, address, versions }: CollectionRow): TreeNode {
  return { id: `collection:${name}`, label: name, end: formatCount(versions), data: { "data-drop": `collection:${address}` } };
}
