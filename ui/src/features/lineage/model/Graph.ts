/** A picture as typed arrays: nodes and edges by number, adjacency in one array each way, no object for a node. */
import type { LineagePicture } from "@/api";
import type { Box } from "./camera";
import { boundsOf } from "./curve";
import { GridIndex } from "./GridIndex";

export const VERSION = 0;
export const RUN = 1;
export const SIBLINGS = 2;
export const CHAIN = 3;
export const GROUP = 4;

/** Added to the state of a deleted run. */
export const DELETED_RUN = 8;

export class Graph {
  readonly picture: LineagePicture;
  readonly count: number;
  readonly edgeCount: number;
  readonly keys: readonly string[];
  readonly kind: Uint8Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly width: Float32Array;
  readonly height: Float32Array;
  readonly layer: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly points: Float32Array;
  readonly starts: Uint32Array;
  /** Edges that leave node n: `out[outStart[n]]` to `out[outStart[n + 1] - 1]`. */
  readonly out: Uint32Array;
  readonly outStart: Uint32Array;
  readonly into: Uint32Array;
  readonly intoStart: Uint32Array;
  /** Left, top, right, bottom of each edge's curve. */
  readonly edgeBounds: Float32Array;
  readonly nodeGrid: GridIndex;
  readonly edgeGrid: GridIndex;
  /** Number of the root's node, −1 without one. */
  readonly root: number;
  /** Nodes of a layer, from top to bottom. */
  readonly layers: readonly Uint32Array[];
  readonly isDown: boolean;
  readonly #at: Map<string, number>;

  constructor(picture: LineagePicture, isDown = false) {
    const { nodes, edges } = picture;
    this.picture = picture;
    this.isDown = isDown;
    this.keys = nodes.key;
    this.count = nodes.key.length;
    this.edgeCount = edges.from.length;
    this.kind = Uint8Array.from(nodes.kind);
    this.x = Float32Array.from(nodes.x);
    this.y = Float32Array.from(nodes.y);
    this.width = Float32Array.from(nodes.width);
    this.height = Float32Array.from(nodes.height);
    this.layer = Uint32Array.from(nodes.layer);
    this.from = Uint32Array.from(edges.from);
    this.to = Uint32Array.from(edges.to);
    this.points = Float32Array.from(edges.points);
    this.starts = Uint32Array.from(edges.starts);
    [this.out, this.outStart] = adjacency(this.from, this.count);
    [this.into, this.intoStart] = adjacency(this.to, this.count);
    this.edgeBounds = this.#edgeBounds();
    this.nodeGrid = new GridIndex(this.#nodeBounds());
    this.edgeGrid = new GridIndex(this.edgeBounds);
    this.#at = new Map(nodes.key.map((key, at) => [key, at]));
    this.root = picture.root === null ? -1 : this.indexOf(picture.root);
    this.layers = layersOf(this.layer, isDown ? this.x : this.y);
  }

  boxOf(node: number): Box {
    const [x, y] = [this.x[node] ?? 0, this.y[node] ?? 0];
    const [w, h] = [(this.width[node] ?? 0) / 2, (this.height[node] ?? 0) / 2];
    return { left: x - w, top: y - h, right: x + w, bottom: y + h };
  }

  /** Drawn as a pill: runs, and what folds nothing but runs. */
  isPill(node: number): boolean {
    return this.kind[node] === RUN || ((this.kind[node] === SIBLINGS || this.kind[node] === GROUP) && (this.picture.nodes.type_at[node] ?? -1) < 0);
  }

  /** Number of the node with this key, −1 when it isn't in the picture. */
  indexOf(key: string): number {
    return this.#at.get(key) ?? -1;
  }

  /** Key of the folded node that this one folds into again, null when it came out of none. */
  openedOf(node: number): string | null {
    const { opened, opened_at } = this.picture.nodes;
    return opened[opened_at[node] ?? -1] ?? null;
  }

  /** Nodes that an edge leads to, each once. */
  after(node: number): number[] {
    return this.#neighbours(this.out, this.outStart, this.to, node);
  }

  before(node: number): number[] {
    return this.#neighbours(this.into, this.intoStart, this.from, node);
  }

  #neighbours(edges: Uint32Array, starts: Uint32Array, ends: Uint32Array, node: number): number[] {
    const found = new Set<number>();
    for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at += 1) found.add(ends[edges[at] ?? 0] ?? 0);
    const across = this.isDown ? this.x : this.y;
    return [...found].toSorted((a, b) => (across[a] ?? 0) - (across[b] ?? 0));
  }

  #nodeBounds(): Float32Array {
    const bounds = new Float32Array(this.count * 4);
    for (let node = 0; node < this.count; node += 1) {
      const { left, top, right, bottom } = this.boxOf(node);
      bounds.set([left, top, right, bottom], node * 4);
    }
    return bounds;
  }

  #edgeBounds(): Float32Array {
    const bounds = new Float32Array(this.edgeCount * 4);
    for (let edge = 0; edge < this.edgeCount; edge += 1) boundsOf(this.points, this.starts[edge] ?? 0, this.starts[edge + 1] ?? 0, bounds, edge * 4);
    return bounds;
  }
}

/** Edges by one of their ends, as counting sort leaves them. */
function adjacency(ends: Uint32Array, nodes: number): [Uint32Array, Uint32Array] {
  const starts = new Uint32Array(nodes + 1);
  for (const end of ends) starts[end + 1] = (starts[end + 1] ?? 0) + 1;
  for (let node = 0; node < nodes; node += 1) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const next = starts.slice();
  const edges = new Uint32Array(ends.length);
  for (let edge = 0; edge < ends.length; edge += 1) {
    const end = ends[edge] ?? 0;
    edges[next[end] ?? 0] = edge;
    next[end] = (next[end] ?? 0) + 1;
  }
  return [edges, starts];
}

function layersOf(layer: Uint32Array, across: Float32Array): Uint32Array[] {
  const rows: number[][] = [];
  for (let node = 0; node < layer.length; node += 1) (rows[layer[node] ?? 0] ??= []).push(node);
  return Array.from(rows, (row) => Uint32Array.from((row ?? []).toSorted((a, b) => (across[a] ?? 0) - (across[b] ?? 0))));
}
