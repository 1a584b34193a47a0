import { useMemo } from "react";
import { useCommand, type Job } from "@/api";
import { plural } from "@/lib/format";

export interface Jobs {
  /** Newest first. */
  jobs: readonly Job[];
  /** Those that haven't ended, paused ones included. */
  open: readonly Job[];
  /** How far the open ones are together; null when nobody knows. */
  fraction: number | null;
}

export function useJobs(): Jobs {
  const { data: jobs = NONE } = useCommand("job.list", {});
  return useMemo(() => {
    const sorted = jobs.toSorted((a, b) => b.started_at - a.started_at);
    const open = sorted.filter(({ state }) => state === "running" || state === "paused");
    const parts = open.map(fractionOf).filter((part) => part !== null);
    return { jobs: sorted, open, fraction: parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0) / parts.length };
  }, [jobs]);
}

const NONE: Job[] = [];

/** "2 running tasks, 1 paused", "1 paused", "0 running tasks". */
export function countWords(open: readonly Job[]): string {
  const paused = open.filter(({ state }) => state === "paused").length;
  const running = open.length - paused;
  return [running > 0 || paused === 0 ? plural(running, "running task") : "", paused > 0 ? `${paused} paused` : ""].filter(Boolean).join(", ");
}

/** 0 to 1 by bytes, else by items; null when nobody knows. */
export function fractionOf({ progress, state }: Job): number | null {
  if (state === "done") return 1;
  if (progress.total_bytes > 0) return progress.bytes / progress.total_bytes;
  return progress.total_items > 0 ? progress.items / progress.total_items : null;
}
