/** The choice of the TTL dialog and the text the engine takes for it. */
import { formatDuration } from "@/lib/format";

export type TtlMode = "inherit" | "keep" | "until" | "never";
export type TtlUnit = "hours" | "days" | "weeks" | "months";

export interface TtlChoice {
  mode: TtlMode;
  /** As it was typed: the engine says what is wrong with it. */
  count: string;
  unit: TtlUnit;
  /** `2026-12-31`. */
  date: string;
}

const SECONDS = { hours: 3600, days: 86_400 };
/** A month of a TTL has 30 days: it is a duration, not a place in the calendar. */
const LETTERS: Record<TtlUnit, string> = { hours: "h", days: "d", weeks: "w", months: "d" };

/** The TTL as the engine reads it, wrong ones included; null while the choice isn't complete. */
export function ttlText({ mode, count, unit, date }: TtlChoice): string | null {
  if (mode === "inherit") return "inherit";
  if (mode === "never") return "none";
  if (mode === "until") return isDate(date) ? date : null;
  const typed = count.trim();
  if (typed === "") return null;
  return `${unit === "months" && /^\d{1,9}$/.test(typed) ? Number(typed) * 30 : typed}${LETTERS[unit]}`;
}

/** What is missing from the choice, or null. */
export function ttlProblem(choice: TtlChoice): string | null {
  if (ttlText(choice) !== null) return null;
  return choice.mode === "until" ? "Enter a date such as 2026-12-31" : "Enter a whole number, 1 or more";
}

/** The next number up or down, for the arrow keys; what isn't a number stays. */
export function stepped(count: string, by: number): string {
  return /^\d{1,9}$/.test(count.trim()) ? String(Math.max(1, Number(count) + by)) : count;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** What one version has now, as the choice to start from. */
export function choiceOf(ttl: { ttl_seconds: number | null; ttl_inherited: boolean } | undefined): TtlChoice {
  const start: TtlChoice = { mode: "keep", count: "30", unit: "days", date: "" };
  if (!ttl) return start;
  if (ttl.ttl_inherited) return { ...start, mode: "inherit" };
  if (ttl.ttl_seconds === null) return { ...start, mode: "never" };
  const unit = ttl.ttl_seconds % SECONDS.days === 0 ? "days" : "hours";
  return { ...start, unit, count: String(Math.max(1, Math.round(ttl.ttl_seconds / SECONDS[unit]))) };
}

/** "90 d", "none": a default in seconds. */
export function defaultWords(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? "none" : formatDuration(seconds);
}

/** The engine's "inherits none" says of what, and what it comes to. */
export function ttlBeforeWords(before: string): string {
  return before === "inherits none" ? "team default: never" : before;
}

/** "now: inherits 90 d", "now: mixed, 3 values"; of a list that isn't complete only what is sure. */
export function nowWords(rows: readonly { ttl_before: string }[], isComplete: boolean): string {
  const values = new Set(rows.map((row) => row.ttl_before));
  if (values.size > 1) return `now: mixed, ${values.size}${isComplete ? "" : " or more"} values`;
  const [only] = values;
  return only === undefined || !isComplete ? "" : `now: ${ttlBeforeWords(only)}`;
}

/** "UTC+1", "UTC−3:30": the zone in which dates of the dialog are meant. */
export function zoneWords(date = new Date()): string {
  const minutes = -date.getTimezoneOffset();
  if (minutes === 0) return "UTC";
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(Math.abs(minutes) / 60)}${rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`}`;
}

export const PRESETS: readonly { label: string; spoken: string; choice: Pick<TtlChoice, "count" | "unit"> }[] = [
  { label: "1 d", spoken: "1 day", choice: { count: "1", unit: "days" } },
  { label: "7 d", spoken: "7 days", choice: { count: "7", unit: "days" } },
  { label: "30 d", spoken: "30 days", choice: { count: "30", unit: "days" } },
  { label: "90 d", spoken: "90 days", choice: { count: "90", unit: "days" } },
  { label: "1 y", spoken: "1 year", choice: { count: "365", unit: "days" } },
];
