/** The default TTL as the store writes it (`90d`, `12h`, `none`) and as days. */

/** Whole days, or null when it isn't some. */
export function daysOf(ttl: string): number | null {
  const days = /^(\d+)d$/.exec(ttl)?.[1];
  if (days !== undefined) return Number(days);
  const weeks = /^(\d+)w$/.exec(ttl)?.[1];
  return weeks === undefined ? null : Number(weeks) * 7;
}

export function isTtlDays(days: number): boolean {
  return Number.isInteger(days) && days >= 1 && days <= 365_000;
}

/** The text for some days; the store's own text while it says the same, so that nothing seems changed. */
export function storedTtl(days: number, now: string): string {
  return daysOf(now) === days ? now : `${days}d`;
}
