import { useRef, useState } from "react";
import { formatCount } from "@/lib/format";
import { announce } from "../LiveRegion";
import type { PageCache } from "../virtual/PageCache";
import { addKeys, ALL_SELECTED, countSelected, isSelected, NO_SELECTION, selectKeys, toggleKey, type GridSelection, type RowKey } from "./selection";
import type { DataGridProps } from "./types";

interface Options<Row> extends Pick<DataGridProps<Row>, "selection" | "onSelectionChange" | "rowKey" | "loadKeys" | "loadRows"> {
  cache: PageCache<Row>;
  count: number;
}

const READ_AT_ONCE = 200;

/** Selecting as a file manager does. Ranges over rows that aren't loaded are drawn at once and become keys when those are read. */
export function useSelection<Row>(options: Options<Row>) {
  const { selection, onSelectionChange, rowKey, cache, count } = options;
  const anchor = useRef(0);
  const ticket = useRef(0);
  const [pending, setPending] = useState<{ start: number; end: number } | null>(null);

  const set = (next: GridSelection) => {
    ticket.current += 1;
    setPending(null);
    onSelectionChange(next);
    const size = countSelected(next, count);
    announce(next.all && next.keys.size === 0 ? `all ${formatCount(size)} selected` : `${formatCount(size)} selected`);
  };

  /** Selects the rows from start to end (inclusive), on top of `base`. */
  const setRange = async (start: number, end: number, base: GridSelection) => {
    if (start <= 0 && end >= count - 1 && count > 1) return set(ALL_SELECTED);
    const loaded = cache.slice(start, end + 1);
    if (loaded) return set(addKeys(base, loaded.map(rowKey)));
    ticket.current += 1;
    const mine = ticket.current;
    setPending({ start, end });
    try {
      const keys = await readKeys(options, start, end + 1 - start, () => mine === ticket.current);
      if (mine === ticket.current) set(addKeys(base, keys));
    } catch {
      if (mine === ticket.current) setPending(null);
      announce("The rows can't be read, so they aren't selected");
    }
    return undefined;
  };

  return {
    isSelected: (index: number, row: Row | undefined) => (row !== undefined && isSelected(selection, rowKey(row))) || (pending !== null && index >= pending.start && index <= pending.end),
    only: (index: number) => {
      anchor.current = index;
      void setRange(index, index, NO_SELECTION);
    },
    toggle: (index: number) => {
      anchor.current = index;
      const row = cache.get(index);
      if (row !== undefined) set(toggleKey(selection, rowKey(row)));
    },
    /** From the anchor to here; `keep` adds to what is selected already. */
    extend: (index: number, keep: boolean) => {
      void setRange(Math.min(anchor.current, index), Math.max(anchor.current, index), keep ? selection : NO_SELECTION);
    },
    all: () => set(ALL_SELECTED),
    none: () => set(NO_SELECTION),
    count: pending === null ? countSelected(selection, count) : pending.end + 1 - pending.start,
    set: (keys: Iterable<RowKey>) => set(selectKeys(keys)),
  };
}

export type SelectionActions<Row> = ReturnType<typeof useSelection<Row>>;

async function readKeys<Row>({ loadKeys, loadRows, rowKey }: Options<Row>, start: number, count: number, isWanted: () => boolean): Promise<readonly RowKey[]> {
  if (loadKeys) return loadKeys(start, count);
  const keys: RowKey[] = [];
  const { signal } = new AbortController();
  for (let at = start; at < start + count && isWanted(); at += READ_AT_ONCE) {
    const answer = await loadRows(at, Math.min(READ_AT_ONCE, start + count - at), signal);
    for (const row of "total" in answer ? answer.rows : answer) keys.push(rowKey(row));
  }
  return keys;
}
