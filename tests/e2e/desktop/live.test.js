/** What others do: cairnctl on the same store, and the power going while something is logged. */
import assert from "node:assert/strict";
import { chmod, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { bigFile, mixedFolder } from "../lib/samples.js";
import { isAlive } from "../lib/processes.js";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { ctl, logByCommand, startLog } from "./steps.js";
import { newHome, start } from "./window.js";

test("what cairnctl changes shows in the window by itself and keeps the selection", async (t) => {
  const window = await start(t);
  await logByCommand(window, await mixedFolder(window.home.work, "a", "first"), "holdout", "dataset");
  await logByCommand(window, await mixedFolder(window.home.work, "b", "second"), "holdout", "dataset");
  await window.goTo("holdout");
  await window.find("grid", /holdout/);
  await window.click("gridcell", "v0");
  const isSelected = () => window.driver.run(`() => [...document.querySelectorAll("[role=row][aria-selected=true]")].map((row) => row.textContent).join()`);
  await until(async () => (await isSelected()).includes("v0"), { what: "v0 to be selected" });
  for (const [args, words] of [[["alias", "add", "holdout:v0", "seen"], "seen"], [["tag", "add", "holdout:v1", "checked"], "checked"], [["rm", "holdout:v1", "--delete-aliases"], "In trash"]]) {
    await ctl(window.home, ...args);
    await window.waitFor(words, (wanted) => [...document.querySelectorAll("[role=row]")].some((row) => row.textContent.includes(wanted)), { args: [words], seconds: 5 });
  }
  assert.match(await isSelected(), /v0/);
});

test("killing the application while it logs leaves no half version", async (t) => {
  const home = await newHome(t);
  const window = await start(t, { home });
  await logByCommand(window, await mixedFolder(home.work), "holdout", "dataset");
  const before = await ctl(window.home, "history");
  const big = path.join(home.work, "big");
  for (let part = 0; part < 4; part += 1) await bigFile(big, `part-${part}.bin`, 48 << 20);
  const job = await startLog(window, big, "big", "dataset");
  await until(async () => (await window.rpc("job.list")).find(({ id, progress }) => id === job && progress.bytes > 8 << 20), { what: "the job to be under way", every: 10 });
  const pid = await window.pid();
  process.kill(pid, "SIGKILL");
  await until(async () => !(await isAlive(pid)), { what: "the end" });
  window.driver.session = null;
  await window.end();

  const again = await start(t, { home });
  const { versions, collections } = await again.rpc("store.info");
  assert.deepEqual({ versions, collections }, { versions: 1, collections: 1 });
  assert.deepEqual(await ctl(again.home, "history"), before);
  assert.deepEqual((await ctl(again.home, "check", "--read-data")).damage, []);
  const { store_path: store } = await again.rpc("host.info");
  await until(async () => (await readdir(store, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && /staging|tmp/.test(path.relative(store, entry.parentPath ?? entry.path))).length === 0, { what: "what was begun to be cleared away" });
});

test("a file that can't be read is named, and trying again or leaving it out works", async (t) => {
  // Root may read everything; without that privilege a mode of 0 means what it says.
  const wrapper = process.getuid() === 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"] : [];
  const window = await start(t, { wrapper });
  const folder = await mixedFolder(window.home.work, "locked");
  const secret = path.join(folder, "secret.txt");
  await writeFile(secret, "not for everyone\n");
  await chmod(secret, 0);
  await window.find("heading", "Drop a folder to log your first version");
  await window.drop([folder]);
  await window.find("dialog", /^Log a version/);
  await window.sees("secret.txt");
  await window.find("button", "Leave such files out");
  await chmod(secret, 0o600);
  await window.click("button", "Retry");
  await window.sees("checked 7 of 7");
  await chmod(secret, 0);
  await window.click("button", /^Log locked:v0$/);
  // Between the preview and the log it was locked again: the toast names it and offers another try.
  await window.waitFor("the file's name in what is said", () => /secret\.txt/.test(document.querySelector("section[aria-label=Notifications]")?.textContent ?? ""));
  await chmod(secret, 0o600);
  await window.click("button", "Retry…");
  await window.sees("checked 7 of 7");
  await window.click("button", /^Log locked:v0$/);
  await window.sees("Logged locked:v0");
});

test("while files hang over the window its targets are marked and the label says what will happen", async (t) => {
  const window = await start(t);
  await logByCommand(window, await mixedFolder(window.home.work), "holdout", "dataset");
  await window.goTo("holdout");
  await window.find("grid", /holdout/);
  const folder = await mixedFolder(window.home.work, "other", "other");
  const hanging = await window.hover([folder]);
  await window.sees("New version of holdout");
  await window.sees("other · 6 files");
  const boxes = await window.driver.run(`() => [...document.querySelectorAll("[class*=layer] [class*=box]")].filter((box) => box.getBoundingClientRect().width > 20).length`);
  assert.ok(boxes >= 3, `the page, the type and the collection in the sidebar: ${boxes}`);
  await hanging.release();
  await window.find("dialog", /^Log a version/);
  const name = await window.find("textbox", "Name");
  assert.equal(await window.driver.run(`(field) => field.value`, name), "holdout");
  await window.keys("Escape");
  await window.gone("dialog", /^Log a version/);
  const type = await window.find("treeitem", /^dataset/);
  const { x, y } = await window.driver.run(`(element) => { const box = element.getBoundingClientRect(); return { x: box.x + 60, y: box.y + 12 }; }`, type);
  const overType = await window.hover([folder], [Math.round(x), Math.round(y)]);
  await window.sees("New dataset collection");
  await overType.release();
  await window.find("dialog", /^Log a version/);
});
