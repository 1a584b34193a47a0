/** Logging by a genuine drop: the sheet, the result, identical content, cancelling. */
import assert from "node:assert/strict";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { bigFile, mixedFolder, oddFolder } from "../lib/samples.js";
import { until } from "../lib/until.js";
import { test } from "../lib/runner.js";
import { dropAndPlan, jobEnd, logByCommand, logFromSheet } from "./steps.js";
import { start } from "./window.js";

test("a dropped folder with odd names opens the sheet, is previewed and logged", async (t) => {
  const window = await start(t);
  const { folder, files } = await oddFolder(window.home.work);
  await window.find("heading", "Drop a folder to log your first version");
  await dropAndPlan(window, [folder]);
  await window.sees(`${files} files`);
  const name = await window.find("textbox", "Name");
  assert.equal(await window.driver.run(`(field) => field.value`, name), "field-notes", "the name is made legal");
  const type = await window.find("combobox", "Type");
  assert.notEqual(await window.driver.run(`(field) => field.value`, type), "");
  await window.sees("new content");
  await window.sees(`checked ${files} of ${files}`);
  await logFromSheet(window);
  await window.sees("Logged field-notes:v0");
  await window.click("button", "Open");
  await window.find("heading", /field-notes\s*v0/);
  const listed = [];
  for (let start = 0; start < files; start += 5) listed.push(...(await window.rpc("file.list", { version: "field-notes:v0", pattern: null, folder: null, rows: { start, count: 5 } })).rows);
  const paths = listed.map((row) => row.path);
  for (const expected of ["日本語/観測.csv", "new\nline.txt", " leading and trailing ", "quote'\"and\\backslash", "e\u0301.txt", ".hidden"]) assert.ok(paths.includes(expected), `${JSON.stringify(expected)} in ${JSON.stringify(paths)}`);
  assert.equal(paths.length, files);
  assert.deepEqual(await window.errors(), []);
});

test("several files, a folder and an empty folder are dropped at once", async (t) => {
  const window = await start(t);
  const folder = await mixedFolder(window.home.work, "mixed");
  const empty = path.join(window.home.work, "empty folder");
  await mkdir(empty);
  const files = [];
  for (let at = 0; at < 30; at += 1) {
    files.push(path.join(window.home.work, `loose ${at}.txt`));
    await writeFile(files.at(-1), at === 0 ? "" : `${at}\n`);
  }
  await window.find("heading", "Drop a folder to log your first version");
  await dropAndPlan(window, [...files, folder, empty]);
  await window.sees("checked 36 of 36");
  await window.fill("textbox", "Name", "several");
  await logFromSheet(window, "Log several:v0");
  await window.sees("Logged several:v0");
  const { files: count } = await window.rpc("version.show", { version: "several:v0" });
  assert.equal(count, 36);
});

test("a drop on a collection adds a version to it; the same content is identical", async (t) => {
  const window = await start(t);
  const folder = await mixedFolder(window.home.work, "holdout");
  await logByCommand(window, folder, "holdout", "dataset");
  const other = await mixedFolder(window.home.work, "second", "changed");
  await window.goTo("holdout");
  await window.find("grid", /holdout/);
  await dropAndPlan(window, [other]);
  const name = await window.find("textbox", "Name");
  assert.equal(await window.driver.run(`(field) => field.value`, name), "holdout");
  await window.sees("3 files changed since v0");
  await logFromSheet(window, "Log holdout:v1");
  await window.sees("Logged holdout:v1");
  await window.waitFor("the new row", () => [...document.querySelectorAll("[role=gridcell]")].some((cell) => cell.textContent === "v1"));

  await dropAndPlan(window, [other]);
  await window.sees("Identical to v1");
  await logFromSheet(window, "Apply to v1");
  await window.sees("identical to v1; no new version was made");
  const { rows } = await window.rpc("version.page", { collection: "holdout", filter: null, sort: null, metadata: [], rows: { start: 0, count: 10 } });
  assert.equal(rows.length, 2);
});

test("the sheet closes with Escape and leaves nothing", async (t) => {
  const window = await start(t);
  const { folder } = await oddFolder(window.home.work);
  await window.find("heading", "Drop a folder to log your first version");
  await dropAndPlan(window, [folder]);
  await window.keys("Escape");
  await window.gone("dialog", /^Log a version/);
  const { versions, collections } = await window.rpc("store.info");
  assert.deepEqual({ versions, collections }, { versions: 0, collections: 0 });
});

test("cancelling half way leaves versions and disk as before", async (t) => {
  const window = await start(t);
  await logByCommand(window, await mixedFolder(window.home.work), "holdout", "dataset");
  const { store_path: store } = await window.rpc("host.info");
  const before = await sizes(store);
  const big = path.join(window.home.work, "big");
  for (let part = 0; part < 6; part += 1) await bigFile(big, `part-${part}.bin`, 96 << 20);
  await window.goTo("holdout");
  await window.find("grid", /holdout/);
  await window.drop([big]);
  await window.find("dialog", /^Log a version/);
  await window.click("button", /^Log \S+:v1$/, { seconds: 90 });
  const job = await until(async () => (await window.rpc("job.list")).find((each) => each.kind === "log" && each.state === "running" && each.progress.bytes > 64 << 20), { what: "the job to be under way", seconds: 60, every: 10 });
  const asked = performance.now();
  await window.click("button", /^Activity|task/i);
  await window.click("button", /^Cancel Logging|^Cancel .*holdout/i);
  assert.equal((await jobEnd(window, job.id)).state, "cancelled");
  assert.ok(performance.now() - asked < 8000);
  const { versions } = await window.rpc("store.info");
  assert.equal(versions, 1);
  assert.deepEqual(await sizes(store), before, "no bytes are left behind");
}, { seconds: 240 });

test("a log by keyboard alone", async (t) => {
  const window = await start(t);
  const folder = await mixedFolder(window.home.work, "by keyboard");
  await window.enabled("button", "Choose a folder…");
  await window.keys("Control+n");
  await window.find("dialog", /^Log a version/);
  await window.waitFor("the path field to have the focus", () => document.activeElement?.placeholder?.includes("paste a path"));
  await window.write(`${folder}\uE007`);
  await window.sees("What will be stored");
  await window.waitFor("the button", () => [...document.querySelectorAll("button")].some((button) => button.textContent === "Log by-keyboard:v0" && !button.disabled));
  await window.keys("Control+Enter");
  await window.sees("Logged by-keyboard:v0");
});

/** Bytes of what lies in the folders of content, by folder. */
async function sizes(store) {
  const found = {};
  for (const entry of await readdir(store, { recursive: true, withFileTypes: true })) {
    const folder = path.relative(store, entry.parentPath ?? entry.path);
    if (entry.isFile() && /blob|pack|staging/.test(folder)) found[path.join(folder, entry.name)] = true;
  }
  return Object.keys(found).sort();
}
