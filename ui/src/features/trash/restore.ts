import { call, type Selection, type TrashRow } from "@/api";
import type { GridSelection } from "@/components";

const PAGE = 200;

/** Ids of the selected versions; "all" is read page by page, since a trash holds versions of many collections. */
export async function selectedIds(selection: GridSelection, filter: string | null): Promise<number[]> {
  if (!selection.all) return [...selection.keys].map(Number);
  const ids: number[] = [];
  for (let start = 0; ; start += PAGE) {
    const { rows, total } = await call("trash.list", { project: null, filter, rows: { start, count: PAGE } });
    ids.push(...rows.map(({ id }) => id).filter((id) => !selection.keys.has(id)));
    if (start + PAGE >= total || rows.length === 0) return ids;
  }
}

/** What is known of a selection: its identifiers, and bytes and home where all rows are at hand. */
export interface Chosen {
  selection: Selection;
  count: number;
  bytes: number | null;
  /** Name of the only collection. */
  name: string | null;
}

/** Most rows that are read to add up their bytes. */
const SUMMED = 2000;

export async function chosen(selection: GridSelection, filter: string | null): Promise<Chosen> {
  const ids = await selectedIds(selection, filter);
  const wanted = new Set(ids);
  const found: TrashRow[] = [];
  for (let start = 0; start < SUMMED && found.length < ids.length; start += PAGE) {
    const { rows, total } = await call("trash.list", { project: null, filter, rows: { start, count: PAGE } });
    found.push(...rows.filter(({ id }) => wanted.has(id)));
    if (start + PAGE >= total) break;
  }
  const isWhole = found.length === ids.length;
  const homes = new Set(found.map(({ address }) => address.slice(0, address.lastIndexOf(":"))));
  return {
    selection: { kind: "versions", versions: ids },
    count: ids.length,
    bytes: isWhole ? found.reduce((sum, { size }) => sum + size, 0) : null,
    name: isWhole && homes.size === 1 ? ([...homes][0]?.split("/").at(-1) ?? null) : null,
  };
}
