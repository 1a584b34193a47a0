import { call } from "@/api";
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
