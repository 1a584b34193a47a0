/** Boxes by place: which of them touch a rectangle, without looking at all of them. */

/** Cells aim at so many boxes each. */
const PER_CELL = 4;
/** A box over more cells than this is kept aside and always looked at: long edges would fill the grid. */
const MOST_CELLS = 64;
const MOST_SIDE = 256;

export class GridIndex {
  readonly #bounds: Float32Array;
  readonly #left: number;
  readonly #top: number;
  readonly #cellX: number;
  readonly #cellY: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #starts: Uint32Array;
  readonly #items: Uint32Array;
  readonly #large: number[] = [];
  /** The query in which a box was met last: those over several cells come once. */
  readonly #met: Uint32Array;
  #query = 0;

  /** `bounds`: left, top, right, bottom of each box. */
  constructor(bounds: Float32Array) {
    const count = bounds.length / 4;
    let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = 0; at < bounds.length; at += 4) {
      left = Math.min(left, bounds[at] ?? 0);
      top = Math.min(top, bounds[at + 1] ?? 0);
      right = Math.max(right, bounds[at + 2] ?? 0);
      bottom = Math.max(bottom, bounds[at + 3] ?? 0);
    }
    const width = Math.max(1, right - left);
    const height = Math.max(1, bottom - top);
    const side = Math.sqrt((width * height * PER_CELL) / Math.max(1, count));
    this.#bounds = bounds;
    this.#left = count === 0 ? 0 : left;
    this.#top = count === 0 ? 0 : top;
    this.#columns = Math.max(1, Math.min(MOST_SIDE, Math.ceil(width / side)));
    this.#rows = Math.max(1, Math.min(MOST_SIDE, Math.ceil(height / side)));
    this.#cellX = width / this.#columns;
    this.#cellY = height / this.#rows;
    this.#met = new Uint32Array(count);
    [this.#starts, this.#items] = this.#fill(count);
  }

  #fill(count: number): [Uint32Array, Uint32Array] {
    const starts = new Uint32Array(this.#columns * this.#rows + 1);
    const isLarge = new Uint8Array(count);
    for (let box = 0; box < count; box += 1) {
      const [a, b, c, d] = this.#cells(this.#bounds[box * 4] ?? 0, this.#bounds[box * 4 + 1] ?? 0, this.#bounds[box * 4 + 2] ?? 0, this.#bounds[box * 4 + 3] ?? 0);
      if ((c - a + 1) * (d - b + 1) > MOST_CELLS) {
        isLarge[box] = 1;
        this.#large.push(box);
      } else for (let row = b; row <= d; row += 1) for (let column = a; column <= c; column += 1) starts[row * this.#columns + column + 1] = (starts[row * this.#columns + column + 1] ?? 0) + 1;
    }
    for (let cell = 1; cell < starts.length; cell += 1) starts[cell] = (starts[cell] ?? 0) + (starts[cell - 1] ?? 0);
    const next = starts.slice();
    const items = new Uint32Array(starts.at(-1) ?? 0);
    for (let box = 0; box < count; box += 1) {
      if (isLarge[box] === 1) continue;
      const [a, b, c, d] = this.#cells(this.#bounds[box * 4] ?? 0, this.#bounds[box * 4 + 1] ?? 0, this.#bounds[box * 4 + 2] ?? 0, this.#bounds[box * 4 + 3] ?? 0);
      for (let row = b; row <= d; row += 1) {
        for (let column = a; column <= c; column += 1) {
          const cell = row * this.#columns + column;
          items[next[cell] ?? 0] = box;
          next[cell] = (next[cell] ?? 0) + 1;
        }
      }
    }
    return [starts, items];
  }

  #cells(left: number, top: number, right: number, bottom: number): [number, number, number, number] {
    const column = (x: number) => Math.max(0, Math.min(this.#columns - 1, Math.floor((x - this.#left) / this.#cellX)));
    const row = (y: number) => Math.max(0, Math.min(this.#rows - 1, Math.floor((y - this.#top) / this.#cellY)));
    return [column(left), row(top), column(right), row(bottom)];
  }

  /** Calls with every box that touches the rectangle, each once; not in order. */
  each(left: number, top: number, right: number, bottom: number, visit: (box: number) => void): void {
    this.#query += 1;
    const [a, b, c, d] = this.#cells(left, top, right, bottom);
    for (let row = b; row <= d; row += 1) {
      for (let column = a; column <= c; column += 1) {
        const cell = row * this.#columns + column;
        for (let at = this.#starts[cell] ?? 0; at < (this.#starts[cell + 1] ?? 0); at += 1) this.#meet(this.#items[at] ?? 0, left, top, right, bottom, visit);
      }
    }
    for (const box of this.#large) this.#meet(box, left, top, right, bottom, visit);
  }

  #meet(box: number, left: number, top: number, right: number, bottom: number, visit: (box: number) => void): void {
    if (this.#met[box] === this.#query) return;
    this.#met[box] = this.#query;
    const at = box * 4;
    const { [at]: l = 0, [at + 1]: t = 0, [at + 2]: r = 0, [at + 3]: b = 0 } = this.#bounds;
    if (l <= right && r >= left && t <= bottom && b >= top) visit(box);
  }

  /** The boxes as a list, in order. */
  within(left: number, top: number, right: number, bottom: number): number[] {
    const found: number[] = [];
    this.each(left, top, right, bottom, (box) => found.push(box));
    return found.toSorted((a, b) => a - b);
  }
}
