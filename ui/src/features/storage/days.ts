/** Days by UTC, as the engine counts them here. */

export const DAY = 86_400_000;

export function startOfDay(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

const SHORT = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });
const LONG = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

/** "23 Dec". */
export function shortDay(at: number): string {
  return SHORT.format(at);
}

/** "Wed, 23 Dec". */
export function dayWords(at: number): string {
  return LONG.format(at);
}
