/** Words and requests about a selection of versions, whatever its kind. */
import { call, fetchCommand, useCommand, type Selection, type VersionDetail } from "@/api";
import { formatCount, plural } from "@/lib/format";
import type { VersionsTarget } from "./store";

/** The one version a selection names; null when it may be several. */
export function onlyVersion(selection: Selection): number | null {
  return selection.kind === "versions" && selection.versions.length === 1 ? (selection.versions[0] ?? null) : null;
}

/** The selection without some versions. */
export function without(selection: Selection, ids: ReadonlySet<number>): Selection {
  if (ids.size === 0) return selection;
  if (selection.kind === "versions") return { kind: "versions", versions: selection.versions.filter((id) => !ids.has(id)) };
  return { ...selection, except: [...selection.except, ...ids] };
}

/** Detail of the only version, for dialogs that start from what it has. */
export function useOnlyVersion(selection: Selection) {
  const id = onlyVersion(selection);
  return useCommand("version.show", { version: `#${id ?? 0}` }, { isEnabled: id !== null });
}

/** How many versions a selection holds; null until the engine has said. */
export function useSelectionCount(selection: Selection): number | null {
  const isFilter = selection.kind === "filter";
  const request = isFilter
    ? { collection: selection.collection, filter: selection.filter, sort: null, metadata: [], rows: { start: 0, count: 1 } }
    : { collection: "", filter: null, sort: null, metadata: [], rows: { start: 0, count: 1 } };
  const { data } = useCommand("version.page", request, { isEnabled: isFilter });
  if (selection.kind === "versions") return selection.versions.length;
  return data ? Math.max(0, data.total - selection.except.length) : null;
}

/** "v12", "38 versions", "the selected versions". */
export function versionWords(count: number | null, only?: Pick<VersionDetail, "index">): string {
  if (only) return `v${only.index}`;
  return count === null ? "the selected versions" : plural(count, "version");
}

/** Name without entity and project: `mnist` of `ada/demo/mnist`. */
export function collectionName(collection: string): string {
  return collection.split("/").at(-1) ?? collection;
}

/** The newest version of a selection: where an alias goes when several are selected. */
export async function newestOf({ selection, rows, collection }: VersionsTarget): Promise<{ id: number; index: number } | null> {
  if (selection.kind === "filter") return newestOfFilter(selection);
  const known = (rows ?? []).filter(({ id }) => selection.versions.includes(id));
  if (known.length === selection.versions.length) return known.reduce<{ id: number; index: number } | null>((best, row) => (best === null || row.index > best.index ? row : best), null);
  return newestByList(collection, new Set(selection.versions));
}

async function newestOfFilter({ collection, filter, except }: Extract<Selection, { kind: "filter" }>) {
  const unticked = new Set(except);
  const { rows } = await fetchCommand("version.page", { collection, filter, sort: { key: "index", descending: true }, metadata: [], rows: { start: 0, count: Math.min(200, except.length + 1) } });
  return rows.find(({ id }) => !unticked.has(id)) ?? null;
}

/** Walks the list from its newest end until it meets a selected version. */
async function newestByList(collection: string, wanted: ReadonlySet<number>) {
  for (let start = 0; ; start += 200) {
    const { rows, total } = await call("version.page", { collection, filter: null, sort: { key: "index", descending: true }, metadata: [], rows: { start, count: 200 } });
    const found = rows.find(({ id }) => wanted.has(id));
    if (found) return found;
    if (start + 200 >= total) return null;
  }
}

/** Whether a version belongs to a selection; for a filter the engine says so. */
export async function isInSelection(selection: Selection, version: { id: number; index: number }): Promise<boolean> {
  if (selection.kind === "versions") return selection.versions.includes(version.id);
  if (selection.except.includes(version.id)) return false;
  if (selection.filter === null) return true;
  const { row } = await call("version.locate", { collection: selection.collection, filter: selection.filter, sort: null, index: version.index });
  return row !== null;
}

/** `mnist:v3` of `ada/demo/mnist:v3`. */
export function nameOf(address: string): string {
  return address.slice(address.lastIndexOf("/") + 1);
}

/** "best, latest and 12 more", of which only some are at hand. */
export function listedWords(words: readonly string[], count: number, most = 8): string {
  const shown = words.slice(0, most);
  const more = count - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${formatCount(more)} more` : shown.join(", ");
}

/** "best": aliases of one collection without it, which the dialog names; "labels:best" when they are of several. */
export function aliasNames(aliases: readonly string[]): string[] {
  const homeOf = (alias: string) => alias.slice(0, alias.lastIndexOf(":"));
  return new Set(aliases.map(homeOf)).size < 2 ? aliases.map((alias) => alias.slice(homeOf(alias).length + 1)) : aliases.map(nameOf);
}

/** Tokens and what is typed beside them: who presses the button means that, too. */
export function withTyped(tokens: string[], typed: string): string[] {
  return typed === "" ? tokens : [...tokens, typed];
}
