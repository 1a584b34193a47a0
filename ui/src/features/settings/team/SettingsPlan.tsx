import { describeError, errorText, type CommandError, type RetentionPlan } from "@/api";
import { Note } from "@/components";
import { PlanNotes } from "@/features/retention";
import { cx } from "@/lib/cx";
import { formatBytes, plural } from "@/lib/format";
import { formatDate } from "@/lib/time";
import styles from "../Store.module.css";

export interface SettingsPlanProps {
  plan: RetentionPlan | undefined;
  error: CommandError | null;
  isStale: boolean;
  trashDays: number;
}

/** What a change of the settings does at once, before it is made. */
export function SettingsPlan({ plan, error, isStale, trashDays }: SettingsPlanProps) {
  if (error) return <Note tone="danger" isLive>{errorText(describeError(error))}</Note>;
  if (!plan) return <p className="small dim" role="status">Looking at what would happen…</p>;
  const { versions, logical_bytes: bytes, freed_bytes: freed, leaving, leaving_bytes: leavingBytes, changing, purge_at: purge } = plan;
  const others = changing - versions;
  return (
    <section className={cx(styles["plan"], isStale && styles["stale"])} aria-label="What this changes" aria-busy={isStale}>
      {versions > 0 ? (
        <Note tone="danger" isLive>
          <strong className="strong">{`${plural(versions, "version")} ${versions === 1 ? "expires" : "expire"} now`}</strong>
          {` and ${versions === 1 ? "goes" : "go"} to the trash: ${formatBytes(bytes)}, of which ${formatBytes(freed)} is really freed${purge === null ? "" : ` from ${formatDate(purge)} on`}.`}
        </Note>
      ) : null}
      {leaving > 0 ? (
        <Note tone="danger" isLive>
          <strong className="strong">{`${plural(leaving, "version")} ${leaving === 1 ? "leaves" : "leave"} the trash`}</strong>
          {` at the next sweep, since ${leaving === 1 ? "it lies" : "they lie"} there for more than ${plural(trashDays, "day")}: ${formatBytes(leavingBytes)}. That can't be undone.`}
        </Note>
      ) : null}
      <p className="small dim" role="status">
        {others > 0 ? `${plural(others, "version")} that ${others === 1 ? "inherits" : "inherit"} the default ${others === 1 ? "gets" : "get"} another expiry.` : versions + leaving === 0 ? "This expires or deletes nothing now." : null}
      </p>
      <PlanNotes plan={plan} />
    </section>
  );
}
