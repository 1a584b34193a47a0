/** The table of versions: order, selection, columns, filter, copies, menu. */
import assert from "node:assert/strict";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { startHost } from "./host.js";
import { many, openCollection, row, selected, toGrid } from "./steps.js";

const sixty = many(60);

/** Sixty versions of `nightly`, v59 first. */
async function open(t, options) {
  const host = await startHost(t, sixty);
  return { host, ...(await openCollection(host, t, "nightly", options)) };
}

const first = (grid) => grid.locator("[aria-rowindex='2'] [role=gridcell]").nth(1).textContent();

test("sorting by any column keeps the selection; a second click turns the order round", async (t) => {
  const { grid } = await open(t);
  await row(grid, "v58").click();
  await row(grid, "v57").click({ modifiers: ["Control"] });
  const names = new Set();
  for (const column of ["Size", "TTL remaining", "Created", "Version"]) {
    const head = grid.getByRole("columnheader", { name: column });
    for (let click = 0; click < 2; click += 1) {
      const before = await head.getAttribute("aria-sort");
      await head.click();
      await until(async () => (await head.getAttribute("aria-sort")) !== before, { what: `the order by ${column}` });
      names.add(await first(grid));
    }
  }
  assert.ok(names.size > 2, "the order changed");
  await grid.getByRole("columnheader", { name: "Size" }).click();
  await grid.getByRole("columnheader", { name: "Version" }).click();
  await until(async () => (await first(grid)) === "v0", { what: "the oldest to be first" });
  await grid.getByRole("columnheader", { name: "Version" }).click();
  await until(async () => (await first(grid)) === "v59", { what: "the newest to be first again" });
  assert.deepEqual(await selected(grid), ["v58", "v57"]);
});

test("clicks and keys select as in a file manager; all means all of the filter", async (t) => {
  const { host, page, grid, keys } = await open(t);
  await row(grid, "v58").click();
  await row(grid, "v55").click({ modifiers: ["Shift"] });
  assert.deepEqual(await selected(grid), ["v58", "v57", "v56", "v55"]);
  await row(grid, "v57").click({ modifiers: ["Control"] });
  assert.deepEqual(await selected(grid), ["v58", "v56", "v55"]);
  await row(grid, "v52").click();
  await keys.press("Shift+ArrowDown");
  await keys.press("Shift+ArrowDown");
  assert.deepEqual(await selected(grid), ["v52", "v51", "v50"]);
  await keys.press("Shift+ArrowUp");
  assert.deepEqual(await selected(grid), ["v52", "v51"]);
  await keys.press("Control+ArrowDown");
  await keys.press("Control+ArrowDown");
  await keys.press("Control+Space");
  assert.deepEqual(await selected(grid), ["v52", "v51", "v49"]);
  await keys.press("Control+a");
  const bar = page.getByRole("toolbar", { name: "Actions for the selected versions" });
  await bar.getByText("All 60 selected").waitFor();
  await row(grid, "v58").click({ modifiers: ["Control"] });
  await bar.getByText("59 selected").waitFor();
  await keys.press("x");
  const dialog = page.getByRole("dialog", { name: /^Time to live of 59 versions/ });
  await dialog.getByRole("button", { name: "Keep for 30 days" }).or(dialog.getByRole("button", { name: /30 d/ })).first().click();
  await dialog.getByRole("button", { name: "Set TTL on 59 versions" }).click();
  await dialog.waitFor({ state: "detached" });
  const kept = async (version) => (await host.ctl("show", `nightly:${version}`)).ttl_seconds;
  assert.deepEqual([await kept("v0"), await kept("v58"), await kept("v59")], [30 * 86_400, null, 30 * 86_400]);
  await toGrid(page);
  await keys.press("Escape");
  assert.deepEqual(await selected(grid), []);
});

test("a filter with a mistake says where, the list stays; a filter without hits names itself and can be cleared", async (t) => {
  const { page, grid } = await open(t);
  const field = page.getByRole("textbox", { name: "Filter versions" });
  await field.fill("size:>1XB");
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.textContent(), /1XB/);
  assert.match(await alert.locator("mark").textContent(), /1XB/, "the mistake is marked in what was typed");
  await row(grid, "v59").waitFor();
  await field.fill("meta.acc:>=0.5");
  await page.getByText(/^\d+ of 60$/).waitFor();
  await until(async () => (await page.getByRole("alert").count()) === 0, { what: "the mistake to go" });
  await field.fill("tag:absent");
  await page.getByRole("heading", { name: "Nothing matches tag:absent" }).waitFor();
  await page.getByRole("button", { name: "Clear the filter" }).last().click();
  await row(grid, "v59").waitFor();
  assert.equal(await field.inputValue(), "");
});

test("columns keep their choice, order and width for the type", async (t) => {
  const { page, grid, host } = await open(t);
  await page.getByRole("button", { name: "Columns" }).click();
  const chooser = page.getByRole("dialog", { name: "Columns" });
  await chooser.getByText("Digest", { exact: true }).click();
  await chooser.getByText(/^Change/).click();
  await chooser.getByRole("button", { name: "Move Size up" }).click();
  await page.keyboard.press("Escape");
  const heads = () => grid.getByRole("columnheader").evaluateAll((all) => all.map((head) => head.textContent).filter(Boolean));
  const edge = await grid.getByRole("columnheader", { name: "Size" }).boundingBox();
  await page.mouse.move(edge.x + edge.width - 2, edge.y + edge.height / 2);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width + 58, edge.y + edge.height / 2, { steps: 4 });
  await page.mouse.up();
  const before = await heads();
  assert.deepEqual([before.includes("Digest"), before.includes("Change"), before.indexOf("Size") < before.indexOf("Created")], [true, false, true]);
  const width = async () => Math.round((await grid.getByRole("columnheader", { name: "Size" }).boundingBox()).width);
  assert.ok(Math.abs((await width()) - edge.width - 60) < 3, `${await width()} after ${edge.width}`);
  const wide = await width();
  await host.ctl("log", host.work, "--name", "other", "--type", "dataset", "--metadata", '{"acc":1}');
  await page.goto(host.at(page.url().replace(/nightly.*/, "other")));
  await grid.getByText("v0", { exact: true }).waitFor();
  assert.deepEqual([await heads(), await width()], [before, wide], "another collection of the type looks the same");
});

test("a table fits the window: the least important columns give way, those asked for by name stay", async (t) => {
  const { page, grid, collection } = await open(t, { size: [1920, 1080] });
  const heads = () => grid.getByRole("columnheader").evaluateAll((all) => all.map((head) => head.textContent).filter(Boolean));
  const isFitted = () => grid.evaluate((element) => element.scrollWidth <= element.clientWidth);
  assert.deepEqual([await isFitted(), (await heads()).includes("Change")], [true, true]);
  await page.setViewportSize({ width: 1024, height: 600 });
  await until(async () => !(await heads()).includes("Change"), { what: "fewer columns" });
  assert.ok(await isFitted(), "versions at 1024");
  await page.getByRole("button", { name: "Columns" }).click();
  const change = page.getByRole("dialog", { name: "Columns" }).getByText(/^Change( — no room now)?$/);
  await change.click();
  await change.click();
  await until(async () => (await heads()).includes("Change"), { what: "the column that was asked for" });
  await page.goto(new URL(`/${collection.split("/").slice(0, 2).join("/")}`, page.url()).href);
  await grid.getByText("nightly", { exact: true }).waitFor();
  assert.ok(await isFitted(), "collections at 1024");
});

test("copies have the form that was chosen, and say so", async (t) => {
  const { page, grid, keys } = await open(t);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await row(grid, "v58").click();
  await keys.press("Control+c");
  await page.getByText("Copied uncategorized/nightly:v58").waitFor();
  assert.equal(await clipboard(), "uncategorized/nightly:v58");
  await row(grid, "v57").click({ modifiers: ["Shift"] });
  for (const [form, said, looks] of [
    ["CSV", "Copied 2 versions as CSV", /^reference,version,.*\r\nuncategorized\/nightly:v58,v58,/],
    ["JSON", "Copied 2 versions as JSON", /"reference": "uncategorized\/nightly:v58"/],
    ["Markdown table", "Copied 2 versions as a Markdown table", /^\| version \|.*\n\| --- \|.*\n\| v58 \|.*UTC/],
    ["References", "Copied 2 references", /^uncategorized\/nightly:v58\nuncategorized\/nightly:v57$/],
  ]) {
    await row(grid, "v57").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Copy as" }).click();
    await page.getByRole("menuitem", { name: form, exact: true }).click();
    await page.getByText(said).first().waitFor();
    assert.match(await clipboard(), looks);
  }
});

test("the context menu is the same by pointer and by key, and in view at the edge", async (t) => {
  const { page, grid, keys } = await open(t, { size: [900, 600] });
  const menu = page.getByRole("menu");
  const entries = async () => {
    await menu.waitFor();
    const box = await menu.boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 900 && box.y + box.height <= 600, JSON.stringify(box));
    const names = await menu.getByRole("menuitem").allTextContents();
    await keys.press("Escape");
    await menu.waitFor({ state: "detached" });
    return names;
  };
  await row(grid, "v58").click({ button: "right" });
  const byPointer = await entries();
  assert.ok(byPointer.some((name) => name.startsWith("Delete")));
  await keys.press("Shift+F10");
  assert.deepEqual(await entries(), byPointer);
  await keys.press("ContextMenu");
  assert.deepEqual(await entries(), byPointer);
  await keys.press("End");
  await row(grid, "v0").click({ button: "right", position: { x: 340, y: 10 } });
  assert.equal((await entries()).length, byPointer.length, "at the lower edge");
});

test("going back finds the place, the selection and the order as they were", async (t) => {
  const { page, grid, keys } = await open(t);
  await grid.getByRole("columnheader", { name: "Created" }).click();
  await until(async () => (await first(grid)) === "v0", { what: "the oldest to be first" });
  await grid.focus();
  await keys.press("Home");
  for (let step = 0; step < 45; step += 1) await keys.press("ArrowDown");
  await until(async () => (await selected(grid)).join() === "v45", { what: "v45 to be selected" });
  const top = async () => (await row(grid, "v45").boundingBox()).y;
  const before = await top();
  await keys.press("Enter");
  await page.getByRole("tab", { name: /^Overview/ }).waitFor();
  await page.getByRole("navigation", { name: "Place" }).getByText("v45").waitFor();
  await keys.press("Alt+ArrowLeft");
  await row(grid, "v45").waitFor();
  assert.deepEqual([await selected(grid), await top()], [["v45"], before]);
  await keys.press("Alt+ArrowRight");
  await page.getByRole("tab", { name: /^Overview/ }).waitFor();
  await keys.press("Alt+ArrowUp");
  await grid.waitFor();
  await keys.press("Alt+ArrowUp");
  await page.getByRole("grid", { name: "Collections" }).waitFor();
  await page.getByRole("navigation", { name: "Place" }).getByText("uncategorized").waitFor();
  await keys.press("Alt+ArrowLeft");
  await keys.press("Alt+ArrowLeft");
  await page.getByRole("tab", { name: /^Overview/ }).waitFor();
  await keys.press("Alt+ArrowLeft");
  await row(grid, "v45").waitFor();
  assert.deepEqual([await selected(grid), await top()], [["v45"], before]);
});

test("typing v and a number jumps there, End and Home go to the ends, times and sizes say what they are", async (t) => {
  const { page, grid, keys } = await open(t);
  await grid.focus();
  await keys.type("v12");
  await until(async () => (await selected(grid)).join() === "v12", { what: "v12" });
  await keys.press("End");
  await until(async () => (await selected(grid)).join() === "v0", { what: "v0" });
  await keys.press("Home");
  await until(async () => (await selected(grid)).join() === "v59", { what: "v59" });
  const time = row(grid, "v59").locator("time");
  assert.match((await time.getAttribute("title")) ?? (await time.getAttribute("data-title")) ?? "", /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
  assert.match(await time.textContent(), /now|min ago|sec/);
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  for (const word of [/exclusive/i, /shared/i]) await inspector.getByText(word).first().waitFor();
});
