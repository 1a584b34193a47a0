/** Times. The engine gives absolute UTC; words are made here and made again each minute. */
import { useSyncExternalStore } from "react";

export type Instant = string | number | Date;

const WORDS = { short: new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" }), long: new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }) };
const DAY = 86_400;

/** Without the dots of abbreviations: "4 min ago". */
function relative(value: number, unit: Intl.RelativeTimeFormatUnit, style: keyof typeof WORDS = "long"): string {
  return WORDS[style].format(value, unit).replaceAll(/(\p{L})\./gu, "$1");
}

/** Midnights between two times in the user's zone: the number of days as people count them. */
function daysBetween(from: number, to: number): number {
  return Math.round((new Date(to).setHours(0, 0, 0, 0) - new Date(from).setHours(0, 0, 0, 0)) / (DAY * 1000));
}

export function toDate(instant: Instant): Date {
  return instant instanceof Date ? instant : new Date(instant);
}

/**
 * "just now" within a minute, "now" when it is to come, then "4 min ago", "3 hours ago", "yesterday", "27 days ago", "5 weeks ago", "2 months ago".
 * Days up to four weeks, as people count them until then; weeks up to two months, so that "last month" never has to stand for two lengths.
 */
export function formatRelative(instant: Instant, now = Date.now()): string {
  const at = toDate(instant).getTime();
  const seconds = (at - now) / 1000;
  if (!Number.isFinite(seconds)) return "unknown";
  const size = Math.abs(seconds);
  if (size < 60) return seconds > 0 ? "now" : "just now";
  if (size < 3600) return relative(Math.trunc(seconds / 60), "minute", "short");
  if (size < DAY) return relative(Math.trunc(seconds / 3600), "hour");
  const days = daysBetween(now, at);
  const count = Math.abs(days);
  if (count < 28) return relative(days, "day");
  if (count < 61) return relative(Math.trunc(days / 7), "week");
  return count < 365.25 ? relative(Math.trunc(days / 30.44), "month") : relative(Math.trunc(days / 365.25), "year");
}

/** "2026-11-23 14:42:05 GMT+1": sortable, with the zone, for tooltips and copies. */
export function formatAbsolute(instant: Instant): string {
  const date = toDate(instant);
  if (Number.isNaN(date.getTime())) return "unknown";
  const two = (value: number) => String(value).padStart(2, "0");
  const zone = new Intl.DateTimeFormat(undefined, { timeZoneName: "short" }).formatToParts(date).find((part) => part.type === "timeZoneName");
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${formatDate(date)} ${time} ${zone?.value ?? ""}`.trim();
}

/** "2026-11-23", in the user's zone. */
export function formatDate(instant: Instant): string {
  const date = toDate(instant);
  if (Number.isNaN(date.getTime())) return "unknown";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** "2026-11-27 10:48", in the user's zone: within a day the date alone doesn't say when. */
export function formatMoment(instant: Instant): string {
  const date = toDate(instant);
  if (Number.isNaN(date.getTime())) return "unknown";
  return `${formatDate(date)} ${formatClock(date)}`;
}

/** "10:48". */
export function formatClock(instant: Instant): string {
  return toDate(instant).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}

/** One timer for every relative time in the window; it also ticks on focus, since a sleeping machine runs no timers. */
const listeners = new Set<() => void>();
let minute = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  minute += 1;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    timer = setInterval(tick, 60_000);
    window.addEventListener("focus", tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    window.removeEventListener("focus", tick);
  };
}

/** Renders again each minute and when the window gets the focus. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, () => minute);
}
