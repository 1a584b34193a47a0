import { PageCache } from "../virtual/PageCache";
import type { TreeNode, TreeProps } from "./types";

/** A stretch of neighbouring siblings without an open folder between them. */
interface Segment {
  branch: string | null;
  level: number;
  /** Number of the first row. */
  row: number;
  from: number;
  length: number;
}

export interface TreeRow {
  index: number;
  level: number;
  parent: string | null;
  position: number;
  siblings: number;
  /** Undefined while its page is loading. */
  node: TreeNode | undefined;
}

interface Branch {
  cache: PageCache<TreeNode>;
  total: number | null;
  /** Loaded children by place, to find the open ones without walking all. */
  folders: Map<number, string>;
}

const NO_ROWS = 1;

/** Which node stands in which row of a tree that is loaded bit by bit, also below folders with 100,000 entries. */
export class TreeModel {
  #branches = new Map<string | null, Branch>();
  #segments: Segment[] = [];
  #expanded: ReadonlySet<string> = new Set();
  #load: TreeProps["loadChildren"];
  #changed: () => void;
  #failed: (error: unknown) => void;
  count = 0;

  constructor(load: TreeProps["loadChildren"], changed: () => void, failed: (error: unknown) => void) {
    this.#load = load;
    this.#changed = changed;
    this.#failed = failed;
  }

  get isLoaded(): boolean {
    return this.#branches.get(null)?.total !== null && this.#branches.has(null);
  }

  setExpanded(expanded: ReadonlySet<string>): void {
    this.#expanded = expanded;
    this.#layOut();
  }

  /** Everything is read again as it comes into view. */
  refresh(): void {
    for (const [id, branch] of this.#branches) {
      if (id === null || this.#expanded.has(id)) branch.cache.refresh(0, 1, true);
      else this.#branches.delete(id);
    }
  }

  dispose(): void {
    for (const { cache } of this.#branches.values()) cache.dispose();
  }

  row(index: number): TreeRow | undefined {
    const segment = this.#segmentAt(index);
    if (!segment) return undefined;
    const position = segment.from + index - segment.row;
    const branch = this.#branches.get(segment.branch);
    return { index, level: segment.level, parent: segment.branch, position, siblings: branch?.total ?? NO_ROWS, node: branch?.cache.get(position) };
  }

  /** Asks for what the rows [first, end) show. */
  want(first: number, end: number): void {
    if (this.#segments.length === 0) this.#branch(null).cache.want(0, 1, null);
    for (const { branch, row, from, length } of this.#segments) {
      if (row >= end || row + length <= first) continue;
      const start = from + Math.max(0, first - row);
      const stop = from + Math.min(length, end - row);
      const { cache, total } = this.#branch(branch);
      cache.want(start, stop, total);
    }
  }

  /** The row of a loaded node, by walking what is loaded near it; null when it isn't in view of the model. */
  indexOf(id: string, near: number, reach = 2000): number | null {
    for (let by = 0; by < reach; by += 1) {
      if (this.row(near - by)?.node?.id === id) return near - by;
      if (this.row(near + by)?.node?.id === id) return near + by;
    }
    return null;
  }

  parentRow(index: number): number | null {
    const parent = this.row(index)?.parent;
    if (parent === null || parent === undefined) return null;
    for (let at = index - 1; at >= 0; at -= 1) if (this.row(at)?.node?.id === parent) return at;
    return null;
  }

  #branch(id: string | null): Branch {
    const known = this.#branches.get(id);
    if (known) return known;
    const branch: Branch = { total: null, folders: new Map(), cache: this.#cache(id) };
    this.#branches.set(id, branch);
    return branch;
  }

  #cache(id: string | null): PageCache<TreeNode> {
    const load = async (start: number, count: number, signal: AbortSignal) => {
      const page = await this.#load(id, start, count, signal);
      const branch = this.#branch(id);
      page.nodes.forEach((node, at) => {
        if (node.hasChildren) branch.folders.set(start + at, node.id);
        else branch.folders.delete(start + at);
      });
      return { rows: page.nodes, total: page.total };
    };
    const changed = (total: number | undefined) => {
      this.#branch(id).total = total ?? 0;
      this.#layOut();
      this.#changed();
    };
    return new PageCache(load, changed, this.#failed);
  }

  #layOut(): void {
    this.#segments = [];
    this.count = this.#branches.get(null)?.total === undefined ? 0 : this.#place(null, 0, 0);
  }

  /** Lays out one branch from `row` on; answers the row after it. */
  #place(id: string | null, level: number, row: number): number {
    const branch = this.#branch(id);
    const total = branch.total ?? NO_ROWS;
    let next = row;
    let from = 0;
    const open = [...branch.folders].filter(([, child]) => this.#expanded.has(child)).toSorted(([a], [b]) => a - b);
    for (const [at, child] of open) {
      if (at >= total) break;
      next = this.#push({ branch: id, level, row: next, from, length: at + 1 - from });
      next = this.#place(child, level + 1, next);
      from = at + 1;
    }
    return this.#push({ branch: id, level, row: next, from, length: total - from });
  }

  #push(segment: Segment): number {
    if (segment.length > 0) this.#segments.push(segment);
    return segment.row + Math.max(0, segment.length);
  }

  #segmentAt(index: number): Segment | undefined {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const segment = this.#segments[middle];
      if (!segment) return undefined;
      if (index < segment.row) high = middle - 1;
      else if (index >= segment.row + segment.length) low = middle + 1;
      else return segment;
    }
    return undefined;
  }
}
