/** How many rows are asked for at once. The command accepts up to 200. */
export const PAGE_ROWS = 100;
const KEPT_PAGES = 64;
const AT_ONCE = 3;

export interface RowPage<Row> {
  rows: readonly Row[];
  total: number;
}
export type LoadRows<Row> = (start: number, count: number, signal: AbortSignal) => Promise<readonly Row[] | RowPage<Row>>;

interface Page<Row> {
  rows: readonly Row[];
  isStale: boolean;
}

/**
 * Rows of a long list by number, fetched in pages as they come into view. While one drags the scroll bar only the newest
 * wish counts: at most three requests run, and a page that has left the view before its turn is never asked for.
 */
export class PageCache<Row> {
  #pages = new Map<number, Page<Row>>();
  #running = new Map<number, AbortController>();
  /** Those of them that were asked for before the last change. */
  #outdated = new Set<number>();
  #wanted: number[] = [];
  #count: number | null = null;
  #load: LoadRows<Row>;
  #changed: (total: number | undefined) => void;
  #failed: (error: unknown) => void;

  constructor(load: LoadRows<Row>, changed: (total: number | undefined) => void, failed: (error: unknown) => void) {
    this.#load = load;
    this.#changed = changed;
    this.#failed = failed;
  }

  get(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS];
  }

  /** The rows [start, end) when all are here, else undefined. */
  slice(start: number, end: number): Row[] | undefined {
    const rows: Row[] = [];
    for (let index = start; index < end; index += 1) {
      const row = this.get(index);
      if (row === undefined) return undefined;
      rows.push(row);
    }
    return rows;
  }

  /** Makes sure that the rows [first, end) come. `count` null: the length isn't known yet. */
  want(first: number, end: number, count: number | null): void {
    this.#count = count;
    const lastPage = Math.floor(Math.max(first, end - 1) / PAGE_ROWS);
    const wanted: number[] = [];
    for (let page = Math.floor(first / PAGE_ROWS); page <= lastPage; page += 1) {
      if (count !== null && page * PAGE_ROWS >= count) break;
      const kept = this.#pages.get(page);
      if (kept && !kept.isStale) this.#touch(page, kept);
      else if (!this.#running.has(page)) wanted.push(page);
    }
    this.#wanted = wanted;
    this.#next();
  }

  /**
   * The list has changed: what is in view stays until the new rows are here, the rest is forgotten. `isSame`: it is still
   * the same list, so an answer under way is shown meanwhile; aborting it would show nothing for as long as changes follow
   * each other faster than they are answered.
   */
  refresh(first: number, end: number, isSame = false): void {
    const isInView = (number: number) => number * PAGE_ROWS < end && (number + 1) * PAGE_ROWS > first;
    for (const [number, running] of this.#running) {
      if (isSame && isInView(number)) this.#outdated.add(number);
      else {
        running.abort();
        this.#running.delete(number);
        this.#outdated.delete(number);
      }
    }
    for (const [number, page] of this.#pages) {
      if (isInView(number)) page.isStale = true;
      else this.#pages.delete(number);
    }
    // How long the list is now isn't known: an empty one may have rows again.
    this.want(first, end, null);
  }

  dispose(): void {
    for (const running of this.#running.values()) running.abort();
    this.#running.clear();
    this.#wanted = [];
  }

  #next(): void {
    for (const page of this.#wanted) {
      if (this.#running.size >= AT_ONCE) return;
      void this.#fetch(page);
    }
  }

  async #fetch(page: number): Promise<void> {
    const abort = new AbortController();
    this.#running.set(page, abort);
    this.#wanted = this.#wanted.filter((each) => each !== page);
    const start = page * PAGE_ROWS;
    const size = this.#count === null ? PAGE_ROWS : Math.min(PAGE_ROWS, this.#count - start);
    try {
      const answer = await this.#load(start, size, abort.signal);
      if (abort.signal.aborted) return;
      const found: Partial<RowPage<Row>> = "total" in answer ? answer : { rows: answer };
      this.#running.delete(page);
      this.#keep(page, { rows: found.rows ?? [], isStale: this.#outdated.delete(page) });
      this.#changed(found.total);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#outdated.delete(page);
      this.#failed(error);
    } finally {
      if (this.#running.get(page) === abort) this.#running.delete(page);
      if (!abort.signal.aborted) this.#next();
    }
  }

  #touch(number: number, page: Page<Row>): void {
    this.#pages.delete(number);
    this.#pages.set(number, page);
  }

  #keep(number: number, page: Page<Row>): void {
    this.#touch(number, page);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= KEPT_PAGES) break;
      this.#pages.delete(oldest);
    }
  }
}
