/** Rows of a selection, for what needs each of them (copying). */
import { call, type VersionDetail } from "@/api";
import { isSelected, type GridSelection } from "@/components";
import type { Row } from "./copyRows";

/** No clipboard is served well by more; the toast says that the rest is left out. */
export const MOST_GATHERED = 10_000;
const PAGE = 200;
const AT_ONCE = 8;

type Load = (start: number, count: number, signal: AbortSignal) => Promise<{ rows: readonly Row[]; total: number }>;

/** The selected rows in the order of the list, at most `MOST_GATHERED`; single ones that the list hasn't loaded are asked for one by one. */
export async function gatherRows(selection: GridSelection, load: Load, known: (id: number) => Row | undefined): Promise<Row[]> {
  return selection.all ? gatherAll(selection, load) : gatherEach([...selection.keys].map(Number).slice(0, MOST_GATHERED), known);
}

async function gatherAll(selection: GridSelection, load: Load): Promise<Row[]> {
  const { signal } = new AbortController();
  const rows: Row[] = [];
  for (let start = 0, total = Number.POSITIVE_INFINITY; start < total && rows.length < MOST_GATHERED; start += PAGE) {
    const page = await load(start, PAGE, signal);
    total = page.total;
    rows.push(...page.rows.filter(({ id }) => isSelected(selection, id)));
  }
  return rows.slice(0, MOST_GATHERED);
}

async function gatherEach(ids: readonly number[], known: (id: number) => Row | undefined): Promise<Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE).map(async (id) => known(id) ?? rowOf(await call("version.show", { version: `#${id}` })));
    rows.push(...(await Promise.all(some)));
  }
  return rows.toSorted((a, b) => b.index - a.index);
}

/** What the list shows of a version, from its page. */
export function rowOf(detail: VersionDetail): Row {
  const { id, address, index, state, digest, aliases, tags, created_at, size, files, ttl_seconds, ttl_inherited, expires_at, purge_at } = detail;
  return { id, address, index, state, digest, aliases, tags, created_at, size, change: null, files, ttl_seconds, ttl_inherited, expires_at, purge_at, metadata: [], keys: [] };
}
