import { useEffect, useRef } from "react";
import { invalidateTags, windowHint, type Job } from "@/api";
import { isToldElsewhere } from "@/api/jobs";
import { announce, toast } from "@/components";
import { addressPath, parseAddress } from "@/lib/address";
import { getShell } from "../shellState";

/** Says once when a job ends: done with a way to its result, failed with the reason. */
export function useJobNews(jobs: readonly Job[]): void {
  const before = useRef<Map<number, string> | null>(null);
  useEffect(() => {
    const known = before.current;
    before.current = new Map(jobs.map(({ id, state }) => [id, state]));
    // What had ended before this window looked is no news.
    if (known === null) return;
    for (const job of jobs) {
      if (known.get(job.id) !== job.state && isEnd(job.state) && known.get(job.id) !== undefined) tell(job);
    }
  }, [jobs]);
}

function isEnd(state: string): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}

function tell({ id, title, state, error, address }: Job): void {
  invalidateTags(["store", "projects"]);
  if (isToldElsewhere(id)) return;
  if (state === "failed") toast({ tone: "danger", text: [`${title} failed: ${error?.message ?? "no reason given"}`, error && windowHint(error)].filter(Boolean).join(". ") });
  else if (state === "cancelled") announce(`${title} was cancelled`);
  else toast({ text: `${title}: done`, ...openAction(address) });
}

function openAction(address: string | null) {
  const found = address === null ? null : parseAddress(address);
  return found ? { action: { label: "Open", run: () => getShell().go(addressPath(found)) } } : {};
}
