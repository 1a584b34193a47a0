/** Where the bytes are, and how they are given back. */
import assert from "node:assert/strict";
import { lstat, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { program } from "../lib/paths.js";
import { Running } from "../lib/processes.js";
import { bigFile } from "../lib/samples.js";
import { apparent } from "../lib/sizes.js";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { axeFindings, startHost } from "./host.js";

/** `data` of two versions and a model that share a file, a version that expires in five days, a second project. */
async function stored(host) {
  let folders = 0;
  const log = async (name, type, files, project = "plankton") => {
    const folder = path.join(host.work, `folder-${(folders += 1)}`);
    await mkdir(folder, { recursive: true });
    for (const [file, bytes] of Object.entries(files)) await writeFile(path.join(folder, file), bytes);
    await host.ctl("--project", project, "log", folder, "--name", name, "--type", type);
  };
  const shared = Buffer.alloc(30_000, "s");
  await log("data", "dataset", { shared, own: Buffer.alloc(50_000, "a") });
  await log("data", "dataset", { shared, own: Buffer.alloc(70_000, "b") });
  await log("weights", "model", { shared, own: Buffer.alloc(90_000, "c") });
  await bigFile(host.work, "big.bin", 3 << 20);
  await host.ctl("--project", "plankton", "log", path.join(host.work, "big.bin"), "--name", "short", "--type", "dataset", "--ttl", "5d");
  await host.ctl("--project", "plankton", "log", path.join(host.work, "big.bin"), "--name", "holdout", "--type", "dataset");
  await log("notes", "dataset", { text: "notes\n" }, "other");
}

/** Lengths of packs and plain files. */
async function blobBytes(host) {
  let sum = 0;
  for (const part of ["packs", "blobs"]) {
    for (const entry of await readdir(path.join(host.store, part), { withFileTypes: true, recursive: true })) if (entry.isFile()) sum += (await lstat(path.join(entry.parentPath ?? entry.path, entry.name))).size;
  }
  return sum;
}

async function open(t, search = "in=/", fill = stored) {
  const host = await startHost(t, fill);
  const page = await host.page({ test: t });
  await page.goto(host.at(`/-/storage?${search}`));
  return { host, page, keys: page.keyboard };
}

const map = (page) => page.getByRole("group", { name: /^Map of/ });
const tile = (page, name) => map(page).getByRole("button", { name: new RegExp(`^${name} `) });
const tiles = (page) => page.locator("[data-bytes]").evaluateAll((all) => all.map((each) => Number(each.dataset.bytes)));
const total = async (page) => Number(await page.locator("[data-total]").getAttribute("data-total"));
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");

test("the tiles of each level of the storage add up, for the store to the size of its folder", async (t) => {
  const { host, page } = await open(t);
  await tile(page, "plankton").waitFor();
  assert.deepEqual((await map(page).locator("[data-kind]").evaluateAll((all) => all.map((each) => each.dataset.kind))).sort(), ["database", "group", "group"]);
  await until(
    async () => {
      await page.keyboard.press("F5");
      const [shown, real] = [await tiles(page), await apparent(host.store)];
      return shown.reduce((sum, each) => sum + each, 0) === real && (await total(page)) === real;
    },
    { what: "the tiles to add up to the folder", every: 250 },
  );
  const add = async (place, kinds) => {
    await page.goto(host.at(`/-/storage?in=${place}`));
    await map(page).getByRole("button").first().waitFor();
    const shown = await tiles(page);
    assert.equal(shown.reduce((sum, each) => sum + each, 0), await total(page), place);
    assert.equal(await map(page).locator("[data-kind=shared]").count(), kinds, `shared tiles in ${place}`);
    return shown;
  };
  const [{ entity: me }] = await host.ctl("projects");
  await add(`${me}/plankton`, 1);
  await add(`${me}/plankton/dataset`, 1);
  const versions = await host.ctl("storage", "--by", "version", "--in", `${me}/plankton/data`);
  const shown = await add(`${me}/plankton/dataset/data`, 1);
  assert.deepEqual(shown.toSorted((a, b) => a - b), [...versions.groups.map(({ exclusive }) => exclusive), versions.shared].toSorted((a, b) => a - b));
  assert.deepEqual(page.complaints, []);
});

test("the storage is walked by keyboard, to a version and back", async (t) => {
  const { page, keys } = await open(t);
  await tile(page, "plankton").waitFor();
  assert.equal(await map(page).locator("button:not([tabindex='-1'])").count(), 1, "one Tab stop");
  await tile(page, "plankton").focus();
  await keys.press("ArrowRight");
  await until(async () => !/^plankton/.test(await focused(page)), { what: "the arrow to go on" });
  await keys.press("Home");
  await keys.press("Enter");
  await page.getByRole("group", { name: "Map of plankton by exclusive bytes" }).waitFor();
  await keys.press("Enter");
  await tile(page, "data").waitFor();
  await tile(page, "data").focus();
  await keys.press("Enter");
  await tile(page, "v1").waitFor();
  await until(async () => /^v1 /.test(await focused(page)), { what: "the first version to have the focus" });
  await keys.press("ArrowDown");
  await keys.press("ArrowRight");
  await keys.press("Home");
  await keys.press("Enter");
  await page.waitForURL(/\/plankton\/data:v1/);
  await page.goBack();
  await tile(page, "v1").waitFor();
  await tile(page, "v1").focus();
  await keys.press("Backspace");
  await until(async () => /^data /.test(await focused(page)), { what: "the collection to have the focus" });
  await keys.press("Alt+ArrowUp");
  await keys.press("Alt+ArrowUp");
  await page.getByRole("group", { name: "Map of Store by exclusive bytes" }).waitFor();
  await until(async () => /^plankton /.test(await focused(page)), { what: "the project to have the focus" });
  await page.goBack();
  await page.getByRole("group", { name: "Map of plankton by exclusive bytes" }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test("the storage as a table has the same rows, sorts, and leads on", async (t) => {
  const { host, page, keys } = await open(t, "in=/&as=table");
  const grid = page.getByRole("grid", { name: "Bytes by project in Store" });
  await grid.getByText("Database and manifests").waitFor();
  assert.equal(await grid.getAttribute("aria-rowcount"), "4");
  const [first] = (await host.ctl("storage")).groups;
  assert.equal(await grid.getByRole("row").nth(1).getByTitle(first.address).count() > 0, true, "the largest first");
  await grid.getByRole("columnheader", { name: "Project" }).click();
  await until(async () => /Database/.test(await grid.getByRole("row").nth(1).innerText()), { what: "the names to be sorted" });
  await grid.getByTitle(first.address).click();
  await keys.press("Enter");
  await page.getByRole("grid", { name: "Bytes by type in plankton" }).waitFor();
  assert.deepEqual(await axeFindings(page), []);
  assert.deepEqual(page.complaints, []);
});

test("what expires, how it grew and what lies twice is told below the map", async (t) => {
  const { host, page, keys } = await open(t);
  const strip = page.getByRole("list", { name: "Expiring in the next 30 days" });
  await strip.getByRole("button", { name: /: 1 version, 3\.0 MiB logical, 0 B really freed$/ }).waitFor();
  assert.equal(await strip.getByRole("listitem").count(), 31);
  assert.equal(await strip.locator("button:not([tabindex='-1'])").count(), 1, "one Tab stop");
  await strip.locator("button:not([tabindex='-1'])").focus();
  assert.match(await focused(page), /1 version/);
  await keys.press("ArrowLeft");
  assert.match(await focused(page), /nothing expires/);
  await page.getByRole("radio", { name: "Growth" }).click();
  const { stored_bytes: bytes } = await host.ctl("store", "info");
  const chart = page.getByRole("slider", { name: /^Bytes stored on each of the last 90 days/ });
  await chart.focus();
  assert.match(await chart.getAttribute("aria-valuetext"), new RegExp(`: ${(bytes / 1024 / 1024).toFixed(1)} MiB; 6 versions`));
  await keys.press("Home");
  assert.match(await chart.getAttribute("aria-valuetext"), /: 0 B$/);
  await page.getByRole("radio", { name: "Duplicates" }).click();
  const rows = page.getByRole("row").filter({ has: page.getByRole("cell") });
  await rows.first().waitFor();
  const [big, small] = await rows.allInnerTexts();
  assert.match(big, /holdout, short|short, holdout/);
  assert.match(big, /\t1\t3\.0 MiB\t3\.0 MiB/);
  assert.match(small, /\t1\t29\.3 KiB\t29\.3 KiB/);
  await rows.nth(1).getByRole("link", { name: "weights" }).click();
  await page.waitForURL(/\/plankton\/weights$/);
  assert.deepEqual(page.complaints, []);
});

/** A plan with the grace waived, ready to be carried out. */
async function waived(page) {
  await page.getByRole("button", { name: "Collect now…" }).click();
  const dialog = page.getByRole("dialog", { name: "Collect now" });
  await dialog.getByText(/ in \d+ blobs?: unused for less than a day/).waitFor();
  assert.ok(await dialog.getByRole("button", { name: "Collect", exact: true }).isDisabled(), "nothing goes before the grace");
  await dialog.getByText("Waive the 24 h grace").click();
  await dialog.getByText(/^Don't wait/).click();
  await dialog.getByRole("button", { name: /^Collect \d/ }).waitFor();
  return dialog;
}

async function agree(dialog) {
  const tick = dialog.getByRole("checkbox", { name: "I have looked at this list" });
  if ((await tick.count()) > 0) {
    assert.ok(await dialog.getByRole("button", { name: /^Collect \d/ }).isDisabled(), "not without consent");
    await dialog.getByText("I have looked at this list").click();
  }
  await dialog.getByRole("button", { name: /^Collect \d/ }).click();
}

/** Versions that nothing keeps, of a store in which they are a good part. */
async function deleted(host) {
  await stored(host);
  await host.ctl("--project", "plankton", "rm", "data:v0", "--now");
  await host.ctl("--project", "plankton", "rm", "weights:v0", "--now", "--delete-aliases");
}

test("a collection frees what its plan says, and leaves a receipt", async (t) => {
  const { host, page } = await open(t, "in=/&show=receipts", deleted);
  await tile(page, "Awaiting collection").waitFor();
  await page.getByText(/^Nothing was removed for good yet/).waitFor();
  const dialog = await waived(page);
  assert.deepEqual(await axeFindings(page), []);
  const predicted = Number((await dialog.getByText(/bytes exactly$/).innerText()).replaceAll(/\D/g, ""));
  const before = await blobBytes(host);
  await agree(dialog);
  const [, freed] = /\(([\d,]+) bytes\), exactly as planned/.exec(await dialog.getByRole("status").filter({ hasText: "Freed" }).innerText());
  assert.equal(Number(freed.replaceAll(",", "")), predicted);
  assert.equal(before - (await blobBytes(host)), predicted);
  const [receipt] = await host.ctl("receipts", "ls");
  assert.equal(receipt.freed_bytes, predicted);
  await dialog.getByRole("button", { name: "Show the receipt…" }).click();
  const shown = page.getByRole("dialog", { name: `Receipt ${receipt.receipt}` });
  await shown.getByText("exactly as planned").waitFor();
  const { items } = await host.ctl("receipts", "show", String(receipt.receipt));
  assert.equal(await shown.getByRole("grid").getAttribute("aria-rowcount"), String(items.length + 1));
  for (const { name, version } of items.filter(({ kind }) => kind === "blob")) await shown.getByRole("row").filter({ has: page.getByTitle(version, { exact: true }) }).filter({ has: page.getByTitle(name, { exact: true }) }).first().waitFor();
  assert.deepEqual(await axeFindings(page), []);
  const save = async (where, label, format) => {
    const download = page.waitForEvent("download");
    await where.getByRole("button", { name: label }).click();
    await page.getByRole("menuitem", { name: format }).click();
    return readFile(await (await download).path(), "utf8");
  };
  const [json] = JSON.parse(await save(shown, "Export…", /^JSON/));
  assert.deepEqual(json.items.map(({ name, bytes }) => [name, bytes]), items.map(({ name, bytes }) => [name, bytes]));
  assert.equal(json.freed_bytes, predicted);
  await shown.getByRole("button", { name: "Close" }).click();
  await page.getByRole("grid", { name: "Receipts" }).getByRole("row").nth(1).waitFor();
  const csv = await save(page.getByRole("region", { name: "Receipts" }), "Export all…", /^CSV/);
  assert.equal(csv.trim().split("\r\n").length, items.length + 1);
  await page.getByText("Nothing to collect").waitFor();
  assert.ok(await page.getByRole("button", { name: "Collect now…" }).isDisabled());
  assert.deepEqual(page.complaints, []);
});

test("the grace isn't waived beside another program, and the dialog says so", async (t) => {
  const { host, page } = await open(t, "in=/", deleted);
  const other = new Running(program("cairnctl"), ["--store", host.store, "--json", "serve", "--listen", "127.0.0.1:0"], { env: host.env });
  t.cleanup(() => other.stop());
  await other.says(/^\{.*\}$/m);
  const dialog = await waived(page);
  const before = await blobBytes(host);
  await agree(dialog);
  await dialog.getByRole("alert").getByText("Other programs have this store open").waitFor();
  assert.match(await dialog.getByRole("alert").innerText(), /Close other windows, servers and commands/);
  assert.equal(await blobBytes(host), before);
  assert.equal((await host.ctl("receipts", "ls")).length, 0);
  assert.ok(await dialog.getByRole("checkbox", { name: /^Don't wait/ }).isChecked(), "it still says that the grace is waived");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(page.complaints, []);
});

test("a plan that no longer holds is shown anew, and consent is asked again", async (t) => {
  const { host, page } = await open(t, "in=/", deleted);
  const dialog = await waived(page);
  await dialog.getByText("I have looked at this list").click();
  await host.ctl("--project", "other", "rm", "notes:v0", "--now", "--delete-aliases");
  await dialog.getByText("The store changed meanwhile: this is the new plan.").waitFor();
  assert.equal(await dialog.getByRole("checkbox", { name: "I have looked at this list" }).isChecked(), false);
  // As if it changed in the very moment: the engine is asked for another plan than there is.
  await page.route("**/rpc/collect.start", async (route) => route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), stamp: "0".repeat(64) }) }), { times: 1 });
  await agree(dialog);
  await dialog.getByText("The store changed meanwhile: this is the new plan.").waitFor();
  await dialog.getByRole("button", { name: /^Collect \d/ }).waitFor();
  const before = await blobBytes(host);
  await dialog.getByRole("button", { name: /^Collect \d/ }).click();
  await dialog.getByText(/exactly as planned/).waitFor();
  assert.ok((await blobBytes(host)) < before);
  assert.deepEqual(page.complaints, []);
});

test("paused expiry and a collection that waits are told above every view, until put away", async (t) => {
  const host = await startHost(t, deleted);
  const page = await host.page({ test: t });
  const answer = (change) => page.route("**/rpc/upkeep.state", async (route) => route.fulfill({ json: { ...(await (await route.fetch()).json()), ...change } }));
  await answer({ consent: ["It removes 40 % of the bytes of the store."] });
  await page.goto(host.at("/-/trash"));
  const banner = page.getByRole("status").filter({ hasText: "Collecting waits for your consent. It removes 40 %" });
  await banner.waitFor();
  await banner.getByRole("button", { name: "Look at the plan…" }).click();
  await page.getByRole("dialog", { name: "Collect now" }).waitFor();
  await page.keyboard.press("Escape");
  await banner.getByRole("button", { name: "Dismiss" }).click();
  await banner.waitFor({ state: "detached" });
  await page.getByRole("navigation", { name: "Sidebar" }).getByRole("button", { name: /^Storage/ }).click();
  await page.getByRole("heading", { name: "Storage" }).waitFor();
  assert.equal(await banner.count(), 0);
  await page.unroute("**/rpc/upkeep.state");
  await answer({ paused: { why: "clock-jumped-forward", words: "the computer's clock jumped forward by more than a day", steady_since: Date.UTC(2026, 10, 26, 8, 5) } });
  await page.keyboard.press("F5");
  await page.getByText("Nothing expires and nothing is collected until it has run steadily for a day (since 2026-11-26 08:05).").waitFor();
  assert.deepEqual(page.complaints, []);
});

test("a store of one project is shown from that project on, and the palette leads there", async (t) => {
  const host = await startHost(t, async (filled) => {
    await filled.ctl("log", await bigFile(filled.work, "a.bin", 1 << 20).then(() => path.join(filled.work, "a.bin")), "--name", "only", "--type", "dataset");
  });
  const page = await host.page({ test: t });
  await page.goto(host.at("/-/trash"));
  await page.getByText("Trash is empty").waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("storage");
  await page.getByRole("option", { name: /^Storage/ }).first().waitFor();
  await page.keyboard.press("Enter");
  const level = page.getByRole("navigation", { name: "Level" });
  await level.getByText("uncategorized").waitFor();
  await level.getByRole("link", { name: "Store" }).click();
  await page.getByRole("group", { name: "Map of Store by exclusive bytes" }).waitFor();
  await tile(page, "Database and manifests").waitFor();
  assert.deepEqual(page.complaints, []);
});
