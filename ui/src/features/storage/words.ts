import type { UpkeepPause } from "@/api";
import { formatClock, formatDate, formatMoment } from "@/lib/time";
import { shortDate } from "./days";

/** Why nothing expires and nothing goes, and until when. */
export function pauseWords({ words, steady_since: since }: UpkeepPause): string {
  return `Expiry is paused: ${words}. Nothing expires and nothing is collected until it has run steadily for a day (since ${formatMoment(since)}).`;
}

/** "10:48" today, else "28 Nov". */
export function soonWords(at: number, now = Date.now()): string {
  return formatDate(at) === formatDate(now) ? formatClock(at) : shortDate(at);
}
