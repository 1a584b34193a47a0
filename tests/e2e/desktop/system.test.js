/** The window among others: place and size, theme, safe graphics, quitting while work is under way. */
import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { bigFile, mixedFolder } from "../lib/samples.js";
import { isAlive, run } from "../lib/processes.js";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { jobEnd, logByCommand, startLog } from "./steps.js";
import { newHome, start } from "./window.js";

/** Screen coordinates and size of the window. */
async function geometry(window) {
  const { stdout } = await run("xdotool", ["getwindowgeometry", "--shell", await window.windowId()], { env: window.home.env });
  const [x, y, width, height] = ["X", "Y", "WIDTH", "HEIGHT"].map((name) => Number(new RegExp(`^${name}=(-?\\d+)`, "m").exec(stdout)[1]));
  return { x, y, width, height };
}

/** The file in which the window's place is kept. */
async function stateFile(home) {
  const all = await readdir(home.folder, { recursive: true });
  const found = all.find((name) => name.endsWith(".window-state.json"));
  assert.ok(found, "the place of the window is kept");
  return path.join(home.folder, found);
}

test("a window that was maximised comes back so; one that lay off the screen comes back in view", async (t) => {
  const home = await newHome(t);
  const first = await start(t, { home });
  await first.maximise(true);
  await first.waitFor("the whole screen", () => innerWidth > 1800);
  await first.quit();
  const second = await start(t, { home, size: null });
  await second.waitFor("the whole screen again", () => innerWidth > 1800);
  await second.maximise(false);
  await second.waitFor("a part of the screen", () => innerWidth < 1800);
  await second.quit();
  const file = await stateFile(home);
  const state = JSON.parse(await readFile(file, "utf8"));
  Object.assign(state.main, { x: 9000, y: -7000, prev_x: 9000, prev_y: -7000, maximized: false });
  await writeFile(file, JSON.stringify(state));
  const third = await start(t, { home, size: null });
  const { x, y, width } = await geometry(third);
  assert.ok(x > -width + 100 && x < 1820 && y >= 0 && y < 1100, `at ${x}, ${y}`);
});

test("a dark system makes a dark window; a choice of one's own is kept over a restart", async (t) => {
  const home = await newHome(t);
  home.env.GTK_THEME = "Adwaita:dark";
  const first = await start(t, { home });
  const lightness = (window) => window.driver.run(`() => /(\\d+), (\\d+)/.exec(getComputedStyle(document.body).backgroundColor).slice(1).map(Number)[0]`);
  assert.ok((await lightness(first)) < 80, "dark as the system");
  await first.keys("Control+k");
  await first.waitFor("the palette", () => document.activeElement?.matches("[role=dialog] input"));
  await first.write("light theme");
  await first.find("option", /Light theme/);
  await first.keys("Enter");
  await until(async () => (await lightness(first)) > 200, { what: "the light theme" });
  await first.quit();
  const second = await start(t, { home });
  assert.ok((await lightness(second)) > 200, "light, though the system is dark");
});

test("a narrow window keeps all in reach", async (t) => {
  const window = await start(t, { size: [600, 700] });
  await logByCommand(window, await mixedFolder(window.home.work), "holdout", "dataset");
  await window.goTo("holdout");
  await window.find("grid", /holdout/);
  const isFitting = () => window.driver.run(`() => document.documentElement.scrollWidth <= innerWidth`);
  assert.ok(await isFitting());
  await window.resizeTo([480, 600]);
  assert.ok(await isFitting());
  await window.find("button", "Menu");
});

test("without a graphics card, and with --safe-graphics, the window shows something", async (t) => {
  const home = await newHome(t);
  delete home.env.WEBKIT_DISABLE_DMABUF_RENDERER;
  for (const args of [[], ["--safe-graphics"]]) {
    const window = await start(t, { home, args });
    await window.find("heading", "Drop a folder to log your first version");
    const file = path.join(home.folder, "screen.png");
    await window.waitFor("a frame", () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))));
    await until(async () => (await window.screenshot(file), (await colours(file, home.env)) > 50), { what: "more than one colour on the screen" });
    await window.quit();
  }
});

/** How many colours a picture has. */
async function colours(file, env) {
  const script = "import sys, gi; gi.require_version('GdkPixbuf', '2.0'); from gi.repository import GdkPixbuf; p = GdkPixbuf.Pixbuf.new_from_file(sys.argv[1]); b = p.get_pixels(); n = p.get_n_channels(); print(len({b[i:i + 3] for i in range(0, len(b) - 3, n * 7)}))";
  const { code, stdout, stderr } = await run("/usr/bin/python3", ["-c", script, file], { env });
  assert.equal(code, 0, stderr);
  return Number(stdout);
}

/** A window that logs something large, and its process. */
async function busy(t) {
  const window = await start(t);
  await logByCommand(window, await mixedFolder(window.home.work), "holdout", "dataset");
  const big = path.join(window.home.work, "big");
  for (let part = 0; part < 4; part += 1) await bigFile(big, `part-${part}.bin`, 48 << 20);
  const job = await startLog(window, big, "big", "dataset");
  await until(async () => (await window.rpc("job.list")).find(({ id, progress }) => id === job && progress.bytes > 4 << 20), { what: "the job to be under way", every: 10 });
  // Held where it is, so that the question is asked however fast the disk is.
  await window.rpc("job.pause", { job });
  return { window, job, pid: await window.pid() };
}

/** The buttons of the question, from left to right. */
const ANSWERS = ["Keep going", "Cancel the work", "Don't quit"];
const answer = (window, button) => window.press("^Quit Cairn", ANSWERS.indexOf(button), ANSWERS.length);

test("quitting while something runs asks; not quitting goes on as if nothing had been", async (t) => {
  const { window, job, pid } = await busy(t);
  await window.keys("Control+w");
  await answer(window, "Don't quit");
  assert.ok(await isAlive(pid));
  await window.rpc("job.resume", { job });
  assert.equal((await jobEnd(window, job)).state, "done");
});

for (const [button, versions] of [["Keep going", 2], ["Cancel the work", 1]]) {
  test(`quitting while something runs: “${button}” does so`, async (t) => {
    const { window, pid } = await busy(t);
    await window.keys("Control+w");
    await answer(window, button);
    const { env } = window.home;
    await until(async () => (await run("xdotool", ["search", "--onlyvisible", "--class", "cairn"], { env })).stdout.trim() === "", { what: "the window to be hidden" });
    await until(async () => !(await isAlive(pid)), { what: "the application to end", seconds: 60 });
    window.driver.session = null;
    await window.end();
    const again = await start(t, { home: window.home });
    assert.equal((await again.rpc("store.info")).versions, versions);
  });
}
