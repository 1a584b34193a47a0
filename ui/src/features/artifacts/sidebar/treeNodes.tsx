/** Nodes of the sidebar's tree: types, their collections, and what leads to the rest of a long type. */
import { call, fetchCommand, type CollectionRow, type TypeSummary } from "@/api";
import { TypeIcon, type TreeNode, type TreePage } from "@/components";
import { formatCount } from "@/lib/format";

/** Collections of a type that the sidebar lists; the type's page has all of them. */
export const MOST_LISTED = 50;

export type NodePlace = { kind: "type" | "more"; type: string } | { kind: "collection"; address: string };

const SEPARATOR = "\u0000";

export function collectionId(address: string): string {
  return `collection${SEPARATOR}${address}`;
}

export function typeId(type: string): string {
  return `type${SEPARATOR}${type}`;
}

export function placeOf(id: string): NodePlace {
  const [kind, rest = ""] = id.split(SEPARATOR);
  return kind === "collection" ? { kind, address: rest } : { kind: kind === "more" ? "more" : "type", type: rest };
}

/** Rows of collections that an open type takes up. */
export function listedRows(collections: number): number {
  return Math.min(collections, MOST_LISTED) + (collections > MOST_LISTED ? 1 : 0);
}

export async function loadTypes(project: string): Promise<TreePage> {
  const types = await fetchCommand("type.list", { project });
  return { nodes: types.map(typeNode), total: types.length };
}

export async function loadCollections(project: string, type: string, start: number, count: number, signal: AbortSignal, note: (row: CollectionRow) => void): Promise<TreePage> {
  const wanted = Math.max(1, Math.min(count, MOST_LISTED - start));
  const page = await call("collection.list", { project, artifact_type: type, filter: null, sort: null, rows: { start, count: wanted } }, signal);
  for (const row of page.rows) note(row);
  const rest = page.total - MOST_LISTED;
  const nodes = page.rows.slice(0, Math.max(0, MOST_LISTED - start)).map(collectionNode);
  return { nodes: rest > 0 ? [...nodes, moreNode(type, rest)] : nodes, total: listedRows(page.total) };
}

function typeNode({ name, collections }: TypeSummary): TreeNode {
  return { id: typeId(name), label: name, hasChildren: collections > 0, icon: <TypeIcon type={name} />, end: formatCount(collections), data: { "data-drop-type": name } };
}

function collectionNode({ name, address, versions }: CollectionRow): TreeNode {
  return { id: collectionId(address), label: name, end: formatCount(versions), data: { "data-drop-collection": address } };
}

function moreNode(type: string, rest: number): TreeNode {
  return { id: `more${SEPARATOR}${type}`, label: `${formatCount(rest)} more…`, isDim: true };
}
