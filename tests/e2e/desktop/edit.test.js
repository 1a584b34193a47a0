/** Aliases, TTL and taking things back, in the window. */
import assert from "node:assert/strict";
import { mixedFolder } from "../lib/samples.js";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { logByCommand } from "./steps.js";
import { start } from "./window.js";

/** A window with `holdout`: v0 has the alias `best`, v1 has none; both went in a moment ago. */
async function twoVersions(t) {
  const window = await start(t);
  await logByCommand(window, await mixedFolder(window.home.work, "a", "first"), "holdout", "dataset", { aliases: ["best"] });
  await logByCommand(window, await mixedFolder(window.home.work, "b", "second"), "holdout", "dataset");
  return window;
}

const aliasesOf = async (window, version) => (await window.rpc("version.show", { version })).aliases.map(({ name }) => name).sort();

test("moving an alias says from where before it moves, and Ctrl+Z takes it back", async (t) => {
  const window = await twoVersions(t);
  await window.goTo("holdout:v1");
  await window.find("heading", /holdout\s*v1/);
  await window.click("button", "More");
  await window.click("menuitem", /^Edit aliases/);
  const dialog = await window.find("dialog", /^Aliases of holdout v1/);
  const field = await window.find("combobox", "Aliases", { within: dialog });
  await window.driver.type(field, "best");
  await window.sees("moves “best” from v0 to v1");
  assert.deepEqual(await aliasesOf(window, "holdout:v0"), ["best"], "nothing has moved yet");
  await window.driver.type(field, "\uE007");
  await window.click("button", "Save aliases");
  await window.gone("dialog", /^Aliases of/);
  await until(async () => (await aliasesOf(window, "holdout:v1")).includes("best"), { what: "the alias to move" });
  assert.deepEqual(await aliasesOf(window, "holdout:v0"), []);

  await window.keys("Control+z");
  await until(async () => (await aliasesOf(window, "holdout:v0")).includes("best"), { what: "the alias to go back" });
  assert.deepEqual(await aliasesOf(window, "holdout:v1"), ["latest"]);
  await window.keys("Control+Shift+z");
  await until(async () => (await aliasesOf(window, "holdout:v1")).includes("best"), { what: "the alias to move again" });
  assert.deepEqual(await window.errors(), []);
});

test("aliases that are not allowed are refused with the reason", async (t) => {
  const window = await twoVersions(t);
  await window.goTo("holdout:v1");
  await window.find("heading", /holdout\s*v1/);
  await window.click("button", "More");
  await window.click("menuitem", /^Edit aliases/);
  const field = await window.find("combobox", "Aliases", { within: await window.find("dialog", /^Aliases of/) });
  await window.driver.type(field, "v3");
  await window.sees("reserved");
});

test("a TTL that expires at once is shown in red, goes to the trash and comes back", async (t) => {
  const window = await twoVersions(t);
  await window.goTo("holdout:v1");
  await window.find("heading", /holdout\s*v1/);
  await window.click("button", "More");
  await window.click("menuitem", /^Set TTL/);
  await window.find("dialog", /^Time to live of/);
  // Until its plan is there the dialog is drawn anew: only what is asked for last stands still.
  await window.sees("Until a date");
  const choice = await window.find("radio", /^Until a date/);
  await window.driver.run(`(radio) => radio.closest("label").click()`, choice);
  await window.waitFor("the date field", () => document.querySelector("[role=dialog] input[type=date], dialog input[type=date]") !== null);
  await window.driver.run(`() => document.querySelector("input[type=date]").focus()`);
  // Months first, as WebKit has it without a locale; the slash goes on to the next part.
  await window.keys(..."01/01/2020");
  await window.sees("This version expires now");
  const colour = await window.driver.run(`() => getComputedStyle([...document.querySelectorAll("td")].find((cell) => cell.textContent === "already past")).color`);
  const [, red, green, blue] = /(\d+), (\d+), (\d+)/.exec(colour) ?? [];
  assert.ok(Number(red) > 1.5 * Number(green) && Number(red) > 1.5 * Number(blue), `red: ${colour}`);
  await window.click("button", "Set TTL on v1");
  await window.gone("dialog", /^Time to live of/);
  await until(async () => (await window.rpc("store.info")).trashed === 1, { what: "the version to lie in the trash" });
  await window.keys("Control+z");
  await until(async () => (await window.rpc("store.info")).trashed === 0, { what: "the version to come back" });
});

test("Ctrl+Z takes back a log and gives latest back", async (t) => {
  const window = await twoVersions(t);
  await window.goTo("holdout");
  await window.find("grid", /holdout/);
  assert.deepEqual(await aliasesOf(window, "holdout:v1"), ["latest"]);
  await window.keys("Control+z");
  await until(async () => (await aliasesOf(window, "holdout:v0")).includes("latest"), { what: "latest to return to v0" });
  await window.waitFor("the row to lie in the trash", () => [...document.querySelectorAll("[role=row]")].some((row) => /v1.*In trash/s.test(row.textContent)));
});
