/** When something happened, as people type it. */

export interface TypedTime {
  /** Milliseconds since 1970; null when nothing, or nothing legal, was typed. */
  at: number | null;
  problem: string | null;
}

const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** Reads a local date, with or without a time of day, that isn't in the future as of `now`. */
export function readTime(text: string, now: number): TypedTime {
  const bare = text.trim();
  if (bare === "") return { at: null, problem: null };
  const parts = FORM.exec(bare)?.slice(1).map((part) => Number(part ?? 0));
  if (!parts) return { at: null, problem: "Write a date, perhaps with a time: 2026-12-31 14:30" };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(year, month - 1, day, hour, minute, second);
  // 2026-02-30 would be a day in March.
  const isReal = date.getMonth() === month - 1 && date.getDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!isReal) return { at: null, problem: "There is no such day or time" };
  return date.getTime() > now ? { at: null, problem: "This is in the future" } : { at: date.getTime(), problem: null };
}
