/** Finding: palette, address, recents, theme. */
import assert from "node:assert/strict";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { startHost } from "./host.js";
import { openCollection, palette, row, selected, two } from "./steps.js";

const tagged = async (host) => {
  await two(host);
  await host.ctl("tag", "add", "holdout:v1", "checked by Ada");
};

async function open(t, options) {
  const host = await startHost(t, tagged);
  return { host, ...(await openCollection(host, t, "holdout", options)) };
}

test("the palette finds an alias, a digest, a tag, a run, a setting and a command, with their keys", async (t) => {
  const { host, page, keys } = await open(t);
  const { digest } = await host.ctl("show", "holdout:v0");
  await host.ctl("run", "start", "--name", "night shift", "--job-type", "train");
  const option = (name) => page.getByRole("option", { name });
  for (const [words, hit, place] of [
    ["holdout:best", /holdout:best|best/, /holdout:(best|v0)/],
    [digest.slice(0, 8), new RegExp("holdout"), /holdout:v0/],
    ["checked by", /checked by Ada/, /holdout/],
    ["night sh", /night shift/, /\/-\/run\?run=/],
  ]) {
    await palette(page, words);
    await option(hit).first().waitFor();
    assert.ok((await page.locator("[role=option] mark").count()) > 0 || words === digest.slice(0, 8), `what was typed is marked: ${words}`);
    await keys.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.waitForURL(place);
  }
  await palette(page, "dark theme");
  await option(/Dark theme/).first().waitFor();
  await keys.press("Enter");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await palette(page, "sidebar");
  assert.match(await option(/^Sidebar/).first().textContent(), /F9/);
  await keys.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const isShown = () => page.getByRole("heading", { name: "Work" }).isVisible();
  await until(async () => !(await isShown()), { what: "the sidebar to go" });
  await keys.press("F9");
  await until(isShown, { what: "the key to bring it back" });
});

test("the palette opens at once and gives the focus back", async (t) => {
  const { page, grid, keys } = await open(t);
  await row(grid, "v0").click();
  await keys.press("Control+k");
  await page.waitForFunction(() => document.activeElement?.matches("[role=dialog] input"));
  await keys.press("Escape");
  await page.waitForFunction(() => document.activeElement?.matches("[role=grid]"));
  // Once its code is there, the key press itself makes the field.
  const opened = await page.evaluate(() => {
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "k", code: "KeyK", ctrlKey: true, bubbles: true, cancelable: true }));
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(document.activeElement?.matches("[role=dialog] input") ?? false))));
  });
  assert.ok(opened, "its field has the focus in the next frame");
  assert.deepEqual(await selected(grid), ["v0"]);
});

test("an address can be typed or pasted, also one that is wrong", async (t) => {
  const { page, keys } = await open(t);
  await keys.press("Control+l");
  const field = page.getByRole("textbox", { name: "Address" });
  await field.fill("me/uncategorized/absent:best");
  await keys.press("Enter");
  await page.getByText(/There is no/).first().waitFor();
  await field.fill("me/uncategorized/holdout:best");
  await keys.press("Enter");
  await page.getByRole("tab", { name: /^Overview/ }).waitFor();
  await page.getByRole("heading", { name: /holdout/ }).first().waitFor();
});

test("a link to what lies in the trash says so and brings it back", async (t) => {
  const { host, page } = await open(t);
  await host.ctl("rm", "holdout:v0", "--delete-aliases");
  await page.goto(host.at("/me/uncategorized/holdout:v0"));
  await page.getByRole("main").getByText(/in the trash/i).first().waitFor();
  await page.getByRole("main").getByRole("button", { name: /^Restore/ }).first().click();
  await until(async () => (await host.ctl("show", "holdout:v0")).state !== "deleted", { what: "the version to be back" });
});

test("pins and recents stay, and leave out what was deleted", async (t) => {
  const { host, page } = await open(t);
  await page.getByRole("main").getByRole("button", { name: "More", exact: true }).first().click();
  await page.getByRole("menuitem", { name: "Pin", exact: true }).click();
  await page.goto(host.at("/me/uncategorized/holdout:v0"));
  await page.getByRole("tab", { name: /^Overview/ }).waitFor();
  await page.goto(host.at("/-/settings"));
  const sidebar = page.locator("[data-pane=sidebar]");
  await sidebar.getByRole("heading", { name: "Pinned" }).waitFor();
  await sidebar.getByRole("button", { name: "holdout:v0" }).waitFor();
  await host.ctl("rm", "holdout:v0", "--delete-aliases");
  await sidebar.getByRole("button", { name: "holdout:v0" }).waitFor({ state: "detached" });
  await host.ctl("rm", "--collection", "holdout");
  await sidebar.getByRole("heading", { name: "Pinned" }).waitFor();
  await until(async () => (await sidebar.getByRole("list").getByRole("button", { name: /^holdout/ }).count()) === 0, { what: "the pin to hide" });
});

test("the theme follows the system at once, and stays when it was chosen", async (t) => {
  const { host, page } = await open(t);
  const colour = () => page.evaluate(() => getComputedStyle(document.querySelector("main")).color);
  const light = await colour();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await colour();
  assert.notEqual(dark, light);
  await page.goto(host.at("/-/settings"));
  await page.getByRole("radio", { name: "Light" }).or(page.getByText("Light", { exact: true })).first().click();
  await until(async () => (await colour()) === light, { what: "the light theme" });
  await page.reload();
  await page.getByRole("navigation", { name: "Sections of the settings" }).waitFor();
  assert.equal(await colour(), light, "kept, though the system is dark");
});

test("text from 80 to 200 % leaves no control cut off, and the last row can be reached", async (t) => {
  const { host, page, grid, keys } = await open(t);
  const { cutOff } = await import("./layout.js");
  const findings = [];
  for (const place of ["/me/uncategorized/holdout", "/me/uncategorized/holdout:v1", "/me/uncategorized/holdout:v1?tab=files", "/-/settings"]) {
    await page.goto(host.at(place));
    await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null && document.querySelector("main *") !== null);
    await keys.press("Control+0");
    await keys.press("Control+Minus");
    await keys.press("Control+Minus");
    for (const percent of [80, 90, 100, 110, 125, 150, 175, 200]) {
      await page.waitForFunction((zoom) => Number(document.documentElement.style.getPropertyValue("--zoom")) === zoom, percent / 100);
      findings.push(...(await cutOff(page)).map((finding) => `${place} at ${percent} %: ${finding}`));
      if (place.endsWith("holdout")) {
        await grid.focus();
        await keys.press("End");
        await until(async () => (await selected(grid)).join() === "v0", { what: "the last row" });
        await keys.press("Home");
      }
      await keys.press("Control+Equal");
    }
  }
  assert.deepEqual(findings, []);
});
