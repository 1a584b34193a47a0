/** Words that several views of versions share. */
import { plural } from "@/lib/format";

const DAY = 86_400_000;

/** Why a version lies in the trash. */
export function becauseWords(because: string | null): string {
  if (because === "expired") return "it expired";
  if (because === "undone") return "its logging was undone";
  return "it was deleted";
}

/** The same in one word or two, for a column. */
export function becauseShort(because: string | null): string {
  if (because === "expired") return "Expired";
  return because === "undone" ? "Logging undone" : "Deleted";
}

/** Seconds until a time, 0 once it is past. */
export function secondsUntil(at: number): number {
  return Math.max(0, (at - Date.now()) / 1000);
}

/** "6 days left", "5 hours left", "due now". */
export function daysLeftWords(purgeAt: number, now = Date.now()): string {
  const left = purgeAt - now;
  if (left <= 0) return "Due now";
  if (left >= DAY) return `${plural(Math.round(left / DAY), "day")} left`;
  const hours = Math.round(left / 3_600_000);
  return hours > 0 ? `${plural(hours, "hour")} left` : "Less than an hour left";
}
