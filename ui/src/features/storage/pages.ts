/** Lists that are read on from where one stopped, for tables that ask for rows by number. */

export interface Part<Row, Cursor> {
  rows: readonly Row[];
  /** Where more follow; null at the end. */
  next: Cursor | null;
}

/** How far beyond what is known the table lets one scroll: a whole page of its own. */
const BEYOND = 100;

/** Rows read so far; reads on as far as it is asked. One reading at a time. */
export class Sequence<Row, Cursor> {
  readonly rows: Row[] = [];
  #next: Cursor | null;
  #read: (from: Cursor) => Promise<Part<Row, Cursor>>;
  #reading: Promise<void> = Promise.resolve();

  constructor(first: Cursor, read: (from: Cursor) => Promise<Part<Row, Cursor>>) {
    this.#next = first;
    this.#read = read;
  }

  get isWhole(): boolean {
    return this.#next === null;
  }

  async page(start: number, count: number): Promise<{ rows: Row[]; total: number }> {
    await this.#upTo(start + count);
    return { rows: this.rows.slice(start, start + count), total: this.rows.length + (this.isWhole ? 0 : BEYOND) };
  }

  async all(): Promise<readonly Row[]> {
    await this.#upTo(Number.POSITIVE_INFINITY);
    return this.rows;
  }

  #upTo(count: number): Promise<void> {
    const read = async () => {
      while (this.#next !== null && this.rows.length < count) {
        const { rows, next } = await this.#read(this.#next);
        this.rows.push(...rows);
        this.#next = next;
      }
    };
    this.#reading = this.#reading.then(read, read);
    return this.#reading;
  }
}
