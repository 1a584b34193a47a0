/** What hangs together with a node: the chain of everything before and after it, ways, steps of the keyboard. */
import type { Graph } from "./Graph";

/** Nodes and edges that stand out; the others are dimmed. */
export interface Marks {
  nodes: Uint8Array;
  edges: Uint8Array;
  count: number;
}

/** Everything upstream and downstream of a node, with the edges between. */
export function chainOf(graph: Graph, node: number, isHidden?: Uint8Array, way: "both" | "down" | "up" = "both"): Marks {
  const marks: Marks = { nodes: new Uint8Array(graph.count), edges: new Uint8Array(graph.edgeCount), count: 0 };
  if (way !== "up") sweep(graph, node, graph.out, graph.outStart, graph.to, marks, isHidden);
  if (way !== "down") sweep(graph, node, graph.into, graph.intoStart, graph.from, marks, isHidden);
  marks.count = marks.nodes.reduce((sum, mark) => sum + mark, 0);
  return marks;
}

function sweep(graph: Graph, node: number, edges: Uint32Array, starts: Uint32Array, ends: Uint32Array, marks: Marks, isHidden: Uint8Array | undefined): void {
  const seen = new Uint8Array(graph.count);
  const queue = new Uint32Array(graph.count);
  let length = 1;
  queue[0] = node;
  seen[node] = 1;
  marks.nodes[node] = 1;
  for (let head = 0; head < length; head += 1) {
    const here = queue[head] ?? 0;
    for (let at = starts[here] ?? 0; at < (starts[here + 1] ?? 0); at += 1) {
      const edge = edges[at] ?? 0;
      const there = ends[edge] ?? 0;
      if (isHidden?.[there] === 1) continue;
      marks.edges[edge] = 1;
      if (seen[there] === 1) continue;
      seen[there] = 1;
      marks.nodes[there] = 1;
      queue[length] = there;
      length += 1;
    }
  }
}

/** Marks for nodes that the engine named, and the edges between them. */
export function marksOf(graph: Graph, keys: Iterable<string>, steps?: readonly string[]): Marks {
  const marks: Marks = { nodes: new Uint8Array(graph.count), edges: new Uint8Array(graph.edgeCount), count: 0 };
  for (const key of keys) {
    const node = graph.indexOf(key);
    if (node >= 0) marks.nodes[node] = 1;
  }
  const isStep = steps ? stepsOf(graph, steps) : null;
  for (let edge = 0; edge < graph.edgeCount; edge += 1) {
    const from = graph.from[edge] ?? 0;
    const to = graph.to[edge] ?? 0;
    if (marks.nodes[from] === 1 && marks.nodes[to] === 1 && (isStep === null || isStep.has(`${from} ${to}`))) marks.edges[edge] = 1;
  }
  marks.count = marks.nodes.reduce((sum, mark) => sum + mark, 0);
  return marks;
}

/** Pairs of neighbours of a way; against the flow only where nothing leads with it. */
function stepsOf(graph: Graph, keys: readonly string[]): Set<string> {
  const pairs = new Set<string>();
  const nodes = keys.map((key) => graph.indexOf(key));
  for (let at = 1; at < nodes.length; at += 1) {
    const [a, b] = [nodes[at - 1] ?? 0, nodes[at] ?? 0];
    pairs.add(graph.after(a).includes(b) ? `${a} ${b}` : `${b} ${a}`);
  }
  return pairs;
}

/** The shortest way inside the picture, along edges whichever way they point; keys, empty when there is none. */
export function wayBetween(graph: Graph, from: number, to: number): string[] {
  const via = new Int32Array(graph.count).fill(-1);
  const queue = [from];
  via[from] = from;
  for (let head = 0; head < queue.length && via[to] === -1; head += 1) {
    const here = queue[head] ?? 0;
    for (const there of [...graph.after(here), ...graph.before(here)]) {
      if (via[there] !== -1) continue;
      via[there] = here;
      queue.push(there);
    }
  }
  if (via[to] === -1) return [];
  const way: string[] = [];
  for (let here = to; ; here = via[here] ?? from) {
    way.unshift(graph.keys[here] ?? "");
    if (here === from) return way;
  }
}

export type Step = "next" | "previous" | "up" | "down" | "home" | "end";

/** Where a key leads from a node; the same node when there is nothing that way. */
export function walk(graph: Graph, node: number, step: Step, isHidden?: Uint8Array): number {
  if (graph.count === 0) return -1;
  const shown = (nodes: readonly number[]) => nodes.filter((each) => isHidden?.[each] !== 1);
  if (step === "home") return graph.root >= 0 && isHidden?.[graph.root] !== 1 ? graph.root : (shown([...(graph.layers[0] ?? [])])[0] ?? node);
  if (step === "end") return farthest(graph, node, isHidden);
  if (step === "next") return nearest(graph, node, shown(graph.after(node)));
  if (step === "previous") return nearest(graph, node, shown(graph.before(node)));
  const row = shown([...(graph.layers[graph.layer[node] ?? 0] ?? [])]);
  const at = row.indexOf(node) + (step === "up" ? -1 : 1);
  return row[Math.max(0, Math.min(row.length - 1, at))] ?? node;
}

/** Of several ways on, the one that leads straightest. */
function nearest(graph: Graph, node: number, nodes: readonly number[]): number {
  const across = graph.isDown ? graph.x : graph.y;
  const away = (each: number) => Math.abs((across[each] ?? 0) - (across[node] ?? 0));
  return nodes.reduce((best, each) => (away(each) < away(best) ? each : best), nodes[0] ?? node);
}

/** What lies farthest downstream of a node; of everything when nothing is. */
function farthest(graph: Graph, node: number, isHidden: Uint8Array | undefined): number {
  const { nodes } = chainOf(graph, node, isHidden);
  let best = node;
  for (let each = 0; each < graph.count; each += 1) {
    if (nodes[each] === 1 && (graph.layer[each] ?? 0) > (graph.layer[best] ?? 0)) best = each;
  }
  return best;
}
