import type { UpkeepPause } from "@/api";
import { formatDate } from "@/lib/time";

/** Why nothing expires and nothing goes, and until when. */
export function pauseWords({ words, steady_since: since }: UpkeepPause): string {
  return `Expiry is paused: ${words}. Nothing expires and nothing is collected until it has run steadily for a day (since ${formatDate(since)} ${clock(since)}).`;
}

function clock(at: number): string {
  return new Date(at).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}
