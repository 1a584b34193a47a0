/** What several tests do on their way. */
import path from "node:path";
import { program } from "../lib/paths.js";
import { run } from "../lib/processes.js";
import { until } from "../lib/until.js";

/** What `cairnctl` answers on the store of a home. */
export async function ctl(home, ...args) {
  const { code, stdout, stderr } = await run(program("cairnctl"), ["--store", path.join(home.store, "store"), "--json", ...args], { env: home.env });
  if (code !== 0) throw new Error(`cairnctl ${args.join(" ")}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Logs a folder by the application's own commands, for tests that are about something else. Gives the address. */
export async function logByCommand(window, folder, name, type, more = {}) {
  const done = await jobEnd(window, await startLog(window, folder, name, type, more));
  return JSON.parse(done.result).address;
}

/** The same without waiting for the end. Gives the job. */
export async function startLog(window, folder, name, type, more = {}) {
  return (await window.rpc("log.start", logRequest(folder, name, type, more))).job;
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

function logRequest(folder, name, type, { aliases = [], tags = [], ttl = null } = {}) {
  const options = { exclude: [], links: null, unreadable: null, rehash: false };
  return { sources: [{ path: folder, name: null }], options, plan: null, project: null, name, type, aliases, tags, description: null, metadata: null, ttl };
}

/** Drops a folder on the middle of the window and waits for the sheet with its plan. */
export async function dropAndPlan(window, paths, at) {
  await window.drop(paths, at);
  const sheet = await window.find("dialog", /^Log a version/);
  await window.sees("What will be stored");
  return sheet;
}

/** Presses the sheet's button once the plan is complete, and waits for the toast. */
export async function logFromSheet(window, button = /^Log \S+:v\d+$/) {
  await window.click("button", button, { seconds: 30 });
  await window.gone("dialog", /^Log a version/);
}

/** Screen coordinates of the middle of an element. */
export async function middleOf(window, element) {
  return window.driver.run(`(element) => { const box = element.getBoundingClientRect(); return { x: Math.round(box.x + Math.min(box.width, 120) / 2), y: Math.round(box.y + box.height / 2) }; }`, element);
}
