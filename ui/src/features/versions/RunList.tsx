import { Play } from "lucide-react";
import { useState } from "react";
import { useCommand } from "@/api";
import { Button, Note, RelativeTime, Skeleton } from "@/components";
import { RunState } from "@/features/runs";
import { cx } from "@/lib/cx";
import { formatCount } from "@/lib/format";
import styles from "./Runs.module.css";

const PAGE = 50;

/** Runs that used or logged a version, newest first. */
export function RunList({ version, side, onOpen, nothing }: { version: number; side: "used" | "logged"; onOpen: (key: number) => void; nothing: string }) {
  const [count, setCount] = useState(PAGE);
  const name = `#${version}`;
  const { data, error } = useCommand("run.list", { project: null, used: side === "used" ? name : null, logged: side === "logged" ? name : null, text: null, state: null, rows: { start: 0, count } }, { keepPrevious: true });
  if (error) return <Note tone="danger">{error.message}</Note>;
  if (!data) return <Skeleton label="the runs" lines={3} />;
  if (data.total === 0) return <p className="dim">{nothing}</p>;
  return (
    <>
      <ul className={styles["runs"]}>
        {data.rows.map((run) => (
          <li key={run.key}>
            <Button kind="quiet" className={styles["run"] ?? ""} onPress={() => onOpen(run.key)}>
              <Play aria-hidden="true" className={styles["play"]} />
              <span className="clip" title={run.name}>{run.name}</span>
              <span className={cx(styles["job"], "small dim clip")} title={run.job_type}>{run.job_type}</span>
              <span className="grow" />
              <RunState run={run} />
              <span className="small dim">
                <RelativeTime at={run.started_at} isPlain />
              </span>
            </Button>
          </li>
        ))}
      </ul>
      {data.total > data.rows.length ? <Button size="small" onPress={() => setCount(count + 200)}>{`Show more of ${formatCount(data.total)}`}</Button> : null}
    </>
  );
}
