import { useCallback, useEffect, useRef, useState } from "react";
import { useLatest } from "@/lib/latest";
import type { PageCache } from "../virtual/PageCache";
import type { RowKey } from "./selection";
import type { DataGridProps } from "./types";

interface Options<Row> extends Pick<DataGridProps<Row>, "rowKey" | "locateRow" | "dataKey" | "onCursor"> {
  count: number;
  cache: PageCache<Row>;
  scrollToRow: (index: number) => void;
}

/** The row that keys act on; it stays on the same row when the list changes, as far as `locateRow` can tell. −1 is the header. */
export function useCursor<Row>({ count, cache, rowKey, scrollToRow, locateRow, dataKey, onCursor }: Options<Row>) {
  const [wanted, setWanted] = useState(0);
  const index = Math.min(wanted, Math.max(0, count - 1));
  const row = index < 0 ? undefined : cache.get(index);
  const key = row === undefined ? null : rowKey(row);
  const last = useRef<RowKey | null>(null);
  const tell = useLatest({ onCursor, row, index });
  const locate = useLatest(locateRow);

  /** Counts where somebody went: then it is too late to bring them back to where they were. */
  const moves = useRef(0);

  const moveTo = useCallback(
    (next: number) => {
      moves.current += 1;
      setWanted(next);
      if (next >= 0) scrollToRow(next);
    },
    [scrollToRow],
  );

  const seenData = useRef(dataKey);
  useEffect(() => {
    if (seenData.current === dataKey) return undefined;
    seenData.current = dataKey;
    const before = last.current;
    const moved = moves.current;
    let isCurrent = true;
    if (before !== null) {
      void locate.current?.(before).then(
        (found) => isCurrent && found !== null && moves.current === moved && setWanted(found),
        () => undefined,
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [dataKey, locate]);

  useEffect(() => {
    last.current = key;
    const { onCursor: callback, row: current, index: at } = tell.current;
    callback?.(key === null || current === undefined ? null : { row: current, key, index: at });
  }, [key, tell]);

  /** `put` leaves the rows where they are. */
  return { index, moveTo, put: setWanted };
}
