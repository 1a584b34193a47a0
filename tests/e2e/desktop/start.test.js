/** First start, second start, second launch, links, and that the network is left alone. */
import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { mixedFolder } from "../lib/samples.js";
import { program } from "../lib/paths.js";
import { test } from "../lib/runner.js";
import { run } from "../lib/processes.js";
import { until } from "../lib/until.js";
import { logByCommand } from "./steps.js";
import { newHome, start } from "./window.js";

test("a first start on an empty profile shows the welcome and makes the store", async (t) => {
  const window = await start(t);
  await window.find("heading", "Drop a folder to log your first version");
  await window.find("button", /^Try with sample data/);
  assert.equal(await window.look("alert"), null);
  assert.equal(await window.look("dialog"), null);
  const { store_error: error, store_path: store } = await window.rpc("host.info");
  assert.equal(error, null);
  assert.ok(store.startsWith(window.home.folder), `the store lies in the person's own data folder: ${store}`);
  assert.equal((await stat(store)).mode & 0o777, 0o700);
  assert.ok((await readFile(path.join(store, "FORMAT"), "utf8")).length > 0);
  assert.deepEqual(await window.errors(), []);
});

test("sample data fills the window", async (t) => {
  const window = await start(t);
  await window.click("button", /^Try with sample data/);
  await window.find("grid", null, { seconds: 30 });
  const types = async () => {
    const [{ address: project }] = (await window.rpc("project.list")).toSorted((a, b) => b.versions - a.versions);
    const { rows } = await window.rpc("collection.list", { project, artifact_type: null, filter: null, sort: null, rows: { start: 0, count: 50 } });
    return new Set(rows.map(({ type }) => type)).size;
  };
  await until(async () => (await types()) >= 3, { what: "three types", seconds: 30 });
  await window.gone("heading", "Drop a folder to log your first version");
  assert.deepEqual(await window.errors(), []);
});

test("a second launch focuses the first window and goes to the link", async (t) => {
  const window = await start(t);
  const address = await logByCommand(window, await mixedFolder(window.home.work), "holdout", "dataset");
  await window.rpc("store.info");
  const { code } = await run(program("cairn"), [`cairn://${address}?tab=files`], { env: window.home.env, timeout: 20_000 });
  assert.equal(code, 0, "the second one ends by itself");
  await window.find("tab", /^Files/);
  await window.waitFor("the tab of the link", () => document.querySelector("[role=tab][aria-selected=true]")?.textContent.startsWith("Files"));
  const { stdout } = await run("xdotool", ["search", "--onlyvisible", "--class", "cairn"], { env: window.home.env });
  assert.equal(stdout.trim().split("\n").length, 1, "there is one window");
});

test("a start with a link goes there", async (t) => {
  const home = await newHome(t);
  const first = await start(t, { home });
  const address = await logByCommand(first, await mixedFolder(home.work), "holdout", "dataset");
  await first.quit();
  const window = await start(t, { home, args: [`cairn://${address}`] });
  await window.find("heading", /holdout\s*v0/);
});

test("a link to what isn't there says so and offers a way on", async (t) => {
  const window = await start(t);
  const address = await logByCommand(window, await mixedFolder(window.home.work), "holdout", "dataset");
  const missing = address.replace(/:v0$/, ":v7");
  await run(program("cairn"), [`cairn://${missing}`], { env: window.home.env, timeout: 20_000 });
  await window.find("alert");
  await window.find("button", "Open the trash");
  await window.click("button", "Open holdout");
  await window.find("grid", /holdout/);
  await window.goTo(missing);
  await window.sees(`There is no version ${missing}`);
});

test("a restart returns to the store, the place, the tab and the size", async (t) => {
  const home = await newHome(t);
  const first = await start(t, { home, size: [1180, 760] });
  await first.rpc("store.open", { path: path.join(home.work, "my store"), create: true });
  const address = await logByCommand(first, await mixedFolder(home.work), "holdout", "dataset");
  await first.goTo(`cairn://${address}`);
  await first.click("tab", /^Metadata/);
  await first.waitFor("the tab", () => location.search.includes("tab=metadata"));
  const place = await first.driver.run(`() => location.pathname + location.search`);
  await first.quit();

  const second = await start(t, { home, size: null });
  await second.waitFor("the place", (wanted) => location.pathname + location.search === wanted, { args: [place] });
  assert.equal((await second.rpc("host.info")).store_path, path.join(home.work, "my store"));
  const { width, height } = await second.driver.run(`() => ({ width: innerWidth, height: innerHeight })`);
  assert.ok(Math.abs(width - 1180) < 12 && Math.abs(height - 760) < 12, `${width}×${height}`);
});

test("a restart returns to the order, the filter, the selection and the widths of the panes", async (t) => {
  const home = await newHome(t);
  const first = await start(t, { home });
  const address = await logByCommand(first, await mixedFolder(home.work), "holdout", "dataset");
  await first.goTo(`cairn://${address.replace(/:v0$/, "")}?sort=size&filter=alias%3Alatest`);
  await first.find("grid", /holdout/);
  await first.click("gridcell", "v0");
  await first.waitFor("the selection in the address", () => /sort=size/.test(location.search) && /filter=/.test(location.search) && /sel=/.test(location.search));
  const widths = () => [...document.querySelectorAll("[role=separator][aria-valuenow]")].map((splitter) => splitter.getAttribute("aria-valuenow")).join();
  const before = await first.driver.run(String(widths));
  await first.driver.run(`() => document.querySelector("[role=separator][aria-valuenow]").focus()`);
  await first.keys("Right", "Right", "Right");
  await first.waitFor("a wider pane", `(before) => (${widths})() !== before`, { args: [before] });
  const wider = await first.driver.run(String(widths));
  const place = await first.driver.run(`() => location.pathname + location.search`);
  await first.quit();
  const second = await start(t, { home });
  await second.waitFor("the place", (wanted) => location.pathname + location.search === wanted, { args: [place] });
  await second.waitFor("the row to be selected", () => [...document.querySelectorAll("[role=row][aria-selected=true]")].some((row) => row.textContent.includes("v0")));
  assert.equal(await second.driver.run(String(widths)), wider);
});

test("no request leaves the machine", async (t) => {
  const home = await newHome(t);
  const trace = path.join(home.folder, "trace.log");
  const window = await start(t, { home, wrapper: ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto,sendmsg", "-e", "signal=none", "-o", trace] });
  await window.find("heading", "Drop a folder to log your first version", { seconds: 60 });
  const address = await logByCommand(window, await mixedFolder(home.work), "holdout", "dataset");
  await window.goTo(`${address}`);
  await window.find("heading", /holdout\s*v0/);
  await window.click("tab", /^Files/);
  await window.click("treeitem", /README\.md/);
  await window.sees("Some words", { seconds: 30 });
  await window.end();
  const calls = (await readFile(trace, "utf8")).split("\n");
  assert.ok(calls.some((line) => line.includes("AF_UNIX")), "the trace saw the window's own sockets");
  const outside = calls.filter((line) => /sa_family=AF_INET6?/.test(line)).filter((line) => !/inet_addr\("127\.|inet_pton\(AF_INET6, "::1"/.test(line));
  assert.deepEqual(outside, []);
}, { seconds: 180 });
