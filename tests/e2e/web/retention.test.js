/** TTL along the lineage, deleting with its impact, the trash: what the dialogs say is what the engine does. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { axeFindings, startHost } from "./host.js";
import { openCollection, row } from "./steps.js";

const COUNT = 40;

/** 40 versions of `train` with three kinds of TTL; v0 was made from `raw:v0`, that from `source:v0`; `model:v0` from v39. */
async function family(host) {
  const file = path.join(host.work, "part.txt");
  const log = async (name, text, ...more) => {
    await writeFile(file, text);
    await host.ctl("log", file, "--name", name, "--type", "dataset", ...more);
  };
  await log("source", "the source\n".repeat(50));
  await log("raw", "raw\n".repeat(70));
  for (let at = 0; at < COUNT; at += 1) await log("train", `${at}\n`.repeat(20 + at), ...[["--ttl", "30d"], ["--ttl", "none"], []][at % 3]);
  const join = async (inputs, output) => {
    const id = (await host.ctl("run", "start", "--name", `make ${output}`, "--job-type", "make")).id;
    for (const input of inputs) await host.ctl("use", input, "--run", id);
    await writeFile(file, `made from ${inputs.join()}`.repeat(30));
    await host.ctl("log", file, "--name", output, "--type", "dataset", "--run", id);
    await host.ctl("run", "finish", id);
  };
  await join(["source:v0"], "refined");
  await join(["refined:v0", "raw:v0"], "derived");
  await join(["derived:v0"], "model");
}

const ttl = async (host, address) => {
  const { ttl_seconds: seconds, ttl_inherited: isInherited } = await host.ctl("show", address);
  return { seconds, isInherited };
};
const ttls = async (host, addresses) => Object.fromEntries(await Promise.all(addresses.map(async (address) => [address, JSON.stringify(await ttl(host, address))])));
const toast = (page, words) => page.getByRole("region", { name: "Notifications" }).getByText(words).first().waitFor();
const ALL = ["source:v0", "raw:v0", "refined:v0", "derived:v0", "model:v0", ...Array.from({ length: COUNT }, (_, at) => `train:v${at}`)];

async function open(t, name) {
  const host = await startHost(t, family);
  return { host, ...(await openCollection(host, t, name)) };
}

test("a TTL goes upstream but for what was unticked, and undo brings every one back", async (t) => {
  const { host, page, grid, keys } = await open(t, "derived");
  const before = await ttls(host, ALL);
  await row(grid, "v0").click();
  await keys.press("x");
  const dialog = page.getByRole("dialog", { name: /^Time to live of v0/ });
  await dialog.getByRole("radio", { name: "Keep for" }).click({ force: true });
  await dialog.getByRole("textbox", { name: "Number" }).fill("45");
  await dialog.getByRole("radio", { name: "Upstream" }).click();
  await dialog.getByText("2 steps upstream").waitFor();
  await dialog.getByText("raw:v0", { exact: true }).waitFor();
  await dialog.locator("label", { has: page.getByRole("checkbox", { name: "raw:v0" }) }).click();
  await dialog.getByText("left as it is", { exact: true }).waitFor();
  const set = dialog.getByRole("button", { name: "Set TTL on 3 versions" });
  await until(() => set.isEnabled(), { what: "the plan without it" });
  assert.deepEqual(await axeFindings(page), []);
  await set.click();
  await toast(page, /^Set the TTL of 3 versions/);
  const after = await ttls(host, ALL);
  const own = await ttl(host, "derived:v0");
  for (const address of ALL) {
    const isMeant = ["source:v0", "refined:v0", "derived:v0"].includes(address);
    assert.equal(after[address], isMeant ? JSON.stringify(own) : before[address], address);
  }
  assert.deepEqual(own, { seconds: 45 * 86_400, isInherited: false });
  await page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Undo" }).first().click();
  await until(async () => JSON.stringify(await ttls(host, ALL)) === JSON.stringify(before), { what: "every TTL to be as before" });
});

test("what expires at once is told in count and bytes, and is what goes; wrong values are told in the engine's words", async (t) => {
  const { host, page, grid, keys, collection } = await open(t, "train");
  await grid.focus();
  await keys.press("Control+a");
  await keys.press("x");
  const dialog = page.getByRole("dialog", { name: `Time to live of ${COUNT} versions` });
  await dialog.getByText("now: mixed, 3 values").waitFor();
  const number = dialog.getByRole("textbox", { name: "Number" });
  for (const [typed, words] of [["-5", /can't be read/], ["0", /lies outside/], ["1.5", /can't be read/], ["9".repeat(20), /too long/]]) {
    await number.fill(typed);
    await dialog.getByRole("alert").filter({ hasText: words }).waitFor();
    assert.ok(await dialog.getByRole("button", { name: /^Set TTL on/ }).isDisabled());
  }
  await dialog.getByText("Until a date").click();
  await dialog.locator("input[type=date]").fill("2020-01-01");
  await dialog.getByText(`${COUNT} of ${COUNT} versions expire now`).waitFor();
  const plan = await host.ctl("ttl", ...Array.from({ length: COUNT }, (_, at) => `train:v${at}`), "2020-01-01", "--dry-run");
  await dialog.getByRole("alert").locator(`[title="${plan.bytes_logical.toLocaleString("en-GB")} bytes"]`).first().waitFor();
  await dialog.getByRole("alert").locator(`[title="${plan.bytes_freed.toLocaleString("en-GB")} bytes"]`).first().waitFor();
  const act = dialog.getByRole("button", { name: `Set TTL on ${COUNT} versions` });
  assert.ok(await act.isDisabled(), "the brake waits for its tick");
  await dialog.getByText("I have looked at it").click();
  await act.click();
  await toast(page, /expired/);
  assert.equal((await host.ctl("trash", "ls")).filter(({ address }) => address.startsWith(`${collection}:`)).length, COUNT);
});

test("the delete dialog says what cairnctl says, and delete now leaves nothing in the trash", async (t) => {
  const { host, page, grid, keys, collection } = await open(t, "derived");
  const plan = await host.ctl("rm", "derived:v0", "--dry-run");
  await row(grid, "v0").click();
  await keys.press("Delete");
  const dialog = page.getByRole("alertdialog");
  for (const bytes of [plan.bytes_logical, plan.bytes_freed]) await dialog.locator(`[title="${bytes.toLocaleString("en-GB")} bytes"]`).first().waitFor();
  assert.equal(plan.downstream_count, 1);
  await dialog.getByRole("button", { name: "model:v0" }).waitFor();
  await dialog.getByRole("button", { name: "Show in lineage" }).waitFor();
  assert.deepEqual(await axeFindings(page), []);
  const now = dialog.getByRole("button", { name: "Delete now…" });
  assert.ok(await now.isDisabled(), "the alias waits for its tick");
  await dialog.getByText("Delete it although “latest” means it").click();
  await now.click();
  await page.getByText("This can't be undone.").waitFor();
  // The for-good step has a plan of its own, and asks for itself.
  if (plan.brakes.length > 0) await dialog.getByText("I have looked at it").click();
  await page.getByRole("button", { name: "Delete for good" }).click();
  await toast(page, /for good/);
  assert.deepEqual((await host.ctl("trash", "ls")).filter(({ address }) => address.startsWith(`${collection}:`)), []);
});

test("a restore offers an alias that another has by now; the trash deletes for good", async (t) => {
  const host = await startHost(t, family);
  await host.ctl("alias", "add", "train:v3", "best");
  await host.ctl("rm", "train:v3", "train:v4", "--delete-aliases");
  await host.ctl("alias", "add", "train:v5", "best");
  const page = await host.page({ test: t });
  await page.goto(host.at("/-/trash"));
  const grid = page.getByRole("grid", { name: "Trash" });
  await grid.getByText("train:v3").click();
  await page.getByRole("button", { name: "Restore 1 version" }).click();
  const dialog = page.getByRole("dialog", { name: "Restore 1 version?" });
  await dialog.getByText("was on train:v3, is on train:v5 now").waitFor();
  assert.equal(await dialog.getByRole("checkbox").isChecked(), false);
  assert.deepEqual(await axeFindings(page), []);
  await dialog.getByText("Take the alias back").click();
  await dialog.getByRole("button", { name: "Restore 1 version" }).click();
  await toast(page, /^Restored/);
  assert.match(JSON.stringify((await host.ctl("show", "train:v3")).aliases), /best/);
  await grid.getByText("train:v4").click();
  await page.keyboard.press("Delete");
  const purge = page.getByRole("alertdialog", { name: "Delete 1 version for good?" });
  await purge.getByRole("button", { name: "Delete for good" }).click();
  await page.getByRole("heading", { name: "Trash is empty" }).waitFor();
  assert.deepEqual(await host.ctl("trash", "ls"), []);
});
