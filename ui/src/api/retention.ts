/** Acts of retention (deleting, TTLs): planned before, carried out as a job whose end is told by whoever asked for it. */
import { COMMANDS, type Job, type Outcome, type RetentionAct } from "./bindings";
import { call, CommandError } from "./client";
import { jobEnd } from "./jobs";
import { invalidateTags, mutate } from "./queries";

/** A job that was over before anyone could look at it isn't kept in the list of activities. */
const SHORT_MS = 2000;
const STOPPED_HALF = "Stopped. What was removed by then is gone; the rest lies in the trash.";

/**
 * Does what was planned. With the plan's `stamp` the engine refuses (`plan-stale`) when it would do something else by now.
 * Rejects with a `CommandError`, `cancelled` included; then nothing was changed, but for what went for good by then.
 */
export async function carryOut(act: RetentionAct, stamp: string | null, onStart?: (job: number) => void): Promise<Outcome> {
  const { job } = await mutate("retention.carry_out", { act, stamp });
  onStart?.(job);
  const ended = await jobEnd(job);
  if (isShort(ended)) void call("job.dismiss", { job }).catch(() => undefined);
  const isForGood = act.kind === "empty" || (act.kind === "delete" && act.now);
  invalidateTags(COMMANDS[isForGood ? "trash.empty" : "version.delete"].tags);
  if (ended.error) throw new CommandError("retention.carry_out", ended.error);
  if (ended.result === null) throw new CommandError("retention.carry_out", { code: "cancelled", message: isForGood ? STOPPED_HALF : "Stopped. Nothing was changed.", hint: null });
  return JSON.parse(ended.result) as Outcome;
}

function isShort({ started_at: from, ended_at: to }: Job): boolean {
  return to !== null && to - from < SHORT_MS;
}
