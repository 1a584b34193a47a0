/** Retention in the window: TTL along the lineage, deleting with its impact, the trash, a rule, the storage, a collection. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { apparent } from "../lib/sizes.js";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { ctl } from "./steps.js";
import { newHome, start } from "./window.js";

const COUNT = 40;

/** `raw:v0`, of which one run made 40 versions of `train` with three kinds of TTL; `model:v0` was made from `train:v0`. */
async function family(t) {
  const home = await newHome(t);
  const file = path.join(home.work, "part.txt");
  const log = async (name, text, ...more) => {
    await writeFile(file, text);
    await ctl(home, "log", file, "--name", name, "--type", "dataset", ...more);
  };
  const inRun = async (name, input, make) => {
    const { id } = await ctl(home, "run", "start", "--name", name, "--job-type", name);
    await ctl(home, "use", input, "--run", id);
    await make(id);
    await ctl(home, "run", "finish", id);
  };
  await log("raw", "raw\n".repeat(7000));
  await inRun("split", "raw:v0", async (id) => {
    for (let at = 0; at < COUNT; at += 1) await log("train", `${at}\n`.repeat(200 + at), "--run", id, ...[["--ttl", "30d"], ["--ttl", "none"], []][at % 3]);
  });
  await inRun("fit", "train:v0", (id) => log("model", "weights\n".repeat(5000), "--run", id));
  const window = await start(t, { home });
  return { home, window, ctl: (...args) => ctl(home, ...args) };
}

const TRAIN = Array.from({ length: COUNT }, (_, at) => `train:v${at}`);

/** Every TTL, as text to compare. */
async function ttls({ window }) {
  const found = {};
  for (const version of ["raw:v0", "model:v0", ...TRAIN]) {
    const { ttl_seconds: seconds, ttl_inherited: isInherited } = await window.rpc("version.show", { version });
    found[version] = `${seconds} ${isInherited}`;
  }
  return found;
}

async function openGrid(window, name) {
  await window.goTo(name);
  const grid = await window.find("grid", new RegExp(name));
  await window.waitFor("the rows", (label) => [...document.querySelectorAll("[role=grid]")].some((each) => each.querySelectorAll("[role=row]").length > 1 && (each.getAttribute("aria-label") ?? "").includes(label)), { args: [name] });
  return grid;
}

/** Ticks a control; its input may lie under its label. */
async function tick(window, role, name) {
  const control = await window.driver.run(`(input) => input.closest("label") ?? input`, await window.find(role, name));
  await window.settled(control);
  await window.driver.click(control);
}

/** Goes to a view by the sidebar. */
async function openView(window, name) {
  await window.click("button", new RegExp(`^${name}`), { within: await window.find("navigation", "Sidebar") });
}

const trashed = async (window) => (await window.rpc("store.info")).trashed;

test("a TTL of 40 versions goes along the lineage, one undo step", async (t) => {
  const { window, ...scene } = await family(t);
  const all = { window, ...scene };
  const before = await ttls(all);
  const grid = await openGrid(window, "train");
  await window.driver.run(`(grid) => grid.focus()`, grid);
  await window.keys("Control+a", "x");
  await window.find("dialog", `Time to live of ${COUNT} versions`);
  await window.sees("now: mixed, 3 values");
  await tick(window, "radio", /^Keep for/);
  await window.fill("textbox", "Number", "45");
  await tick(window, "radio", "Upstream");
  await window.sees("1 step upstream");
  await window.click("button", `Set TTL on ${COUNT + 1} versions`);
  await window.gone("dialog", /^Time to live of/);
  await until(async () => (await ttls(all))["raw:v0"] === `${45 * 86_400} false`, { what: "the TTL of the input" });
  const after = await ttls(all);
  for (const version of [...TRAIN, "raw:v0"]) assert.equal(after[version], `${45 * 86_400} false`, version);
  assert.equal(after["model:v0"], before["model:v0"]);
  await window.keys("Control+z");
  await until(async () => JSON.stringify(await ttls(all)) === JSON.stringify(before), { what: "every TTL to be as before" });
  assert.deepEqual(await window.errors(), []);
});

test("deleting says what it does, is undone and restored, and at last is for good", async (t) => {
  const { window, ctl: cairnctl } = await family(t);
  const plan = await cairnctl("rm", "train:v0", "--dry-run");
  assert.deepEqual([plan.downstream_count, plan.runs], [1, 1]);
  const ask = async () => {
    await window.goTo("train:v0");
    await window.find("heading", /train\s*v0/);
    await window.click("button", "More");
    await window.click("menuitem", /^Delete/);
    return window.find("alertdialog", /^Move v0 of train to the trash/);
  };
  const dialog = await ask();
  await window.sees("1 version loses its last inputs");
  const titles = await window.driver.run(`(dialog) => [...dialog.querySelectorAll("[title$=bytes]")].map((each) => each.title)`, dialog);
  for (const bytes of [plan.bytes_logical, plan.bytes_freed]) assert.ok(titles.includes(`${bytes.toLocaleString("en-GB")} bytes`), `${bytes} in ${titles.join("; ")}`);
  await window.find("button", "model:v0", { within: dialog });
  await window.click("button", "Move v0 to the trash");
  await until(async () => (await trashed(window)) === 1, { what: "the version to lie in the trash" });
  await window.keys("Control+z");
  await until(async () => (await trashed(window)) === 0, { what: "undo to bring it back" });
  await ask();
  await window.click("button", "Move v0 to the trash");
  await until(async () => (await trashed(window)) === 1, { what: "the version to lie in the trash again" });

  await openView(window, "Trash");
  await window.find("grid", "Trash");
  await pickRow(window, "train:v0");
  await window.click("button", "Restore 1 version");
  await until(async () => (await trashed(window)) === 0, { what: "the trash to give it back" });
  await cairnctl("rm", "train:v0", "train:v1");
  const empty = await cairnctl("trash", "empty", "--dry-run");
  await window.click("button", "Empty trash…");
  await window.find("alertdialog", "Empty the trash?");
  await window.waitFor("the plan", (bytes) => document.querySelector(`[role=alertdialog] [title="${bytes} bytes"]`) !== null, { args: [empty.bytes_freed.toLocaleString("en-GB")] });
  if (empty.brakes.length > 0) await tick(window, "checkbox", /^I have looked at it/);
  await window.click("button", "Empty the trash");
  await until(async () => (await trashed(window)) === 0, { what: "the trash to be empty" });
  await assert.rejects(cairnctl("cat", "train:v1", "part.txt"), /"code":"purged"/);
  assert.deepEqual(await window.errors(), []);
});

/** Presses the row that holds some words. */
async function pickRow(window, words) {
  const row = await until(() => window.driver.run(`(words) => [...document.querySelectorAll("[role=row]")].find((row) => row.textContent.includes(words)) ?? null`, words), { what: `the row ${words}` });
  await window.settled(row);
  await window.driver.click(row);
}

test("a rule shows its plan before it holds, and is what is set", async (t) => {
  const { window, ctl: cairnctl } = await family(t);
  await openGrid(window, "train");
  await window.click("button", "More");
  await window.click("menuitem", /^Retention rules/);
  const dialog = await window.find("dialog", "Retention rule of train");
  await window.fill("textbox", "How many of the last", "7", { within: dialog });
  const plan = await cairnctl("retention", "plan", "train", "--keep-last", "7", "--keep-aliased", "--keep-linked", "--keep-used");
  await window.sees(`The next sweep would take ${plan.versions} versions`);
  if (plan.brakes.length > 0) await tick(window, "checkbox", /^I have looked at it/);
  await window.click("button", "Set rule");
  await window.gone("dialog", /^Retention rule/);
  // The window keeps the store up by itself: the next round takes what the plan said.
  await until(async () => (await trashed(window)) === plan.versions, { what: "the rule to take them", seconds: 60 });
  assert.equal((await cairnctl("versions", "train")).filter(({ state }) => state !== "deleted").length, COUNT - plan.versions);
  const [newest] = await cairnctl("history");
  assert.match(newest.summary, /rule/i);
});

test("the storage adds up to the folder; a collection frees what it planned and leaves a receipt", async (t) => {
  const { window, home, ctl: cairnctl } = await family(t);
  await cairnctl("rm", "train:v5", "train:v6", "model:v0", "--now", "--delete-aliases");
  const folder = path.join(home.store, "store");
  await openView(window, "Storage");
  await window.find("heading", "Storage");
  // A store of one project is shown from that project on.
  await window.click("link", "Store", { within: await window.find("navigation", "Level") });
  const tiles = () => window.driver.run(`() => [...document.querySelectorAll("[data-bytes]")].reduce((sum, each) => sum + Number(each.dataset.bytes), 0)`);
  await until(
    async () => {
      await window.keys("F5");
      return (await tiles()) === (await apparent(folder));
    },
    { what: "the tiles to add up to the folder", every: 400 },
  );
  await window.click("button", "Collect now…");
  const dialog = await window.find("dialog", "Collect now");
  const summary = await window.driver.run(`(dialog) => dialog.querySelector("summary")`, dialog);
  await window.driver.click(summary);
  await tick(window, "checkbox", /^Don't wait/);
  await window.find("button", /^Collect \d/, { within: dialog });
  const predicted = Number((await window.driver.run(`(dialog) => /([\\d,]+) bytes exactly/.exec(dialog.innerText)[1]`, dialog)).replaceAll(",", ""));
  if ((await cairnctl("gc", "--no-grace")).consent.length > 0) await tick(window, "checkbox", "I have looked at this list");
  await window.click("button", /^Collect \d/);
  await window.sees("exactly as planned");
  const [receipt] = await cairnctl("receipts", "ls");
  assert.equal(receipt.freed_bytes, predicted);
  await window.click("button", "Show the receipt…");
  await window.find("dialog", `Receipt ${receipt.receipt}`);
  assert.deepEqual((await cairnctl("check", "--read-data")).damage, []);
  assert.deepEqual(await window.errors(), []);
});
