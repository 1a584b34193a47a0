/** Spans of time as the engine reads them: `30d`, `12h`, `2w`. */
export type SpanUnit = "h" | "d" | "w";

export interface Span {
  count: number;
  unit: SpanUnit;
}

const SECONDS: Record<string, number> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800 };
/** A thousand years: the engine takes no more. */
const MOST_SECONDS = 365_000 * 86_400;

/** What a text says, in the largest unit that fits it; null for `none` and for what is no span. */
export function parseSpan(text: string): Span | null {
  const [, count, unit] = /^(\d+) ?(s|m|min|h|d|w)$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return null;
  if (unit === "h" || unit === "d" || unit === "w") return { count: Number(count), unit };
  return spanOf(Number(count) * (SECONDS[unit] ?? 1));
}

/** Seconds as a span, rounded up to hours. */
export function spanOf(seconds: number): Span {
  return seconds % 86_400 === 0 ? { count: seconds / 86_400, unit: "d" } : { count: Math.ceil(seconds / 3600), unit: "h" };
}

/** The name of a unit beside its number: "day" of "days" for 1. */
export function unitWord(many: string, count: number): string {
  return count === 1 ? many.replace(/s$/, "") : many;
}

export function spanText({ count, unit }: Span): string {
  return `${count}${unit}`;
}

export function isSpan({ count, unit }: Span): boolean {
  return Number.isInteger(count) && count >= 1 && count * (SECONDS[unit] ?? 1) <= MOST_SECONDS;
}
