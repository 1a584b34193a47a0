import { useCallback, useEffect, useRef } from "react";
import { call } from "@/api";
import type { RowKey, Sort } from "@/components";
import type { Row } from "./copyRows";

/** Rows seen lately, by id: what is selected stays known when it is out of view. */
const MOST_KNOWN = 20_000;

export interface ListRequest {
  collection: string;
  filter: string | null;
  sort: Sort;
  /** Metadata keys to read, at most 8. */
  keys: readonly string[];
}

export interface VersionRows {
  load: (start: number, count: number, signal: AbortSignal) => Promise<{ rows: Row[]; total: number }>;
  /** Position of a version in the list, by its index. */
  locate: (index: number) => Promise<number | null>;
  locateRow: (key: RowKey) => Promise<number | null>;
  known: (id: number) => Row | undefined;
}

/** Reads the version table page by page. `revision` changes when rows may have changed, `onLoad` is told the length without the filter. */
export function useVersionRows({ collection, filter, sort, keys }: ListRequest, revision: number, onLoad: (unfiltered: number) => void): VersionRows {
  const book = useRef(new Map<number, Row>());
  // An id keeps its index for good, so this one outlives changes and finds the cursor's row again after them.
  const indexes = useRef(new Map<number, number>());
  const { column, direction } = sort;
  useEffect(() => book.current.clear(), [revision]);

  const load = useCallback(
    async (start: number, count: number, signal: AbortSignal) => {
      const order = { key: column, descending: direction === "descending" };
      const page = await call("version.page", { collection, filter, sort: order, metadata: [...keys], rows: { start, count } }, signal);
      const rows = page.rows.map((row): Row => ({ ...row, keys }));
      for (const map of [book.current, indexes.current]) if (map.size > MOST_KNOWN) map.clear();
      for (const row of rows) {
        book.current.set(row.id, row);
        indexes.current.set(row.id, row.index);
      }
      onLoad(page.unfiltered);
      return { rows, total: page.total };
    },
    [collection, column, direction, filter, keys, onLoad],
  );
  const locate = useCallback(
    async (index: number) => (await call("version.locate", { collection, filter, sort: { key: column, descending: direction === "descending" }, index })).row,
    [collection, column, direction, filter],
  );
  const known = useCallback((id: number) => book.current.get(id), []);
  const locateRow = useCallback(
    (key: RowKey) => {
      const index = indexes.current.get(Number(key));
      return index === undefined ? Promise.resolve(null) : locate(index);
    },
    [locate],
  );
  return { load, locate, locateRow, known };
}
