/** The choice of the TTL dialog and the text the engine takes for it. */
import { formatDuration } from "@/lib/format";

export type TtlMode = "inherit" | "keep" | "until" | "never";
export type TtlUnit = "hours" | "days" | "weeks" | "months";

export interface TtlChoice {
  mode: TtlMode;
  count: number;
  unit: TtlUnit;
  /** `2026-12-31`. */
  date: string;
}

/** A month of a TTL has 30 days: it is a duration, not a place in the calendar. */
const SECONDS: Record<TtlUnit, number> = { hours: 3600, days: 86_400, weeks: 604_800, months: 30 * 86_400 };
export const LONGEST_DAYS = 365_000;

/** The TTL as the engine reads it; null while the choice isn't complete. */
export function ttlText({ mode, count, unit, date }: TtlChoice): string | null {
  if (mode === "inherit") return "inherit";
  if (mode === "never") return "none";
  if (mode === "until") return isDate(date) ? date : null;
  if (!Number.isInteger(count) || count < 1 || (count * SECONDS[unit]) / 86_400 > LONGEST_DAYS) return null;
  return { hours: `${count}h`, days: `${count}d`, weeks: `${count}w`, months: `${count * 30}d` }[unit];
}

/** Why the choice can't be used, or null. */
export function ttlProblem(choice: TtlChoice): string | null {
  if (ttlText(choice) !== null) return null;
  if (choice.mode === "until") return "Enter a date such as 2026-12-31";
  return Number.isInteger(choice.count) && choice.count >= 1 ? "At most a thousand years" : "Enter a whole number, 1 or more";
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** What one version has now, as the choice to start from. */
export function choiceOf(ttl: { ttl_seconds: number | null; ttl_inherited: boolean } | undefined): TtlChoice {
  const start: TtlChoice = { mode: "keep", count: 30, unit: "days", date: "" };
  if (!ttl) return start;
  if (ttl.ttl_inherited) return { ...start, mode: "inherit" };
  if (ttl.ttl_seconds === null) return { ...start, mode: "never" };
  const unit: TtlUnit = ttl.ttl_seconds % SECONDS.days === 0 ? "days" : "hours";
  return { ...start, unit, count: Math.max(1, Math.round(ttl.ttl_seconds / SECONDS[unit])) };
}

/** "90 d", "none": a default in seconds. */
export function defaultWords(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? "none" : formatDuration(seconds);
}

/** "now: inherits 90 d", "now: mixed, 3 values". The engine names at most five. */
export function nowWords(now: readonly string[]): string {
  const [first] = now;
  if (now.length > 1) return `now: mixed, ${now.length >= 5 ? "5 or more" : now.length} values`;
  return first === undefined ? "" : `now: ${first}`;
}

/** "UTC+1", "UTC−3:30": the zone in which dates of the dialog are meant. */
export function zoneWords(date = new Date()): string {
  const minutes = -date.getTimezoneOffset();
  if (minutes === 0) return "UTC";
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(Math.abs(minutes) / 60)}${rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`}`;
}

export const PRESETS: readonly { label: string; spoken: string; choice: Pick<TtlChoice, "count" | "unit"> }[] = [
  { label: "1 d", spoken: "1 day", choice: { count: 1, unit: "days" } },
  { label: "7 d", spoken: "7 days", choice: { count: 7, unit: "days" } },
  { label: "30 d", spoken: "30 days", choice: { count: 30, unit: "days" } },
  { label: "90 d", spoken: "90 days", choice: { count: 90, unit: "days" } },
  { label: "1 y", spoken: "1 year", choice: { count: 365, unit: "days" } },
];
