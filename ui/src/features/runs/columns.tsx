import { Play } from "lucide-react";
import type { RunRow } from "@/api";
import { RelativeTime, type Column } from "@/components";
import { formatCount } from "@/lib/format";
import { durationWords, RunState } from "./RunFacts";
import styles from "./Runs.module.css";

export const RUN_COLUMNS: readonly Column<RunRow>[] = [
  { id: "name", title: "Run", width: 200, isFlexible: true, isFixed: true, render: (run) => <Name run={run} /> },
  { id: "state", title: "State", width: 104, render: (run) => <RunState run={run} /> },
  { id: "job", title: "Job type", width: 104, render: ({ job_type: job }) => job },
  { id: "group", title: "Group", width: 110, yields: 3, render: ({ group }) => group },
  { id: "started", title: "Started", width: 108, render: ({ started_at: at }) => <RelativeTime at={at} isPlain /> },
  { id: "took", title: "Took", width: 120, yields: 2, render: (run) => durationWords(run) },
  { id: "inputs", title: "Inputs", width: 70, align: "end", yields: 1, render: ({ inputs }) => formatCount(inputs) },
  { id: "outputs", title: "Outputs", width: 74, align: "end", yields: 1, render: ({ outputs }) => formatCount(outputs) },
  { id: "by", title: "By", width: 84, isHidden: true, render: ({ created_by: by }) => by },
];

function Name({ run: { name, id } }: { run: RunRow }) {
  return (
    <span className="row clip" title={`${name} (${id})`}>
      <Play aria-hidden="true" className={styles["playSmall"]} />
      <span className="clip">
        <span className="strong">{name}</span> <span className="dim">{id}</span>
      </span>
    </span>
  );
}
