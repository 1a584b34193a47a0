import { CircleAlert, CircleCheck, CircleDashed, CirclePause, CircleX, Pause, Play, RotateCw, Square, X } from "lucide-react";
import { mutate, tellError, windowHint, type Job } from "@/api";
import { CutText, IconButton, Meter, RelativeTime } from "@/components";
import { fileEnd, formatBytes, formatCount, formatDuration, formatPercent, formatRate, plural } from "@/lib/format";
import styles from "./Activity.module.css";
import { fractionOf } from "./useJobs";

/** One job: how far, how fast, how long; pause, cancel, try again, dismiss. */
export function JobCard({ job }: { job: Job }) {
  const { id, title, state, progress, error } = job;
  const isRunning = state === "running" || state === "paused";
  const act = (name: "job.cancel" | "job.pause" | "job.resume" | "job.retry" | "job.dismiss") => void mutate(name, { job: id }).catch(tellError);
  const fraction = fractionOf(job);
  const hint = error && windowHint(error);
  return (
    <article className={styles["job"]} aria-label={title}>
      <div className="row">
        <StateIcon state={state} />
        <span className="strong grow clip" title={title}>
          {title}
        </span>
        {state === "running" ? <IconButton size="small" label={`Pause ${title}`} icon={<Pause />} needs="job.pause" onPress={() => act("job.pause")} /> : null}
        {state === "paused" ? <IconButton size="small" label={`Resume ${title}`} icon={<Play />} needs="job.resume" onPress={() => act("job.resume")} /> : null}
        {state === "failed" || state === "cancelled" ? <IconButton size="small" label={`Try ${title} again`} icon={<RotateCw />} needs="job.retry" onPress={() => act("job.retry")} /> : null}
        <IconButton size="small" label={isRunning ? `Cancel ${title}` : `Dismiss ${title}`} icon={isRunning ? <Square /> : <X />} needs={isRunning ? "job.cancel" : "job.dismiss"} onPress={() => act(isRunning ? "job.cancel" : "job.dismiss")} />
      </div>
      {/* A bar that walks says that it goes on; what is paused at nobody knows what has none. */}
      {state === "running" || (isRunning && fraction !== null) ? <Meter kind="progress" label={title} value={fraction} /> : null}
      <div className={styles["facts"]}>{isRunning ? progressWords(job, fraction) : <Ended job={job} />}</div>
      {isRunning && progress.current ? <CutText text={progress.current} tail={fileEnd(progress.current)} className={styles["current"]} /> : null}
      {hint ? <div className={styles["facts"]}>{hint}</div> : null}
    </article>
  );
}

const ENDS: Record<string, string> = { done: "Done", failed: "Failed", cancelled: "Cancelled" };

/** "Done · 2 min ago", and why it failed. */
function Ended({ job: { state, error, ended_at: at } }: { job: Job }) {
  return (
    <>
      {ENDS[state] ?? state}
      {at === null ? null : (
        <>
          {" · "}
          <RelativeTime at={at} />
        </>
      )}
      {error ? <div>{error.message}</div> : null}
    </>
  );
}

function StateIcon({ state }: { state: string }) {
  if (state === "done") return <CircleCheck className="success" aria-label="done" />;
  if (state === "failed") return <CircleAlert className="danger" aria-label="failed" />;
  if (state === "cancelled") return <CircleX className="dim" aria-label="cancelled" />;
  return state === "paused" ? <CirclePause className="dim" aria-label="paused" /> : <CircleDashed className="dim" aria-label="running" />;
}

/** What is counted, where it isn't files. */
const ITEMS: Record<string, string> = { sample: "version", check: "part", collect: "blob" };

function progressWords({ kind, progress, state }: Job, fraction: number | null): string {
  const { step, bytes, total_bytes: totalBytes, items, total_items: totalItems, rate, seconds_left: left } = progress;
  const item = ITEMS[kind] ?? "file";
  return [
    state === "paused" ? "Paused" : step,
    fraction === null ? "" : formatPercent(fraction),
    totalBytes > 0 ? `${formatBytes(bytes)} of ${formatBytes(totalBytes)}` : "",
    totalItems > 0 ? `${formatCount(items)} of ${plural(totalItems, item)}` : items > 0 ? `${plural(items, item)} done` : "",
    state === "running" && rate > 0 ? formatRate(rate) : "",
    state === "running" && left !== null ? `${formatDuration(left)} left` : "",
  ]
    .filter(Boolean)
    .map((part) => part.replaceAll(" ", "\u00A0"))
    .join(" · ");
}
