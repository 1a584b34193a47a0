/** What several tests do on their way. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { mixedFolder } from "../lib/samples.js";

/** Two versions of `holdout`; v0 is `best`. */
export async function two(host) {
  await host.ctl("log", await mixedFolder(host.work, "a", "first"), "--name", "holdout", "--type", "dataset", "--alias", "best");
  await host.ctl("log", await mixedFolder(host.work, "b", "second"), "--name", "holdout", "--type", "dataset");
}

/** `count` versions of `nightly`, each of another size, with a number in the metadata. */
export const many = (count) => async (host) => {
  const counter = path.join(host.work, "counter.txt");
  for (let version = 0; version < count; version += 1) {
    await writeFile(counter, `${version}\n`.repeat(1 + ((version * 37) % 101)));
    await host.ctl("log", counter, "--name", "nightly", "--type", "dataset", "--metadata", JSON.stringify({ acc: ((version * 7) % 10) / 10 }));
  }
};

/** A page at the collection, with its rows in view. */
export async function openCollection(host, t, name, options = {}) {
  const page = await host.page({ test: t, ...options });
  const { address } = await host.ctl("show", `${name}:v0`);
  const [collection] = address.split(":");
  await page.goto(host.at(`/${collection}`));
  await page.getByRole("grid").getByText(/^v\d+$/).first().waitFor();
  return { page, keys: page.keyboard, collection, grid: page.getByRole("grid") };
}

/** Tab until the focus is in the table. */
export async function toGrid(page) {
  const isThere = () => page.evaluate(() => document.activeElement?.closest("[role=grid]") !== null && document.activeElement?.closest("[role=grid]") !== undefined);
  for (let step = 0; step < 60 && !(await isThere()); step += 1) await page.keyboard.press("Tab");
  assert.ok(await isThere(), "Tab reaches the table");
}

/** Opens the palette and types once its field has the focus. */
export async function palette(page, words) {
  await page.keyboard.press("Control+k");
  await page.waitForFunction(() => document.activeElement?.closest("[role=dialog]") && document.activeElement.matches("input"));
  await page.keyboard.type(words);
}

/** Names of the selected versions that are in view, in their order. */
export const selected = (grid) => grid.getByRole("row", { selected: true }).evaluateAll((rows) => rows.toSorted((a, b) => a.ariaRowIndex - b.ariaRowIndex).map((row) => row.querySelectorAll("[role=gridcell]")[1].textContent));

/** A row by the name of its version. */
export const row = (grid, version) => grid.getByRole("row").filter({ has: grid.page().getByText(version, { exact: true }) });
