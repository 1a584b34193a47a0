import { useCommand } from "@/api";
import { Meter } from "@/components";
import { formatCount } from "@/lib/format";
import styles from "./Dialogs.module.css";

/** How far the work of a dialog is. */
export function JobProgress({ job }: { job: number }) {
  const { data: jobs } = useCommand("job.list", {});
  const found = jobs?.find(({ id }) => id === job);
  if (!found) return null;
  const { items, total_items: all, step } = found.progress;
  return (
    <div className={styles["progress"]} role="status">
      <Meter label={found.title} kind="progress" value={all > 0 ? items / all : null} />
      <span className="small dim num">{all > 0 ? `${step} · ${formatCount(items)} of ${formatCount(all)}` : step || "Starting…"}</span>
    </div>
  );
}
