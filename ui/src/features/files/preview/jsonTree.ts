/**
 * Reads JSON into nodes that keep every number and key as written: large integers lose no digits and repeated keys are all shown,
 * which `JSON.parse` would not do. Walks without recursion, so that deep nesting can't overflow the stack.
 */
export interface JsonNode {
  kind: "object" | "array" | "string" | "number" | "word";
  /** Key in its object, or position in its array; empty at the top. */
  key: string;
  /** The value as written, for everything but objects and arrays. */
  text: string;
  children: JsonNode[];
}

const SCALAR = /-?\d[\d.eE+-]*|true|false|null/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const SPACE = /[\s,:]*/y;

/** The tree of a JSON text, or null when it isn't JSON (or only its beginning). */
export function parseJsonTree(text: string): JsonNode | null {
  const top: JsonNode = { kind: "array", key: "", text: "", children: [] };
  const open: JsonNode[] = [top];
  let key: string | null = null;
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  match(SPACE);
  while (at < text.length) {
    const parent = open.at(-1) ?? top;
    const sign = text[at];
    if (sign === "}" || sign === "]") {
      if (open.length === 1 || (parent.kind === "object") !== (sign === "}")) return null;
      open.pop();
      at += 1;
    } else {
      const written = sign === "{" || sign === "[" ? ((at += 1), sign) : match(sign === '"' ? STRING : SCALAR);
      if (written === "") return null;
      if (parent.kind === "object" && key === null) {
        if (sign !== '"') return null;
        key = unquote(written);
      } else {
        const node = makeNode(written, key ?? String(parent.children.length));
        parent.children.push(node);
        key = null;
        if (node.kind === "object" || node.kind === "array") open.push(node);
      }
    }
    match(SPACE);
  }
  return open.length === 1 && top.children.length === 1 ? (top.children[0] ?? null) : null;
}

function makeNode(written: string, key: string): JsonNode {
  const first = written[0];
  const kind = first === "{" ? "object" : first === "[" ? "array" : first === '"' ? "string" : first === "t" || first === "f" || first === "n" ? "word" : "number";
  return { kind, key, text: kind === "object" || kind === "array" ? "" : written, children: [] };
}

function unquote(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}

/** The node that an id such as "0.3.1" stands for: positions from the top down. */
export function nodeAt(top: JsonNode, id: string | null): JsonNode | undefined {
  if (id === null) return top;
  let node: JsonNode | undefined = top;
  for (const place of id.split(".")) node = node?.children[Number(place)];
  return node;
}

/** One line for a value: itself, or how much is in it. */
export function summarise(node: JsonNode): string {
  if (node.kind === "object") return `{ ${node.children.length} ${node.children.length === 1 ? "key" : "keys"} }`;
  if (node.kind === "array") return `[ ${node.children.length} ]`;
  return node.text.length > 400 ? `${node.text.slice(0, 400)}…` : node.text;
}
