/** The main work without a mouse. */
import assert from "node:assert/strict";
import { mixedFolder } from "../lib/samples.js";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { startHost } from "./host.js";
import { openCollection, palette, toGrid, two } from "./steps.js";

async function open(t) {
  const host = await startHost(t, two);
  return { host, ...(await openCollection(host, t, "holdout")) };
}

const aliases = async (host, address) => (await host.ctl("show", address)).aliases;

test("palette to collection to version to tabs and back", async (t) => {
  const { host, page, keys } = await open(t);
  await page.goto(host.at("/-/settings"));
  await page.getByRole("navigation", { name: "Sections of the settings" }).waitFor();
  await palette(page, "holdout");
  await page.getByRole("option", { name: /holdout/ }).first().waitFor();
  await keys.press("Enter");
  const grid = page.getByRole("grid", { name: /holdout/ });
  await grid.getByText("v1", { exact: true }).waitFor();
  await toGrid(page);
  await keys.press("Home");
  await keys.press("Enter");
  await page.getByRole("tab", { name: "Overview" }).waitFor();
  for (const [key, tab] of [["2", /^Files/], ["3", /^Metadata/], ["4", /^Usage/], ["5", /^Lineage/], ["6", /^History/], ["1", /^Overview/]]) {
    await keys.press(`Control+${key}`);
    await page.getByRole("tab", { name: tab, selected: true }).waitFor();
  }
  await keys.press("Alt+ArrowUp");
  await grid.waitFor();
  await keys.press("Alt+ArrowLeft");
  await page.getByRole("tab", { name: /^Overview/, selected: true }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test("an alias moves with A, comes back with Ctrl+Z and moves again with Ctrl+Shift+Z", async (t) => {
  const { host, page, keys } = await open(t);
  await toGrid(page);
  await keys.press("Home");
  await keys.press("a");
  await page.getByRole("dialog", { name: /^Aliases of holdout v1/ }).waitFor();
  await keys.type("best");
  await page.getByText("moves “best” from v0 to v1").waitFor();
  await keys.press("Enter");
  await keys.press("Control+Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await until(async () => JSON.stringify(await aliases(host, "holdout:v1")).includes("best"), { what: "the alias to move" });
  await keys.press("Control+z");
  await until(async () => JSON.stringify(await aliases(host, "holdout:v0")).includes("best"), { what: "the alias to go back" });
  await page.getByRole("grid").getByRole("row").filter({ hasText: "v0" }).getByText("best").waitFor();
  // The row and what can be redone are asked for by themselves.
  await page.waitForLoadState("networkidle");
  await keys.press("Control+Shift+z");
  await until(async () => JSON.stringify(await aliases(host, "holdout:v1")).includes("best"), { what: "the alias to move again" });
});

test("a TTL is set with X for two versions as one step", async (t) => {
  const { host, page, keys } = await open(t);
  await toGrid(page);
  await keys.press("Control+a");
  await page.getByText(/2 selected/).first().waitFor();
  await keys.press("x");
  const dialog = page.getByRole("dialog", { name: /^Time to live of 2 versions/ });
  await dialog.getByRole("button", { name: "Keep for 30 days" }).focus();
  await keys.press("Enter");
  await until(() => dialog.getByRole("button", { name: "Set TTL on 2 versions" }).isEnabled(), { what: "the preview" });
  await keys.press("Control+Enter");
  await dialog.waitFor({ state: "detached" });
  await until(async () => (await host.ctl("show", "holdout:v0")).ttl_seconds === 30 * 86_400, { what: "the TTL" });
  await keys.press("Control+z");
  await until(async () => (await host.ctl("show", "holdout:v0")).ttl_seconds === null && (await host.ctl("show", "holdout:v1")).ttl_seconds === null, { what: "one undo for both" });
});

test("a version goes to the trash with Delete and comes back from there", async (t) => {
  const { host, page, keys } = await open(t);
  await toGrid(page);
  await keys.press("Home");
  await keys.press("Delete");
  const dialog = page.getByRole("alertdialog", { name: /^Move v1 of holdout to the trash/ }).or(page.getByRole("dialog", { name: /^Move v1 of holdout to the trash/ }));
  await dialog.waitFor();
  await dialog.getByRole("checkbox", { name: /^Delete it although “latest” means it/ }).focus();
  await keys.press("Space");
  await keys.press("Control+Enter");
  await dialog.waitFor({ state: "detached" });
  await until(async () => (await host.ctl("show", "holdout:v1")).state === "deleted", { what: "the version to be in the trash" });
  await palette(page, "trash");
  await page.getByRole("option", { name: /Trash/ }).first().waitFor();
  await keys.press("Enter");
  const grid = page.getByRole("grid", { name: "Trash" });
  await grid.getByText(/holdout/).first().waitFor();
  await toGrid(page);
  await keys.press("Home");
  await keys.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Restore" }).waitFor();
  await page.getByRole("menuitem", { name: "Restore" }).focus();
  await keys.press("Enter");
  await until(async () => (await host.ctl("show", "holdout:v1")).state !== "deleted", { what: "the version to be back" });
});

test("a folder is logged by its path", async (t) => {
  const { host, page, keys } = await open(t);
  const folder = await mixedFolder(host.work, "typed", "typed");
  await toGrid(page);
  await keys.press("Control+n");
  const dialog = page.getByRole("dialog", { name: "Log a version" });
  await dialog.waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Path");
  await keys.type(folder);
  await keys.press("Enter");
  await dialog.getByRole("button", { name: "Log holdout:v2" }).waitFor();
  await until(() => dialog.getByRole("button", { name: "Log holdout:v2" }).isEnabled(), { what: "the plan" });
  await keys.press("Control+Enter");
  await page.getByText(/^Logged holdout:v2/).first().waitFor();
  await page.getByRole("grid").getByText("v2", { exact: true }).waitFor();
});

test("F6 walks the panes, Escape gives the focus back, every stop shows its focus", async (t) => {
  const { page, keys } = await open(t);
  const seen = new Set();
  for (let step = 0; step < 6; step += 1) {
    await keys.press("F6");
    seen.add(await page.evaluate(() => document.activeElement?.closest("[data-pane]")?.getAttribute("data-pane")));
  }
  assert.ok(seen.size >= 3, [...seen].join());
  await toGrid(page);
  await keys.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await keys.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.ok(await page.evaluate(() => document.activeElement?.closest("[role=grid]") !== null), "the focus is in the table again");
});
