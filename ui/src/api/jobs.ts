/** Jobs whose end is told by whoever started them, in words of their own, instead of by the window's general notice. */
import type { Job } from "./bindings";
import { call } from "./client";
import { onEvent } from "./events";

const ENDS = new Set(["done", "failed", "cancelled"]);
const told = new Set<number>();

/** Somebody else says how this job ended. */
export function isToldElsewhere(job: number): boolean {
  return told.has(job);
}

/** Resolves with the job once it has ended, whichever way. */
export function jobEnd(id: number): Promise<Job> {
  told.add(id);
  return new Promise((resolve) => {
    const stop = onEvent((event) => {
      if (event.kind === "job") finish(event.job);
    });
    const finish = (job: Job) => {
      if (job.id !== id || !ENDS.has(job.state)) return;
      stop();
      resolve(job);
    };
    // A short job may have ended before its number was known here.
    call("job.list", {}).then(
      (jobs) => jobs.forEach(finish),
      () => undefined,
    );
  });
}
