import type { RetentionPlan } from "@/api";
import { Note } from "@/components";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { formatAbsolute, formatDate } from "@/lib/time";
import { aliasNames, listedWords } from "./target";

const NAMED = 5;

/** What would go to the trash at once, in count and bytes, and from when the bytes are really free. */
export function ExpiryBanner({ plan, unticked }: { plan: RetentionPlan; unticked: number }) {
  const { versions: going, freed_at: freed } = plan;
  if (going === 0) return null;
  const all = plan.changing + plan.unchanged + plan.locked - unticked;
  const who = all === 1 ? "This version expires now" : `${formatCount(going)} of ${plural(all, "version")} ${going === 1 ? "expires" : "expire"} now`;
  return (
    <Note tone="danger" isLive>
      <strong className="strong">{who}</strong>
      {` and ${going === 1 ? "goes" : "go"} to the trash: `}
      <span title={plural(plan.logical_bytes, "byte")}>{formatBytes(plan.logical_bytes)}</span>
      {", of which "}
      <span title={plural(plan.freed_bytes, "byte")}>{formatBytes(plan.freed_bytes)}</span>
      {" is really freed"}
      {freed === null ? "." : <span title={formatAbsolute(freed)}>{` from ${formatDate(freed)} on.`}</span>}
      {plan.alias_count > 0 ? ` ${aliasWords(plan)}` : ""}
    </Note>
  );
}

/** "The aliases latest, best go along."; of several collections each with its own. */
function aliasWords({ aliases, alias_count: count }: RetentionPlan): string {
  const list = listedWords(aliasNames(aliases), count, NAMED);
  return count === 1 ? `The alias ${list} goes along.` : `The aliases ${list} go along.`;
}
