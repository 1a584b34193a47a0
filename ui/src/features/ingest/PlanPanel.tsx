import { Info } from "lucide-react";
import { useState } from "react";
import type { LogOptions, LogPlan } from "@/api";
import { Button, Note } from "@/components";
import { cx } from "@/lib/cx";
import { formatBytes, formatCount, plural } from "@/lib/format";
import styles from "./ingest.module.css";
import { outsideWords, skippedWords } from "./words";

export interface PlanPanelProps {
  plan: LogPlan;
  options: LogOptions;
  onOptions: (options: Partial<LogOptions>) => void;
}

/** What will be stored: how much is there already, how much is new, what changed, what is left out and why. */
export function PlanPanel({ plan, options, onOptions }: PlanPanelProps) {
  return (
    <section className={styles["panel"]} aria-label="What will be stored">
      <div className="row">
        <h3 className="strong grow">What will be stored</h3>
        <span className="dim num" role="status">
          {plan.done ? "" : "checking… "}
          {plan.done ? "checked " : ""}
          {formatCount(plan.checked)} of {plural(plan.files, "file")}
        </span>
      </div>
      <Bar plan={plan} />
      <Numbers plan={plan} />
      {plan.identical === null ? null : (
        <Note tone="info" isLive>
          Identical to v{plan.identical}: no new version will be made. Aliases, tags and what else you give here are applied to v{plan.identical}.
        </Note>
      )}
      <LeftOut plan={plan} />
      {plan.case_clashes.length > 0 ? (
        <Note tone="warning">
          {plural(plan.case_clashes.length, "name")} differ only by case and can't lie side by side on every disk: <span className="mono selectable">{plan.case_clashes.join(", ")}</span>
        </Note>
      ) : null}
      {plan.notices.map((notice) => (
        <Note key={notice} tone="warning">
          {notice}
        </Note>
      ))}
      {options.unreadable === "skip" && !plan.skipped.some(({ reason }) => reason === "unreadable") ? null : options.unreadable === "skip" ? (
        <Note action={<Button size="small" onPress={() => onOptions({ unreadable: null })}>Stop at them instead</Button>}>Files that can't be read are left out.</Note>
      ) : null}
    </section>
  );
}

/** Bytes already stored, new bytes, and what isn't looked at yet. */
function Bar({ plan }: { plan: LogPlan }) {
  const all = Math.max(1, plan.bytes);
  const share = (bytes: number) => `${(bytes / all) * 100}%`;
  const words = `${formatBytes(plan.stored_bytes)} already stored, ${formatBytes(plan.new_bytes)} new, of ${formatBytes(plan.bytes)}`;
  return (
    <div className={styles["bar"]} role="img" aria-label={words}>
      {plan.stored_bytes > 0 ? <span className={styles["stored"]} style={{ width: share(plan.stored_bytes) }} /> : null}
      {plan.new_bytes > 0 ? <span className={styles["fresh"]} style={{ width: share(plan.new_bytes) }} /> : null}
    </div>
  );
}

function Numbers({ plan }: { plan: LogPlan }) {
  const { newest_index: newest, changed_files: changed, added_files: added, removed_files: removed } = plan;
  const more = [added ? `${formatCount(added)} added` : null, removed ? `${formatCount(removed)} removed` : null].filter(Boolean).join(", ");
  return (
    <dl className={styles["numbers"]}>
      <Figure value={formatBytes(plan.stored_bytes)} term="already stored" mark={styles["stored"]} />
      <Figure value={formatBytes(plan.new_bytes)} term="new content" mark={styles["fresh"]} />
      {newest === null || changed === null ? <Figure value={plural(plan.files, "file")} term="in the first version" /> : <Figure value={plural(changed, "file")} term={`changed since v${newest}`} note={more} />}
      <Figure value={plural(plan.skipped_count, "file")} term="left out" />
    </dl>
  );
}

function Figure({ value, term, mark, note }: { value: string; term: string; mark?: string | undefined; note?: string }) {
  return (
    <div className={styles["figure"]}>
      <dd className="strong num">{value}</dd>
      <dt className="small dim">
        {mark ? <span className={cx(styles["key"], mark)} aria-hidden="true" /> : null}
        {term}
        {note ? <span className={styles["more"]}>{note}</span> : null}
      </dt>
    </div>
  );
}

/** Why files are left out, and which. */
function LeftOut({ plan }: { plan: LogPlan }) {
  const [isOpen, setOpen] = useState(false);
  const words = [plan.skipped_count > 0 ? skippedWords(plan.skipped, plan.skipped_count) : null, outsideWords(plan)].filter(Boolean).join(" · ");
  if (words === "") return null;
  return (
    <>
      <div className={styles["left"]}>
        <Info aria-hidden="true" />
        <span className="small grow">{words}</span>
        {plan.skipped_count > 0 ? (
          <Button kind="quiet" size="small" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
            {isOpen ? "Hide" : "Show"}
          </Button>
        ) : null}
      </div>
      {isOpen ? (
        <ul className={styles["skipped"]} tabIndex={0} aria-label="Files left out">
          {plan.skipped.map(({ path, reason, detail }) => (
            <li key={path}>
              <span className="mono selectable clip grow" title={path}>
                {path}
              </span>
              <span className="small dim">{detail || reason}</span>
            </li>
          ))}
          {plan.skipped_count > plan.skipped.length ? <li className="dim">and {formatCount(plan.skipped_count - plan.skipped.length)} more</li> : null}
        </ul>
      ) : null}
    </>
  );
}
