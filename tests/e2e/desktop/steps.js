/** What several tests do on their way. */
import { until } from "../lib/until.js";

/** Logs a folder by the application's own commands, for tests that are about something else. Gives the address. */
export async function logByCommand(window, folder, name, type, more = {}) {
  const { job } = await window.rpc("log.start", await logRequest(window, folder, name, type, more));
  const done = await jobEnd(window, job);
  return JSON.parse(done.result).address;
}

export async function jobEnd(window, id) {
  return until(
    async () => {
      const job = (await window.rpc("job.list")).find((each) => each.id === id);
      if (job?.state === "failed") throw new Error(`The job failed: ${job.error?.message}`);
      return job && job.state !== "running" && job.state !== "paused" ? job : null;
    },
    { what: `job ${id} to end`, seconds: 60 },
  );
}
