import { useEffect, useRef, useState } from "react";
import { describeError, mutate, useCommand, windowHint, type CollectRequest, type Collected, type DescribedError, type Job } from "@/api";
import { jobEnd } from "@/api/jobs";
import { announce, toast } from "@/components";
import { formatBytes } from "@/lib/format";
import { receiptOpener } from "./opener";

export interface Collecting {
  /** The job while it runs; null before its first news. */
  job: Job | null;
  isRunning: boolean;
  result: Collected | null;
  error: DescribedError | null;
  isCancelled: boolean;
  start: (request: CollectRequest) => void;
}

/** Collects as a job. Its end is told by whoever still shows it, else by a notice. */
export function useCollect(): Collecting {
  const [id, setId] = useState<number | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [end, setEnd] = useState<Pick<Collecting, "result" | "error" | "isCancelled">>(NOTHING);
  const isShown = useRef(true);
  const { data: job = null } = useCommand("job.list", {}, { isEnabled: id !== null, select: (jobs) => jobs.find((each) => each.id === id) ?? null });
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const run = async (request: CollectRequest) => {
    setRunning(true);
    setEnd(NOTHING);
    try {
      const started = await mutate("collect.start", request);
      setId(started.job);
      const ended = await jobEnd(started.job);
      if (isShown.current) setEnd(endOf(ended));
      else tell(ended);
    } catch (error) {
      setEnd({ ...NOTHING, error: describeError(error) });
    }
    setRunning(false);
  };
  return { job, isRunning, ...end, start: (request) => void run(request) };
}

const NOTHING = { result: null, error: null, isCancelled: false };

function endOf({ state, result, error }: Job): Pick<Collecting, "result" | "error" | "isCancelled"> {
  if (state === "cancelled") return { ...NOTHING, isCancelled: true };
  if (state === "failed") return { ...NOTHING, error: describeError(error) };
  return { ...NOTHING, result: result === null ? null : (JSON.parse(result) as Collected) };
}

function tell(job: Job): void {
  const { result, isCancelled } = endOf(job);
  if (isCancelled) {
    announce("The collection was cancelled");
    return;
  }
  if (result === null) {
    toast({ tone: "danger", text: [`Collecting failed: ${job.error?.message ?? "no reason given"}`, job.error && windowHint(job.error)].filter(Boolean).join(". ") });
    return;
  }
  const { receipt } = result;
  toast({ text: `Collected ${formatBytes(result.freed_bytes)}`, ...(receipt === null ? {} : { action: { label: "Show receipt", run: () => receiptOpener.open(receipt) } }) });
}
