import { mutate, tellError, undo, windowHint, type Job, type LogRequest, type LogResult } from "@/api";
import { jobEnd } from "@/api/jobs";
import { toast } from "@/components";
import { addressPath, parseAddress } from "@/lib/address";
import { formatBytes, plural } from "@/lib/format";
import type { LogDraft } from "./draft";
import { openLogSheet } from "./opener";

/** Goes to a place in the window. */
export type Go = (path: string) => void;

/** Starts logging; the end is told in a toast. True once it runs. */
export async function runLog(request: LogRequest, draft: LogDraft, go: Go): Promise<boolean> {
  try {
    const { job } = await mutate("log.start", request);
    void jobEnd(job).then((ended) => tellEnd(ended, draft, request.name, go));
    return true;
  } catch (error) {
    tellError(error);
    return false;
  }
}

function tellEnd({ id, state, result, error }: Job, draft: LogDraft, name: string, go: Go): void {
  const key = `job-${id}`;
  if (state === "failed") {
    const text = [`Logging ${name} failed: ${error?.message ?? "no reason given"}`, error && windowHint(error)].filter(Boolean).join(". ");
    toast({ key, tone: "danger", text, action: { label: "Retry…", run: () => openLogSheet({ draft }) } });
    return;
  }
  if (state !== "done" || result === null) return;
  const done = JSON.parse(result) as LogResult;
  const address = parseAddress(done.address);
  const open = address ? { secondary: { label: "Open", run: () => go(addressPath(address)) } } : {};
  const { operation } = done;
  toast({ key, text: describeResult(done, name), ...open, ...(operation === null ? {} : { action: { label: "Undo", run: () => void undo(operation) } }) });
}

/** "Logged mnist:v13 (412 MiB new)", "mnist: identical to v12". */
export function describeResult({ new: isNew, index, bytes_added: added, skipped }: LogResult, name: string): string {
  const left = skipped.length > 0 ? `, ${plural(skipped.length, "file")} left out` : "";
  return isNew ? `Logged ${name}:v${index} (${formatBytes(added)} new)${left}` : `${name} is identical to v${index}; no new version was made`;
}
