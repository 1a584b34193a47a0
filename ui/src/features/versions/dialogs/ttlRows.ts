/** The rows of a TTL plan as people read them: by distance, those that go first, long lists folded. */
import type { RetentionPlan, RetentionRow } from "@/api";
import { formatCount } from "@/lib/format";
import { formatDate } from "@/lib/time";

export type Direction = "no" | "up" | "down" | "both";

export interface Along {
  direction: Direction;
  /** Steps from version to version; null is all of them. */
  depth: number | null;
}

/** Steps from what was selected, negative upstream: the engine counts edges, two to a step. */
export function stepsOf({ distance }: Pick<RetentionRow, "distance">): number {
  return Math.trunc(distance / 2);
}

/** Whether a row that was seen before is still meant. */
export function isWithin(row: RetentionRow, { direction, depth }: Along): boolean {
  const steps = stepsOf(row);
  if (steps === 0) return true;
  const isOnWay = direction === "both" || direction === (steps < 0 ? "up" : "down");
  return isOnWay && (depth === null || Math.abs(steps) <= depth);
}

export interface RowGroup {
  steps: number;
  rows: readonly RetentionRow[];
}

/** What was selected, then upstream from near to far, then downstream. A row keeps its place when it is unticked. */
export function groupRows(rows: readonly RetentionRow[]): RowGroup[] {
  const groups = new Map<number, RetentionRow[]>();
  for (const row of rows) groups.set(stepsOf(row), [...(groups.get(stepsOf(row)) ?? []), row]);
  const rank = (steps: number) => (steps < 0 ? 0 : 1_000_000) + Math.abs(steps);
  return [...groups]
    .toSorted(([a], [b]) => (a === 0 ? -1 : b === 0 ? 1 : rank(a) - rank(b)))
    .map(([steps, found]) => ({ steps, rows: found.toSorted(byWeight) }));
}

function byWeight(a: RetentionRow, b: RetentionRow): number {
  const weight = (row: RetentionRow) => (row.locked !== null ? 2 : row.goes ? 0 : 1);
  return weight(a) - weight(b) || (collectionOf(a) < collectionOf(b) ? -1 : collectionOf(a) > collectionOf(b) ? 1 : b.index - a.index);
}

export function collectionOf({ address }: Pick<RetentionRow, "address">): string {
  return address.slice(0, address.lastIndexOf(":"));
}

/** `plankton-train:v11` of its address. */
export function shortAddress({ address, index }: Pick<RetentionRow, "address" | "index">): string {
  return `${collectionOf({ address }).split("/").at(-1) ?? ""}:v${index}`;
}

/** "1 step upstream". */
export function stepsWords(steps: number): string {
  if (steps === 0) return "Selected";
  const count = Math.abs(steps);
  return `${formatCount(count)} ${count === 1 ? "step" : "steps"} ${steps < 0 ? "upstream" : "downstream"}`;
}

/** Of each kind so many are shown before the others fold: what goes at once before anything else. */
const SHOWN = { going: 40, staying: 5, locked: 5 };
/** Fewer aren't worth folding. */
const LEAST_FOLDED = 4;

/** Splits a group into what is shown at once and what one row stands for. */
export function fold(rows: readonly RetentionRow[]): { shown: readonly RetentionRow[]; folded: readonly RetentionRow[] } {
  const counts = { going: 0, staying: 0, locked: 0 };
  const shown = rows.filter((row) => {
    const kind = row.locked !== null ? "locked" : row.goes ? "going" : "staying";
    counts[kind] += 1;
    return counts[kind] <= SHOWN[kind];
  });
  if (rows.length - shown.length < LEAST_FOLDED) return { shown: rows, folded: [] };
  const kept = new Set(shown);
  return { shown, folded: rows.filter((row) => !kept.has(row)) };
}

/** "33 more, all between 2026-12-02 and 2026-12-23", "40 more, 12 of them expire now, 3 can't change", "5 more, all of them expire now". */
export function foldedWords(rows: readonly RetentionRow[]): string {
  const staying = rows.filter(({ goes, locked }) => !goes && locked === null);
  const parts = restParts("", rows.length, rows.filter(({ goes }) => goes).length, rows.filter(({ locked }) => locked !== null).length);
  const dates = staying.map((row) => row.expires_after).filter((at) => at !== null);
  if (parts.length > 1 || staying.length === 0) return parts.join(", ");
  if (dates.length === 0) return `${parts[0]}, ${rows.length === 1 ? "never expires" : "none of which expires"}`;
  const [first, last] = [formatDate(Math.min(...dates)), formatDate(Math.max(...dates))];
  const who = dates.length < rows.length ? `${formatCount(dates.length)} of them` : rows.length === 1 ? "" : "all";
  return `${parts[0]}, ${[who, first === last ? `on ${first}` : `between ${first} and ${last}`].filter(Boolean).join(" ")}`;
}

function restParts(which: string, all: number, going: number, locked: number): string[] {
  return [`${formatCount(all)} more${which}`, goingWords(going, all), lockedWords(locked, all)].filter(Boolean);
}

function goingWords(going: number, all: number): string {
  if (going === 0) return "";
  if (going === all) return all === 1 ? "which expires now" : "all of them expire now";
  return `${formatCount(going)} of them ${going === 1 ? "expires" : "expire"} now`;
}

function lockedWords(locked: number, all: number): string {
  if (locked === 0) return "";
  if (locked === all) return all === 1 ? "which can't change" : "none of them can change";
  return `${formatCount(locked)} can't change`;
}

/** "1,240 more that aren't listed, all of them expire now": what the engine counted beyond what it lists; null when it listed all. */
export function unlistedWords(plan: RetentionPlan, unticked: number): string | null {
  const all = plan.changing + plan.unchanged + plan.locked - unticked - plan.rows.length;
  if (all <= 0) return null;
  const listed = (is: (row: RetentionRow) => boolean) => plan.rows.filter(is).length;
  return restParts(all === 1 ? " that isn't listed" : " that aren't listed", all, plan.versions - listed(({ goes }) => goes), plan.locked - listed(({ locked }) => locked !== null)).join(", ");
}
