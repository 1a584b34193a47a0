/** What deleting does to aliases: some go; `latest`, which Cairn keeps, then means another version. */
import { useCommand, type RetentionPlan, type Selection } from "@/api";
import { plural } from "@/lib/format";
import { aliasNames, listedWords } from "./target";

export interface AliasLoss {
  /** Aliases that go, `latest` left out. */
  count: number;
  /** "best, prod and 3 more". */
  names: string;
  /** "latest then means v0."; null when none of the versions bears it. */
  latest: string | null;
}

/** Enough to meet a version that stays, for a selection of the newest few. */
const MOST_READ = 200;

export function useAliasLoss(plan: RetentionPlan | undefined, selection: Selection | null, collection: string): AliasLoss | null {
  const found = plan?.aliases.filter(isLatest).length ?? 0;
  const ids = selection?.kind === "versions" && selection.versions.length < MOST_READ ? selection.versions : null;
  const request = { collection, filter: null, sort: { key: "index", descending: true }, metadata: [], rows: { start: 0, count: (ids?.length ?? 0) + 1 } };
  const { data: page } = useCommand("version.page", request, { isEnabled: found === 1 && ids !== null && collection !== "" });
  if (!plan || plan.alias_count === 0) return null;
  const count = plan.alias_count - found;
  const names = listedWords(aliasNames(plan.aliases.filter((alias) => !isLatest(alias))), count);
  if (found === 0) return { count, names, latest: null };
  const next = page?.rows.find(({ id, state }) => state === "committed" && ids?.includes(id) === false);
  const isLast = page !== undefined && !next && page.rows.length === page.total;
  return { count, names, latest: `“latest” then means ${next ? `v${next.index}` : isLast ? "nothing: no version is left" : "the newest version that is left"}.` };
}

/** "Delete it although “latest” means it", or what goes with it. */
export function consentWords({ count, names }: AliasLoss, versions: number): string {
  if (count === 0) return versions === 1 ? "Delete it although “latest” means it" : "Delete them although “latest” means one of them";
  return count === 1 ? `Delete the alias ${names}, too` : `Delete ${plural(count, "alias", "aliases")}, too`;
}

/** Below the tick: what is deleted, and whether it comes back. */
export function lossHint({ count, names, latest }: AliasLoss): string {
  const parts = [count > 1 ? `${names}.` : null, latest, count > 0 ? `Undo and Restore bring ${count === 1 ? (latest === null ? "it" : names) : "the aliases"} back.` : null];
  return parts.filter((part) => part !== null).join(" ");
}

function isLatest(alias: string): boolean {
  return alias.endsWith(":latest");
}
