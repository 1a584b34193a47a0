import { CircleCheck, CircleX, LoaderCircle, Skull, type LucideIcon } from "lucide-react";
import type { RunDetail, RunRow } from "@/api";
import { CommandText, Facts, RelativeTime } from "@/components";
import { cx } from "@/lib/cx";
import { formatDuration } from "@/lib/format";
import styles from "./Runs.module.css";

const STATES: Record<string, { icon: LucideIcon; tone: string }> = {
  running: { icon: LoaderCircle, tone: "accent" },
  finished: { icon: CircleCheck, tone: "success" },
  failed: { icon: CircleX, tone: "danger" },
  crashed: { icon: CircleX, tone: "danger" },
  killed: { icon: Skull, tone: "warning" },
};

/** The state of a run: an icon and the word. */
export function RunState({ run: { state, deleted_at: deleted } }: { run: Pick<RunRow, "state" | "deleted_at"> }) {
  const { icon: Icon, tone } = STATES[state] ?? { icon: CircleCheck, tone: "" };
  return (
    <span className={cx(styles["state"], styles[tone])}>
      <Icon aria-hidden="true" />
      {deleted === null ? state : `${state}, deleted`}
    </span>
  );
}

/** "6 h 12 min", so far for one that runs. */
export function durationWords({ started_at: start, finished_at: end }: Pick<RunRow, "started_at" | "finished_at">, now = Date.now()): string {
  const words = formatDuration(((end ?? now) - start) / 1000);
  return end === null ? `${words} so far` : words;
}

export function RunFacts({ detail: { run, host, command } }: { detail: RunDetail }) {
  return (
    <Facts
      facts={[
        { term: "State", value: <RunState run={run} /> },
        { term: "Job type", value: run.job_type || null },
        { term: "Group", value: run.group || null },
        { term: "Started", value: <RelativeTime at={run.started_at} /> },
        { term: "Took", value: durationWords(run) },
        { term: "By", value: run.created_by || null },
        { term: "Host", value: host || null },
        { term: "Id", value: <code className="mono selectable">{run.id}</code> },
        { term: "Command", value: command === "" ? null : <CommandText text={command} /> },
      ]}
    />
  );
}
