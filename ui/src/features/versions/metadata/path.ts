/** Places inside JSON: keys and positions, and what is done there. */
import type { JsonNode } from "./json";

export type JsonPath = readonly string[];

/** Keys joined by dots, as the engine reads them; a dot inside a key is escaped. */
export function pathText(path: JsonPath): string {
  return path.map((key) => key.replaceAll(".", "\\.")).join(".");
}

export function childrenOf(node: JsonNode): readonly (readonly [string, JsonNode])[] {
  if (node.kind === "object") return node.entries;
  return node.kind === "array" ? node.items.map((item, at) => [String(at), item] as const) : [];
}

export function nodeAt(root: JsonNode, path: JsonPath): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const key of path) node = node && childrenOf(node).find(([each]) => each === key)?.[1];
  return node;
}

/** The place lies inside an array, where the engine's edit of one key doesn't reach. */
export function isInArray(root: JsonNode, path: JsonPath): boolean {
  return path.some((_, at) => nodeAt(root, path.slice(0, at))?.kind === "array");
}

/** The whole with one value set (added at the end when new), or taken away with `null`. */
export function withValue(root: JsonNode, path: JsonPath, value: JsonNode | null): JsonNode {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? root;
  if (root.kind === "array") return { kind: "array", items: withItem(root.items, Number(key), rest, value) };
  const entries = root.kind === "object" ? root.entries : [];
  const old = entries.find(([each]) => each === key)?.[1];
  if (rest.length === 0 && value === null) return { kind: "object", entries: entries.filter(([each]) => each !== key) };
  const next = withValue(old ?? { kind: "object", entries: [] }, rest, value);
  return { kind: "object", entries: old ? entries.map((entry) => (entry[0] === key ? ([key, next] as const) : entry)) : [...entries, [key, next] as const] };
}

function withItem(items: readonly JsonNode[], at: number, rest: JsonPath, value: JsonNode | null): readonly JsonNode[] {
  if (rest.length === 0 && value === null) return items.filter((_, each) => each !== at);
  const next = withValue(items[at] ?? { kind: "null" }, rest, value);
  return at < items.length ? items.map((item, each) => (each === at ? next : item)) : [...items, next];
}

/** "3 keys", "12 items", or the value itself, for one line. */
export function summaryOf(node: JsonNode): string {
  if (node.kind === "object") return node.entries.length === 1 ? "1 key" : `${node.entries.length.toLocaleString()} keys`;
  if (node.kind === "array") return node.items.length === 1 ? "1 item" : `${node.items.length.toLocaleString()} items`;
  if (node.kind === "string") return node.value;
  return node.kind === "number" ? node.raw : node.kind;
}

export function isContainer(node: JsonNode): boolean {
  return node.kind === "object" || node.kind === "array";
}

/** Ids of the nodes whose key or value contains a text, with all that lie above them; null without a text. */
export function findNodes(root: JsonNode, text: string): { shown: ReadonlySet<string>; hits: number } | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return null;
  const shown = new Set<string>();
  let hits = 0;
  const visit = (node: JsonNode, path: JsonPath): boolean => {
    const isHit = path.length > 0 && ((path.at(-1) ?? "").toLowerCase().includes(wanted) || pathText(path).toLowerCase() === wanted || (!isContainer(node) && summaryOf(node).toLowerCase().includes(wanted)));
    if (isHit) hits += 1;
    let isBelow = false;
    for (const [key, child] of childrenOf(node)) isBelow = visit(child, [...path, key]) || isBelow;
    if ((isHit || isBelow) && path.length > 0) shown.add(idOf(path));
    return isHit || isBelow;
  };
  visit(root, []);
  return { shown, hits };
}

/** A path as the id of a tree node, and back. */
export function idOf(path: JsonPath): string {
  return JSON.stringify(path);
}

export function pathOf(id: string): JsonPath {
  return JSON.parse(id) as string[];
}
