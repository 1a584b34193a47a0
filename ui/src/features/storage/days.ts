/** Words for days. The engine counts them by UTC here. */

export const DAY = 86_400_000;

export function startOfDay(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

const SHORT = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });
const LOCAL = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const LONG = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

/** "23 Dec". */
export function shortDay(at: number): string {
  return SHORT.format(at);
}

/** The same of a moment, in the user's zone. */
export function shortDate(at: number): string {
  return LOCAL.format(at);
}

/** "Wed, 23 Dec". */
export function dayWords(at: number): string {
  return LONG.format(at);
}
