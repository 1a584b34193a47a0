/** Selection and order of a list as they stand in the address. */
import { ALL_SELECTED, NO_SELECTION, type GridSelection, type Sort } from "@/components";

/** More identifiers than this make an address nobody wants to share; such a selection lives in the window only. */
const MOST_IN_ADDRESS = 60;

/** `12.13`, `all`, `all-12.13`; null when there is nothing to write. */
export function encodeSelection({ all, keys }: GridSelection): string | null {
  if (keys.size > MOST_IN_ADDRESS || (!all && keys.size === 0)) return null;
  const ids = [...keys].join(".");
  return all ? (ids === "" ? "all" : `all-${ids}`) : ids;
}

export function decodeSelection(text: string | null): GridSelection {
  if (text === null || text === "") return NO_SELECTION;
  if (text === "all") return ALL_SELECTED;
  const all = text.startsWith("all-");
  const keys = (all ? text.slice(4) : text).split(".").map(Number).filter((id) => Number.isSafeInteger(id) && id > 0);
  return all || keys.length > 0 ? { all, keys: new Set(keys) } : NO_SELECTION;
}

/** `size`, `-size` for largest first. */
export function encodeSort({ column, direction }: Sort): string {
  return direction === "descending" ? `-${column}` : column;
}

export function decodeSort(text: string | null, fallback: Sort, allowed: (column: string) => boolean): Sort {
  const column = text?.replace(/^-/, "") ?? "";
  if (text === null || !allowed(column)) return fallback;
  return { column, direction: text.startsWith("-") ? "descending" : "ascending" };
}
