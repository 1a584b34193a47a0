/** Aliases, TTL and history. */
import assert from "node:assert/strict";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { startHost } from "./host.js";
import { openCollection, row, two } from "./steps.js";

async function open(t, options) {
  const host = await startHost(t, two);
  return { host, ...(await openCollection(host, t, "holdout", options)) };
}

test("aliases that can't be are refused with the reason; latest stays", async (t) => {
  const { host, page, grid, keys } = await open(t);
  await row(grid, "v1").click();
  await keys.press("a");
  const dialog = page.getByRole("dialog", { name: /^Aliases of holdout v1/ });
  const field = dialog.getByRole("combobox", { name: "Aliases" });
  for (const [alias, reason] of [["v3", /reserved for the index/], ["   ", /at least one character/], ["a/b", /can't contain “\/”/], ["a:b", /can't contain “:”/], ["x".repeat(129), /at most 128/]]) {
    await field.fill(alias);
    await keys.press("Enter");
    await dialog.getByRole("alert").filter({ hasText: reason }).waitFor();
    await field.fill("");
  }
  assert.equal(await dialog.getByRole("button", { name: /^Remove latest/ }).count(), 0);
  await keys.press("Backspace");
  await dialog.getByText("latest", { exact: true }).waitFor();
  await keys.press("Escape");
  assert.deepEqual((await host.ctl("show", "holdout:v1")).aliases.map((alias) => alias.name ?? alias), ["latest"]);
});

test("the TTL dialog says the date and the zone while one types, and what would go at once", async (t) => {
  const { page, grid, keys } = await open(t, { zone: "Asia/Kolkata" });
  await grid.focus();
  await keys.press("Control+a");
  await keys.press("x");
  const dialog = page.getByRole("dialog", { name: /^Time to live of 2 versions/ });
  await dialog.getByText(/UTC\+5:30/).waitFor();
  const dates = () => dialog.getByRole("row").evaluateAll((rows) => rows.slice(1).map((each) => each.children[4].textContent));
  const day = (days) => new Date(Date.now() + days * 86_400_000 + 5.5 * 3_600_000).toISOString().slice(0, 10);
  await dialog.getByRole("textbox", { name: "Number" }).fill("45");
  await until(async () => (await dates()).every((date) => date === day(45)), { what: "both dates 45 days on" });
  assert.match(await dialog.getByRole("row").nth(1).locator("td").nth(4).getAttribute("title"), /GMT\+5:30|IST/);
  await dialog.getByText("Until a date").click();
  await dialog.locator("input[type=date]").fill("2020-01-01");
  await dialog.getByText("2 of 2 versions expire now").waitFor();
  await dialog.getByText(/and go to the trash: .* of which .* is really freed from \d{4}-\d\d-\d\d on/).waitFor();
  assert.equal(await dialog.getByText("already past").count(), 2);
});

test("the history shows before and after, and takes back from there", async (t) => {
  const { host, page } = await open(t);
  await host.ctl("alias", "add", "holdout:v1", "best");
  await host.ctl("ttl", "holdout:v1", "30d");
  await host.ctl("tag", "add", "holdout:v1", "checked");
  await host.ctl("describe", "holdout:v1", "The second one");
  await host.ctl("meta", "set", "holdout:v1", "acc", "0.5");
  await page.goto(host.at("/-/history"));
  const operation = (words) => page.getByRole("listitem").filter({ hasText: words }).first();
  for (const [words, before, after] of [[/best/, "v0", "v1"], [/TTL/, null, /30 d/], [/checked/, "—", /on/], [/escri/, "—", /The second one/]]) {
    const entry = operation(words);
    await entry.getByRole("button", { name: /^Show what changed/ }).click();
    const cells = await entry.getByRole("table").getByRole("row").last().getByRole("cell").allTextContents();
    if (before !== null) assert.ok(cells[2].includes(before), `${words}: ${cells.join(" | ")}`);
    assert.match(cells[3], after instanceof RegExp ? after : new RegExp(after), cells.join(" | "));
  }
  await operation(/best/).getByRole("button", { name: /^Undo:/ }).click();
  await until(async () => JSON.stringify((await host.ctl("show", "holdout:v0")).aliases).includes("best"), { what: "the alias to go back" });
  await operation(/best/).getByRole("button", { name: /^Redo:/ }).or(page.getByRole("button", { name: /^Redo:.*best/ })).first().click();
  await until(async () => JSON.stringify((await host.ctl("show", "holdout:v1")).aliases).includes("best"), { what: "the alias to move again" });
});
