/** What deletes for good asks for and says. */
import { call, type Selection } from "@/api";

/** The bytes of what left the trash wait a day for whoever still reads them (`retention::GRACE` of the engine). */
export const GRACE_MS = 86_400_000;
const LARGE_BYTES = 1024 ** 3;
const MANY = 100;
const PAGE = 200;

/** Whether the name must be typed first. */
export function needsName(versions: number, bytes: number): boolean {
  return versions > MANY || bytes > LARGE_BYTES;
}

/** Identifiers of a selection; a filter finds none of them any more once they lie in the trash. */
export async function idsOf(selection: Selection): Promise<number[]> {
  if (selection.kind === "versions") return selection.versions;
  const except = new Set(selection.except);
  const ids: number[] = [];
  for (let start = 0; ; start += PAGE) {
    const { rows, total } = await call("version.page", { collection: selection.collection, filter: selection.filter, sort: null, metadata: [], rows: { start, count: PAGE } });
    ids.push(...rows.map(({ id }) => id).filter((id) => !except.has(id)));
    if (start + PAGE >= total || rows.length === 0) return ids;
  }
}
