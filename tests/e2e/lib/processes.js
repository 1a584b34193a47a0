/** Programs that a test starts, and ends by their id. */
import { execFile, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { until } from "./until.js";

const execute = promisify(execFile);

/** A program that runs beside the test. `output` is everything it has written. */
export class Running {
  constructor(command, args, options = {}) {
    this.name = command;
    this.output = "";
    this.child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    this.child.stdout.setEncoding("utf8").on("data", (text) => (this.output += text));
    this.child.stderr.setEncoding("utf8").on("data", (text) => (this.output += text));
    this.ended = new Promise((resolve) => {
      this.child.on("error", (error) => {
        this.output += `\n${error.message}\n`;
        resolve(-1);
      });
      this.child.on("exit", (code, signal) => resolve(code ?? signal));
    });
    this.isRunning = true;
    void this.ended.then(() => (this.isRunning = false));
  }

  get pid() {
    return this.child.pid;
  }

  /** Waits until it has written what the expression matches, and gives the match. */
  async says(expression, seconds = 20) {
    return until(
      () => {
        const match = expression.exec(this.output);
        if (!match && !this.isRunning) throw new Error(`${this.name} ended early:\n${this.output}`);
        return match;
      },
      { what: `${this.name} to write ${expression}`, seconds },
    );
  }

  async stop() {
    if (this.isRunning) await stopProcess(this.pid);
    await this.ended;
  }
}

/** Runs a program to its end. */
export async function run(command, args, options = {}) {
  try {
    const { stdout, stderr } = await execute(command, args, { maxBuffer: 64 * 1024 * 1024, ...options });
    return { code: 0, stdout, stderr };
  } catch (error) {
    if (typeof error.code !== "number") throw error;
    return { code: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}

/** Asks a process to end, and ends it when it doesn't. */
export async function stopProcess(pid) {
  if (!signal(pid, "SIGTERM")) return;
  try {
    await until(async () => !(await isAlive(pid)), { what: `process ${pid} to end`, seconds: 5 });
  } catch {
    signal(pid, "SIGKILL");
    await until(async () => !(await isAlive(pid)), { what: `process ${pid} to end at once`, seconds: 5 });
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if (error.code === "ESRCH") return false;
    throw error;
  }
}

/** Whether the process still runs; one that waits to be reaped does not. */
export async function isAlive(pid) {
  try {
    return !/^State:\s+Z/m.test(await readFile(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** All processes below one, as `{ pid, parent, program }`. */
export async function descendants(ancestor) {
  const all = [];
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const status = await readFile(`/proc/${entry}/status`, "utf8");
      const program = (await readFile(`/proc/${entry}/cmdline`, "utf8")).split("\0")[0];
      all.push({ pid: Number(entry), parent: Number(/^PPid:\s+(\d+)/m.exec(status)[1]), program });
    } catch {
      // It ended in between.
    }
  }
  const found = [];
  const add = (pid) => all.filter(({ parent }) => parent === pid).forEach((each) => (found.push(each), add(each.pid)));
  add(ancestor);
  return found;
}
