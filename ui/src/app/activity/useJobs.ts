import { useMemo } from "react";
import { useCommand, type Job } from "@/api";

/** Jobs, newest first, and how far the running ones are together. */
export function useJobs(): { jobs: readonly Job[]; running: readonly Job[]; fraction: number | null } {
  const { data: jobs = NONE } = useCommand("job.list", {});
  return useMemo(() => {
    const sorted = jobs.toSorted((a, b) => b.started_at - a.started_at);
    const running = sorted.filter(({ state }) => state === "running" || state === "paused");
    const parts = running.map(fractionOf).filter((part) => part !== null);
    return { jobs: sorted, running, fraction: parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0) / parts.length };
  }, [jobs]);
}

const NONE: Job[] = [];

/** 0 to 1 by bytes, else by items; null when nobody knows. */
export function fractionOf({ progress, state }: Job): number | null {
  if (state === "done") return 1;
  if (progress.total_bytes > 0) return progress.bytes / progress.total_bytes;
  return progress.total_items > 0 ? progress.items / progress.total_items : null;
}
