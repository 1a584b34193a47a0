import { Activity } from "lucide-react";
import { Button, Popover } from "@/components";
import { formatPercent } from "@/lib/format";
import { getShell } from "../shellState";
import styles from "./Activity.module.css";
import { JobCard } from "./JobCard";
import { countWords, useJobs } from "./useJobs";
import { useJobNews } from "./useJobNews";

const SHOWN = 4;

/** Running work in the header: percent, and a click shows what it is. */
export function ActivityButton() {
  const { jobs, open, fraction } = useJobs();
  useJobNews(jobs);
  if (jobs.length === 0) return null;
  const label = open.length === 0 ? "Activity, nothing running" : `Activity, ${countWords(open)}${fraction === null ? "" : `, ${formatPercent(fraction)}`}`;
  return (
    <Popover
      label="Activity"
      trigger={
        <Button kind="quiet" icon={<Activity />} aria-label={label}>
          {open.length > 0 ? <span className="tiny num">{fraction === null ? open.length : formatPercent(fraction)}</span> : null}
        </Button>
      }
    >
      {(close) => (
        <div className={styles["popover"]}>
          {jobs.slice(0, SHOWN).map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
          <Button
            kind="quiet"
            onPress={() => {
              close();
              getShell().go("/-/activity");
            }}
          >
            {jobs.length > SHOWN ? `All ${jobs.length} tasks` : "Open activity"}
          </Button>
        </div>
      )}
    </Popover>
  );
}
