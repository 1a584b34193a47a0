/**
 * Measures the real window (release program, WebKitGTK, Xvfb) and prints one JSON object a line.
 *
 *   node tests/bench/window.mjs STORE            STORE as `scale make` makes it
 *   node tests/bench/window.mjs lineage STORE    STORE as `scale lineage` makes it
 *
 * Times are taken inside the page from the key or the call to the second frame after the rows are there, so that
 * WebDriver's own way doesn't count. Nothing here asserts a time.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startDisplay } from "../e2e/desktop/display.js";
import { newHome, start, useDisplay } from "../e2e/desktop/window.js";
import { descendants } from "../e2e/lib/processes.js";
import { until } from "../e2e/lib/until.js";

const PROJECT = "scale";
const STARTS = 5;
const DROPPED = 10_000;
const tell = (what, figures) => console.log(JSON.stringify({ what, figures }));
const at = (values, part) => values.toSorted((a, b) => a - b)[Math.round((values.length - 1) * part)];
const summary = (values) => ({ p50: at(values, 0.5), p95: at(values, 0.95), max: at(values, 1), times: values.length });

const cleanups = [];
const test = { cleanup: (work) => cleanups.push(work), evidence: () => undefined };
const { display, stop } = await startDisplay();
useDisplay(display);
try {
  const [, , first, second] = process.argv;
  await (first === "lineage" ? lineage(path.resolve(second)) : everything(path.resolve(first)));
} finally {
  await cleanUp();
  await stop();
}

async function everything(store) {
  await starts();
  await idle("idle, empty store", await start(test));
  await cleanUp();
  const window = await start(test, { store });
  await window.driver.run(HELPERS());
  await tables(window);
  await keys(window);
  await files(window);
  await idle("a million versions open", window);
  await drop(window);
}

/** Projects of so many nodes, flat, each time from another page to a picture that is drawn whole. */
async function lineage(store) {
  const window = await start(test, { store });
  await window.driver.run(HELPERS());
  const entity = (await window.rpc("store.info")).default_entity;
  await picture(window, "a chain of 1000, folded, click to picture", `/${entity}/chain-1000/work:v500?tab=lineage&mode=full`, null, 5);
  for (const nodes of [1000, 10_000]) {
    await picture(window, `${nodes} nodes, click to picture`, `/-/lineage?project=${entity}/drawn-${nodes}&fold=no`, nodes, 5);
  }
  await pan(window);
  await picture(window, "50000 nodes, click to picture", `/-/lineage?project=${entity}/drawn-50000&fold=no`, 50_000, 3);
  await cleanUp();
  const fresh = await start(test, { store });
  await fresh.driver.run(HELPERS());
  await picture(fresh, "10000 nodes, the first of a new window", `/-/lineage?project=${entity}/drawn-10000&fold=no`, 10_000, 1);
  await idle("10000 nodes", fresh);
}

/** Another beginning of time means the same picture and another request: none comes from memory. */
async function picture(window, what, place, nodes, times) {
  const spent = [];
  for (let turn = 0; turn < times; turn += 1) {
    await window.driver.run(`() => bench.go("/-/settings")`);
    await window.waitFor("the picture to go", () => document.querySelector("[data-lineage=surface]") === null);
    await pause(300);
    const wish = `${place}&after=${turn + 1}`;
    spent.push(await inPage(window, `(place, nodes) => bench.time(() => bench.go(place), () => { const surface = document.querySelector("[data-lineage=surface]"); return Number(surface?.dataset.drawn ?? 0) > 0 && Number(surface.dataset.nodes) > 0 && (nodes === null || Number(surface.dataset.nodes) >= nodes * 0.98); })`, wish, nodes));
  }
  tell(what, { first: spent[0], ...summary(spent) });
}

/** Wheels over the picture for two seconds, and waits for the crisp bitmap after it. */
async function pan(window) {
  const { frames, redraws } = await inPage(window, `async () => {
    const surface = document.querySelector("[data-lineage=surface]");
    const { left, top, width, height } = surface.getBoundingClientRect();
    const wheel = (deltaX, deltaY) => surface.dispatchEvent(new WheelEvent("wheel", { deltaX, deltaY, clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true }));
    const frames = [];
    const redraws = [];
    for (let round = 0; round < 5; round += 1) {
      let before = await bench.frame();
      for (let step = 0; step < 120; step += 1) {
        wheel(Math.round(24 * Math.cos(step / 20 + round)), Math.round(24 * Math.sin(step / 20 + round)));
        const now = await bench.frame();
        frames.push(now - before);
        before = now;
      }
      // A zoom makes every bitmap stale: from the last event to the frame that shows the new one, less the pause that tells an end.
      surface.dispatchEvent(new WheelEvent("wheel", { deltaY: round % 2 ? 60 : -60, ctrlKey: true, clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true }));
      const drawn = Number(surface.dataset.drawn);
      redraws.push(await bench.time(() => undefined, () => Number(surface.dataset.drawn) > drawn));
      await new Promise((resolve) => setTimeout(resolve, 600));
    }
    return { frames, redraws };
  }`);
  tell("10000 nodes, pan, time of a frame", { ...summary(frames), dropped: frames.filter((spent) => spent > 25).length });
  tell("10000 nodes, redraw after it", summary(redraws));
}

async function cleanUp() {
  for (const work of cleanups.splice(0).reverse()) await work();
}

/** From the start of the process to the first paint, and to a page that can be used. */
async function starts() {
  const painted = [];
  const usable = [];
  const home = await newHome(test);
  for (let turn = 0; turn < STARTS; turn += 1) {
    const window = await start(test, { home, size: null });
    await window.find("button", /^Try with sample data/);
    const seen = Date.now();
    const began = await startOf(await window.pid());
    usable.push(seen - began);
    const paint = await window.driver.run(`() => { const entry = performance.getEntriesByName("first-contentful-paint")[0]; return entry ? performance.timeOrigin + entry.startTime : null; }`);
    if (paint !== null) painted.push(paint - began);
    await window.quit();
  }
  if (painted.length > 0) tell("start to first paint", { first: painted[0], ...summary(painted) });
  tell("start to a welcome that WebDriver has found", { first: usable[0], ...summary(usable) });
}

/** When a process began, in milliseconds since 1970; as exact as the kernel's clock ticks, 10 ms. */
async function startOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const ticks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
  const uptime = Number((await readFile("/proc/uptime", "utf8")).split(" ")[0]);
  return Date.now() - uptime * 1000 + ticks * 10;
}

/** Put into the page: waits for a condition frame by frame, then for the frame that shows it. */
function HELPERS() {
  return `() => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    window.bench = {
      frame,
      async time(act, isDone) {
        const began = performance.now();
        await act();
        while (!isDone()) { if (performance.now() - began > 20000) throw new Error("not within 20 s"); await frame(); }
        await frame();
        await frame();
        return performance.now() - began;
      },
      cells: () => [...document.querySelectorAll("[role=gridcell]")].map((cell) => cell.textContent.trim()),
      go: (place) => { history.pushState(null, "", place); dispatchEvent(new PopStateEvent("popstate", { state: null })); },
      key: (target, key, more = {}) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more })),
    };
  }`;
}

function inPage(window, source, ...args) {
  return window.driver.runAsync(source, ...args);
}

async function tables(window) {
  const entity = (await window.rpc("project.list")).find(({ address }) => address.endsWith(`/${PROJECT}`)).address;
  const { total } = await window.rpc("version.page", { collection: `${entity}/line`, filter: null, sort: null, metadata: [], rows: { start: 0, count: 1 } });
  const opened = [];
  for (let turn = 0; turn < 10; turn += 1) {
    await window.driver.run(`(place) => bench.go(place)`, `/${entity}`);
    await window.find("heading", PROJECT).catch(() => undefined);
    await pause(300);
    opened.push(await inPage(window, `(place, newest) => bench.time(() => bench.go(place), () => bench.cells().includes(newest))`, `/${entity}/line`, `v${total - 1}`));
  }
  tell("open a collection of a million versions", { first: opened[0], ...summary(opened) });
  const jumps = [];
  for (let turn = 0; turn < 10; turn += 1) {
    const [key, cell] = turn % 2 === 0 ? ["End", "v0"] : ["Home", `v${total - 1}`];
    jumps.push(await inPage(window, `(key, cell) => { const grid = document.querySelector("[role=grid]"); grid.focus(); return bench.time(() => bench.key(grid, key), () => bench.cells().includes(cell)); }`, key, cell));
  }
  tell("jump to the end and back", { first: jumps[0], ...summary(jumps) });
  const frames = await inPage(window, `async () => {
    const scroller = document.querySelector("[role=grid] [role=presentation]");
    scroller.scrollTop = 0;
    const spent = [];
    let before = await bench.frame();
    for (let step = 0; step < 300; step += 1) {
      scroller.scrollTop += 96;
      const now = await bench.frame();
      spent.push(now - before);
      before = now;
    }
    return spent;
  }`);
  tell("scroll, time of a frame", { ...summary(frames), dropped: frames.filter((spent) => spent > 25).length });
  const filters = [];
  for (const filter of ["tag:tag-30", "alias:best", "size:>30KB", "tag:tag-40", "size:>20KB"]) {
    filters.push(await inPage(window, `(place) => { const count = () => document.querySelector("[role=grid]")?.getAttribute("aria-rowcount"); const before = count(); return bench.time(() => bench.go(place), () => count() !== before && bench.cells().length > 3); }`, `/${entity}/line?filter=${encodeURIComponent(filter)}`).catch(() => NaN));
  }
  tell("filter a million versions, first page", summary(filters.filter((spent) => !Number.isNaN(spent))));
}

/** From a key to the frame that shows what it did. */
async function keys(window) {
  const typed = await inPage(window, `async () => {
    const spent = [];
    for (let turn = 0; turn < 20; turn += 1) {
      spent.push(await bench.time(() => bench.key(document.activeElement ?? document.body, "k", { ctrlKey: true }), () => document.querySelector("[role=dialog] input") !== null));
      const field = document.querySelector("[role=dialog] input");
      bench.key(field, "Escape");
      while (document.querySelector("[role=dialog] input")) await bench.frame();
    }
    return spent;
  }`);
  tell("Ctrl+K to the palette on the screen", summary(typed));
}

async function files(window) {
  const entity = (await window.rpc("project.list")).find(({ address }) => address.endsWith(`/${PROJECT}`)).address;
  const opened = [];
  for (let turn = 0; turn < 6; turn += 1) {
    await window.driver.run(`(place) => bench.go(place)`, `/${entity}/line`);
    await window.find("grid", null);
    await pause(300);
    opened.push(await inPage(window, `(place) => bench.time(() => bench.go(place), () => document.querySelectorAll("[role=treeitem]").length > 10 && document.querySelector("main [role=tree]") !== null)`, `/${entity}/big:v1?tab=files`));
  }
  tell("open the files of a version of a million files", { first: opened[0], ...summary(opened) });
}

async function drop(window) {
  const folder = path.join(window.home.work, "dropped");
  await mkdir(folder, { recursive: true });
  for (let file = 0; file < DROPPED; file += 1) await writeFile(path.join(folder, `file-${file}.txt`), `${file}\n`);
  await pause(2500);
  for (const turn of ["first", "again"]) {
    await window.drop([folder]);
    const began = performance.now();
    await window.find("dialog", /^Log a version/);
    await window.waitFor("the preview", (count) => document.body.innerText.includes(`${count} of ${count}`) || document.body.innerText.includes("What will be stored"), { args: [DROPPED.toLocaleString("en")], seconds: 60 });
    await until(async () => window.driver.run(`() => [...document.querySelectorAll("[role=dialog] button")].some((button) => /^(Log|Apply)/.test(button.textContent) && !button.disabled)`), { what: "the plan", seconds: 60, every: 10 });
    tell(`drop of ${DROPPED} files, preview complete, ${turn}`, { ms: performance.now() - began });
    await window.keys("Escape");
    await window.gone("dialog", /^Log a version/);
  }
}

/** Memory of all processes of the window (PSS), and what they compute while nothing happens. */
async function idle(what, window) {
  await pause(4000);
  const pids = (await descendants(window.server.pid)).map(({ pid }) => pid);
  const before = await computed(pids);
  await pause(10_000);
  const spent = (await computed(pids)) - before;
  let pss = 0;
  const each = {};
  for (const pid of pids) {
    const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    const share = Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
    pss += share;
    const name = (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "gone")).trim();
    each[name] = Math.round((each[name] ?? 0) + share / 1024);
  }
  tell(`${what}: memory and computing`, { pss_mb: pss / 1024, cpu_percent: spent / 10, each });
}

/** Hundredths of a second that the processes have computed. */
async function computed(pids) {
  let sum = 0;
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    sum += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return sum;
}
