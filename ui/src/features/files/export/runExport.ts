import { mutate, tellError, windowHint, type ExportRequest, type ExportResult, type Job } from "@/api";
import { jobEnd } from "@/api/jobs";
import { toast } from "@/components";
import { formatBytes, plural } from "@/lib/format";
import { lastParts } from "./draft";

/** Starts an export; its end is told in a toast. True once it runs. */
export async function runExport(request: ExportRequest, canReveal: boolean): Promise<boolean> {
  try {
    const { job } = await mutate("export.start", request);
    void jobEnd(job).then((ended) => tellEnd(ended, request, canReveal));
    return true;
  } catch (error) {
    tellError(error);
    return false;
  }
}

function tellEnd({ id, state, result, error }: Job, request: ExportRequest, canReveal: boolean): void {
  const key = `job-${id}`;
  if (state === "failed") {
    const text = [`The export failed: ${error?.message ?? "no reason given"}`, error && windowHint(error)].filter(Boolean).join(". ");
    toast({ key, tone: "danger", text, action: { label: "Retry", run: () => void runExport(request, canReveal) } });
  } else if (state === "done" && result !== null) {
    const done = JSON.parse(result) as ExportResult;
    toast({ key, text: describeResult(done), ...(canReveal ? { action: { label: "Show in folder", run: () => void mutate("host.reveal", { path: done.root }).catch(tellError) } } : {}) });
  }
}

/** "Exported 12 files (4.1 MiB) to mnist-v12, kept 3, removed 1". */
export function describeResult({ root, files, bytes, kept, removed }: ExportResult): string {
  const rest = [kept > 0 ? `kept ${plural(kept, "file")} that were there` : null, removed > 0 ? `removed ${plural(removed, "file")}` : null];
  return [`Exported ${plural(files, "file")} (${formatBytes(bytes)}) to ${lastParts(root)}`, ...rest].filter(Boolean).join(", ");
}
