/** Retention rules: the preview is the engine's plan, what was shown is what is set, and it can be taken back. */
import assert from "node:assert/strict";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { axeFindings, startHost } from "./host.js";
import { many, openCollection } from "./steps.js";

const some = many(12);

async function openDialog(t) {
  const host = await startHost(t, some);
  const opened = await openCollection(host, t, "nightly");
  await opened.page.getByRole("main").getByRole("button", { name: "More", exact: true }).click();
  await opened.page.getByRole("menuitem", { name: "Retention rules…" }).click();
  const dialog = opened.page.getByRole("dialog", { name: "Retention rule of nightly" });
  await dialog.getByText(/^The next sweep would take/).waitFor();
  return { host, ...opened, dialog };
}

const going = (dialog) => dialog.getByRole("region", { name: "Versions that would go" }).locator("tbody tr td:first-child").allTextContents();

test("a rule's preview is the engine's plan, and what was shown is what is in force", async (t) => {
  const { host, page, dialog, collection } = await openDialog(t);
  await dialog.getByText("The next sweep would take 2 versions", { exact: false }).waitFor();
  await dialog.getByRole("textbox", { name: "How many of the last" }).fill("3");
  await dialog.getByText("The next sweep would take 9 versions", { exact: false }).waitFor();
  await dialog.getByText("It is one of the best").click();
  await dialog.getByText(/^Name the metadata key/).waitFor();
  const key = dialog.getByRole("combobox", { name: "Metadata key" });
  await key.fill("ac");
  await page.getByRole("option", { name: "acc" }).click();
  await dialog.getByRole("textbox", { name: "How many of the best" }).fill("2");
  const given = ["retention", "plan", collection, "--keep-last", "3", "--keep-best", "2", "--max", "acc", "--keep-aliased", "--keep-linked", "--keep-used"];
  const wanted = await host.ctl(...given);
  await dialog.getByText(`The next sweep would take ${wanted.versions} version`, { exact: false }).waitFor();
  const shown = async () => (await going(dialog)).map((text) => text.trim());
  const expected = wanted.rows.filter(({ goes }) => goes).map(({ address }) => address.split("/").slice(2).join("/"));
  assert.ok(expected.length > 0);
  await until(async () => JSON.stringify(await shown()) === JSON.stringify(expected), { what: "the engine's list" });
  const kept = await dialog.locator("dl[aria-label='What is kept and why'] > div").evaluateAll((all) => all.map((each) => Number(each.querySelector("dd").textContent)));
  assert.deepEqual(kept.toSorted(), Object.values(wanted.kept).toSorted());
  assert.deepEqual(await axeFindings(page), []);
  const confirm = dialog.getByRole("checkbox", { name: /I have looked at it/ });
  if (wanted.brakes.length > 0) await confirm.locator("xpath=ancestor::label").click();
  await dialog.getByRole("button", { name: "Set rule" }).click();
  await dialog.waitFor({ state: "detached" });
  const rules = await host.ctl("retention", "show");
  assert.deepEqual(rules.map(({ rule }) => rule), [{ last: 3, best: { count: 2, key: "acc", largest: true }, aliased: true, linked: true, used: true, younger: null }]);
  // The server keeps the store up by itself: its next round takes exactly what was shown.
  const gone = async () => (await host.ctl("trash", "ls")).map(({ address }) => address.split("/").slice(2).join("/")).toSorted();
  await until(async () => JSON.stringify(await gone()) === JSON.stringify(expected.toSorted()), { what: "the rule to take what was shown", seconds: 30 });
});

test("a rule is shown in force, changed, taken away and brought back by Undo", async (t) => {
  const { host, page, dialog, collection } = await openDialog(t);
  await dialog.getByRole("textbox", { name: "How many of the last" }).fill("100");
  await dialog.getByText("The next sweep would take nothing").waitFor();
  await dialog.getByRole("button", { name: "Set rule" }).click();
  await dialog.waitFor({ state: "detached" });
  const rules = async () => (await host.ctl("retention", "show")).map(({ address, words }) => [address, words]);
  assert.deepEqual(await rules(), [[collection, "keep the last 100, what has an alias, what is linked, what a run used"]]);
  await page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Undo" }).click();
  await until(async () => (await rules()).length === 0, { what: "Undo to take it away" });
  // A project's rule is told in a collection without one of its own.
  const project = collection.split("/").slice(0, 2).join("/");
  await host.ctl("retention", "set", project, "--keep-last", "200");
  await page.getByRole("main").getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Retention rules…" }).click();
  await dialog.getByText("Now the project's rule holds here: keep the last 200", { exact: false }).waitFor();
  await dialog.getByRole("region", { name: "Rules in force" }).getByRole("button", { name: /\(project\)/ }).click();
  const above = page.getByRole("dialog", { name: /^Retention rule of/ });
  await above.getByText("Holds for each collection of the project by itself", { exact: false }).waitFor();
  assert.equal(await above.getByRole("textbox", { name: "How many of the last" }).inputValue(), "200");
  await above.getByRole("button", { name: `Remove the rule of ${project}` }).click();
  await until(async () => (await rules()).length === 0, { what: "the rule to go" });
  await above.getByText("None yet: every version is kept until its TTL ends.").waitFor();
});
