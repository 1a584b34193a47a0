import { describeError, errorText, useCommand, type CommandError, type RetentionPlan, type RulePlan } from "@/api";
import { CutText, Note, Skeleton, SmallTable } from "@/components";
import { suffixOf } from "@/lib/address";
import { cx } from "@/lib/cx";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { formatAbsolute, formatDate } from "@/lib/time";
import { PlanNotes } from "./PlanNotes";
import styles from "./Rules.module.css";
import { SweepStrip } from "./SweepStrip";
import { keptOf, keptWords, takesWords } from "./words";

export interface RulePreviewProps {
  plan: RulePlan | undefined;
  error: CommandError | null;
  isStale: boolean;
}

/** What the rule would do: the next sweep, those after it, who stays and why, what goes first. */
export function RulePreview({ plan: rule, error, isStale }: RulePreviewProps) {
  const { data: store } = useCommand("store.info", {});
  if (error) return <Note tone="danger" isLive>{errorText(describeError(error))}</Note>;
  if (!rule) return <Skeleton label="what the rule would take" lines={6} />;
  const { plan, timeline } = rule;
  const days = store?.trash_days ?? 7;
  return (
    <div className={cx(styles["preview"], isStale && styles["stale"])} aria-busy={isStale}>
      <div>
        <p className={styles["headline"]} role="status">
          {plan.versions === 0 ? "The next sweep would take nothing" : `The next sweep would take ${takesWords(plan)}`}
        </p>
        <p className="small dim">{`A rule only ever moves versions to the trash; they can be restored for ${plural(days, "day")}.`}</p>
      </div>
      <PlanNotes plan={plan} />
      <SweepStrip sweeps={timeline} />
      <Kept rule={rule} />
      <Going plan={plan} />
    </div>
  );
}

function Kept({ rule }: { rule: RulePlan }) {
  const { reasons, stay, of } = keptOf(rule);
  if (reasons.length === 0) return null;
  return (
    <div>
      <p className="small">
        {`${formatCount(stay)} of ${plural(of, "version")} ${stay === 1 ? "stays" : "stay"}, `}
        <span className="dim">each counted once, by the first reason that holds:</span>
      </p>
      <dl className={styles["kept"]} aria-label="What is kept and why">
        {reasons.map(({ reason, versions }) => (
          <div key={reason}>
            <dt>{keptWords(reason)}</dt>
            <dd>{formatCount(versions)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const SHOWN = 50;

/** The first versions that would go. */
function Going({ plan }: { plan: RetentionPlan }) {
  const rows = plan.rows.filter(({ goes }) => goes).slice(0, SHOWN);
  if (rows.length === 0) return null;
  return (
    <SmallTable label="Versions that would go" isFixed className={styles["frame"]} tableClass={styles["table"]}>
      <thead>
        <tr>
          <th>Would go</th>
          <th>Created</th>
          <th className={styles["number"]}>Size</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, address, created_at: created, size }) => (
          <tr key={id}>
            <td>
              <CutText text={address.split("/").slice(2).join("/")} tail={suffixOf(address)} title={address} />
            </td>
            <td className="dim" title={formatAbsolute(created)}>
              {formatDate(created)}
            </td>
            <td className={styles["number"]}>{formatBytes(size)}</td>
          </tr>
        ))}
        {plan.versions > rows.length ? (
          <tr>
            <td colSpan={3} className="dim">{`${formatCount(plan.versions - rows.length)} more`}</td>
          </tr>
        ) : null}
      </tbody>
    </SmallTable>
  );
}
