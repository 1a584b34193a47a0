/** A screen without a monitor, with a window manager: one for all tests. */
import { Running } from "../lib/processes.js";
import { until } from "../lib/until.js";
import { run } from "../lib/processes.js";

/** Starts Xvfb and openbox; gives the name of the display and how to end both. */
export async function startDisplay() {
  const server = new Running("Xvfb", ["-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp", "-noreset"]);
  const [, number] = await server.says(/^(\d+)\n/);
  const display = `:${number}`;
  const env = { ...process.env, DISPLAY: display };
  const manager = new Running("openbox", ["--sm-disable"], { env });
  await until(async () => /# 0x/.test((await run("xprop", ["-root", "_NET_SUPPORTING_WM_CHECK"], { env })).stdout), { what: "the window manager" });
  const stop = async () => {
    await manager.stop();
    await server.stop();
  };
  return { display, stop };
}
