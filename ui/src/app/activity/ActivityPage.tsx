import { Activity } from "lucide-react";
import { Button, EmptyState } from "@/components";
import { mutate, tellError } from "@/api";
import { useStatus, useViewTitle } from "@/lib/slots";
import styles from "./Activity.module.css";
import { JobCard } from "./JobCard";
import { countWords, useJobs } from "./useJobs";

/** All jobs, those that haven't ended first. */
export default function ActivityPage() {
  const { jobs, open } = useJobs();
  useViewTitle("Activity");
  useStatus(countWords(open));
  const ended = jobs.filter((job) => !open.includes(job));
  if (jobs.length === 0) return <EmptyState title="Nothing has run yet" icon={<Activity />}>Logging, exporting and checking show here while they run, and for a while afterwards.</EmptyState>;
  return (
    <div className={styles["page"]}>
      <div className="row">
        <h1 className={styles["headline"]}>Activity</h1>
        <span className="grow" />
        {ended.length > 0 ? <Button needs="job.dismiss" onPress={() => void Promise.all(ended.map(({ id }) => mutate("job.dismiss", { job: id }))).catch(tellError)}>Dismiss finished</Button> : null}
      </div>
      {[...open, ...ended].map((job) => (
        <div key={job.id} className={styles["card"]}>
          <JobCard job={job} />
        </div>
      ))}
    </div>
  );
}
