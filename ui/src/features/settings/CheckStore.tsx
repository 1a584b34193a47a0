import { useState } from "react";
import { mutate, tellError, useCommand, windowHint, type CheckReport, type Job } from "@/api";
import { Button, Meter, Note } from "@/components";
import { formatBytes, formatCount, formatPercent, plural } from "@/lib/format";
import styles from "./Store.module.css";

/** Checks the store as a job and shows what was found. */
export function CheckStore() {
  const { data: jobs = [] } = useCommand("job.list", {});
  const [started, setStarted] = useState<number | null>(null);
  const job = jobs.filter(({ kind }) => kind === "check").find(({ id, state }) => id === started || isRunning(state)) ?? jobs.filter(({ kind }) => kind === "check").toSorted((a, b) => b.id - a.id)[0];
  const isBusy = job !== undefined && isRunning(job.state);
  const start = (readData: boolean) => {
    mutate("store.check", { read_data: readData }).then(({ job: id }) => setStarted(id), tellError);
  };
  return (
    <section className={styles["group"]}>
      <h2>Check</h2>
      <p className="small dim">The quick check looks at the database and at which files are there. Checking every byte reads all stored data and takes as long as that does.</p>
      <div className="row wrap">
        <Button needs="store.check" isDisabled={isBusy} onPress={() => start(false)}>
          Check the store
        </Button>
        <Button needs="store.check" isDisabled={isBusy} onPress={() => start(true)}>
          Check every byte
        </Button>
      </div>
      {job ? <JobResult job={job} /> : null}
    </section>
  );
}

function isRunning(state: string): boolean {
  return state === "running" || state === "paused";
}

function JobResult({ job }: { job: Job }) {
  const { state, progress, error } = job;
  if (isRunning(state)) {
    const fraction = progress.total_bytes > 0 ? progress.bytes / progress.total_bytes : progress.total_items > 0 ? progress.items / progress.total_items : null;
    return (
      <div className={styles["running"]}>
        <Meter kind="progress" label="Checking the store" value={fraction} />
        <div className="row">
          <span className="small dim grow num">{[progress.step, fraction === null ? "" : formatPercent(fraction), progress.bytes > 0 ? formatBytes(progress.bytes) : ""].filter(Boolean).join(" · ")}</span>
          <Button size="small" kind="quiet" needs="job.cancel" onPress={() => void mutate("job.cancel", { job: job.id }).catch(tellError)}>
            Cancel
          </Button>
        </div>
      </div>
    );
  }
  if (state === "cancelled") return <Note>The check was cancelled.</Note>;
  if (state === "failed") return <Note tone="danger">{[error?.message ?? "The check failed.", error && windowHint(error)].filter(Boolean).join(" ")}</Note>;
  const report = readReport(job.result);
  return report ? <Report report={report} /> : null;
}

export function readReport(result: string | null): CheckReport | null {
  if (result === null) return null;
  try {
    const report = JSON.parse(result) as CheckReport;
    return Array.isArray(report.damage) ? report : null;
  } catch {
    return null;
  }
}

function Report({ report: { versions, blobs, bytes_read: bytes, damage, leftovers } }: { report: CheckReport }) {
  const looked = `${plural(versions, "version")} and ${plural(blobs, "blob")} checked${bytes > 0 ? `, ${formatBytes(bytes)} read` : ""}.`;
  const left = leftovers > 0 ? ` ${plural(leftovers, "thing")} left by interrupted work: no damage.` : "";
  if (damage.length === 0) return <Note tone="success" isLive>{`The store is sound. ${looked}${left}`}</Note>;
  return (
    <>
      <Note tone="danger" isLive>{`${plural(damage.length, "fault")} found. ${looked}${left} Log the damaged files again to mend them.`}</Note>
      <ul className={styles["damage"]}>
        {damage.map(({ kind, item, message, versions: needed }) => (
          <li key={`${kind} ${item}`} className="selectable">
            <div>{message}</div>
            <div className="mono dim">{item}</div>
            {needed.length > 0 ? <div className="small dim">{`Needed by ${needed.join(", ")}${needed.length >= 20 ? " and maybe more" : ""}`}</div> : null}
          </li>
        ))}
      </ul>
      {damage.length > 100 ? <p className="small dim">{`${formatCount(damage.length)} in all`}</p> : null}
    </>
  );
}
