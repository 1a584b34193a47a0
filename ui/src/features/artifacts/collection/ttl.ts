/** Words for how long a version lives. */
import type { VersionRow } from "@/api";
import { formatDuration } from "@/lib/format";
import { formatAbsolute } from "@/lib/time";

const DAY = 86_400_000;
/** Less than this is drawn as a warning. */
const SOON = 7 * DAY;

export interface TtlWords {
  text: string;
  tone: "normal" | "quiet" | "warning";
  /** How much of its time is left, 0 to 1; null without a meter. */
  left: number | null;
  /** When, for the tooltip. */
  title: string | undefined;
}

export type TtlFacts = Pick<VersionRow, "state" | "ttl_inherited" | "expires_at" | "purge_at" | "created_at">;

/** "89 d", "inherits · 90 d", "Never expires", "In trash, 7 d left". */
export function describeTtl({ state, ttl_inherited, expires_at, purge_at, created_at }: TtlFacts, now = Date.now()): TtlWords {
  if (state === "deleted") {
    const text = purge_at === null ? "In trash" : `In trash, ${remaining(purge_at - now)} left`;
    return { text, tone: "quiet", left: null, title: purge_at === null ? undefined : `Leaves the trash ${formatAbsolute(purge_at)}` };
  }
  if (expires_at === null) return { text: "Never expires", tone: "quiet", left: null, title: ttl_inherited ? "Follows the team default: never expires" : undefined };
  const title = `Expires ${formatAbsolute(expires_at)}`;
  const span = expires_at - now;
  if (span <= 0) return { text: "Expired", tone: "warning", left: 0, title };
  const tone = span < SOON ? "warning" : "normal";
  if (ttl_inherited) return { text: `inherits · ${remaining(span)}`, tone, left: null, title };
  return { text: remaining(span), tone, left: span / Math.max(span, expires_at - created_at), title };
}

/** Whole days from the last week on are those that are surely left; what is far off is rounded as people do. */
function remaining(span: number): string {
  if (span >= DAY && span < SOON) return `${Math.floor(span / DAY)} d`;
  return formatDuration(Math.max(0, span) / 1000);
}
