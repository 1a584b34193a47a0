import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useLatest } from "@/lib/latest";
import { PageCache } from "../virtual/PageCache";
import type { DataGridProps } from "./types";

export interface Rows<Row> {
  cache: PageCache<Row>;
  /** Null until known. */
  count: number | null;
  error: unknown;
  refresh: () => void;
  view: { current: { first: number; end: number } };
}

/** The page cache of a grid, tied to its life, with the length of the list and the last failure. */
export function useRows<Row>({ loadRows, rowCount, onTotal }: Pick<DataGridProps<Row>, "loadRows" | "rowCount" | "onTotal">): Rows<Row> {
  const load = useLatest(loadRows);
  const tell = useLatest(onTotal);
  const [, setTick] = useState(0);
  const [total, setTotal] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [cache] = useState(
    () =>
      new PageCache<Row>(
        (start, count, signal) => load.current(start, count, signal),
        (found) => {
          setError(null);
          setTick((tick) => tick + 1);
          if (found === undefined) return;
          setTotal(found);
          tell.current?.(found);
        },
        setError,
      ),
  );
  useEffect(() => () => cache.dispose(), [cache]);
  const view = useRef({ first: 0, end: 1 });
  const refresh = useCallback(() => {
    setError(null);
    cache.refresh(view.current.first, view.current.end);
  }, [cache]);
  return { cache, count: rowCount ?? total, error, refresh, view };
}

/** Asks for the rows in view, and again when the data has changed. */
export function useRowsInView<Row>({ cache, count, error, refresh, view }: Rows<Row>, first: number, end: number, dataKey: string | number): void {
  const seen = useRef(dataKey);
  const hasError = error !== null;
  useLayoutEffect(() => {
    view.current = { first, end: Math.max(end, first + 1) };
    const hasChanged = seen.current !== dataKey;
    seen.current = dataKey;
    if (hasChanged) refresh();
    else if (!hasError) cache.want(first, view.current.end, count);
  }, [cache, count, dataKey, end, first, hasError, refresh, view]);
}
