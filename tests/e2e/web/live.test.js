/** What others do to the store appears in the open page. */
import assert from "node:assert/strict";
import { mixedFolder } from "../lib/samples.js";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { startHost } from "./host.js";

test("what cairnctl changes shows by itself and keeps the selection", async (t) => {
  const host = await startHost(t, async (filled) => {
    await filled.ctl("log", await mixedFolder(filled.work, "a", "first"), "--name", "holdout", "--type", "dataset");
    await filled.ctl("log", await mixedFolder(filled.work, "b", "second"), "--name", "holdout", "--type", "dataset");
  });
  const page = await host.page({ test: t });
  const { address } = await host.ctl("show", "holdout:v0");
  await page.goto(host.at(`/${address.split(":")[0]}`));
  const grid = page.getByRole("grid");
  await grid.getByText("v0", { exact: true }).click();
  await page.getByRole("complementary", { name: "Inspector" }).getByText("v0").first().waitFor();

  const shows = async (what, change, isShown) => {
    await change();
    await until(isShown, { what, seconds: 5, every: 20 });
  };
  const row = (words) => async () => (await grid.getByRole("row").filter({ hasText: words }).count()) > 0;
  await shows("an alias", () => host.ctl("alias", "add", "holdout:v0", "seen"), row("seen"));
  await shows("a tag", () => host.ctl("tag", "add", "holdout:v1", "checked"), row("checked"));
  const folder = await mixedFolder(host.work, "c", "third");
  await shows("a version", () => host.ctl("log", folder, "--name", "holdout", "--type", "dataset"), async () => (await grid.getByText("v2", { exact: true }).count()) > 0);
  await shows("an undo", () => host.ctl("undo"), row("In trash"));
  assert.ok(await grid.getByRole("row", { selected: true }).filter({ hasText: "v0" }).count(), "v0 is still selected");
  assert.deepEqual(page.complaints, []);
});
