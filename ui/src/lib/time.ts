/** Times. The engine gives absolute UTC; words are made here and made again each minute. */
import { useSyncExternalStore } from "react";

export type Instant = string | number | Date;

const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });
const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** Without the dots of abbreviations: "4 min ago". */
function relative(value: number, unit: Intl.RelativeTimeFormatUnit): string {
  return RELATIVE.format(value, unit).replaceAll(/(\p{L})\./gu, "$1");
}

export function toDate(instant: Instant): Date {
  return instant instanceof Date ? instant : new Date(instant);
}

/** "4 min ago", "yesterday", "in 3 days"; "now" within a minute. Weeks only from four on, as people count days until then. */
export function formatRelative(instant: Instant, now = Date.now()): string {
  const seconds = (toDate(instant).getTime() - now) / 1000;
  if (!Number.isFinite(seconds)) return "unknown";
  const size = Math.abs(seconds);
  for (const [unit, length] of STEPS) {
    if (size >= length && !(unit === "week" && size < 4 * length)) return relative(Math.trunc(seconds / length), unit);
  }
  return "now";
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
