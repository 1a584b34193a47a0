/** Who signs in with a key: what their role refuses is disabled, says why, and changes nothing. */
import assert from "node:assert/strict";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { axeFindings, startHost } from "./host.js";
import { palette, row, two } from "./steps.js";

/** Makes a key, signs a page in with it on the sign-in page, and opens the collection. */
async function as(t, role, place = null) {
  const host = await startHost(t, two);
  const { key } = await host.ctl("key", "add", "--name", `mia-${role}`, "--role", role);
  const page = await host.page({ test: t, signIn: false });
  await page.goto(host.at("/sign-in"));
  await page.getByLabel("Key").fill(key);
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.getByRole("contentinfo", { name: "Status" }).getByText(`mia-${role} · ${role}`).waitFor();
  const { address } = await host.ctl("show", "holdout:v0");
  const collection = address.split(":")[0];
  await page.goto(host.at(place ?? `/${collection}`));
  await page.getByRole("contentinfo", { name: "Status" }).getByText(`mia-${role} · ${role}`).waitFor();
  if (place === null) await page.getByRole("grid").getByText("v1", { exact: true }).waitFor();
  return { host, page, keys: page.keyboard, grid: page.getByRole("grid"), collection };
}

/** A control that is there, can be reached, and is disabled with a reason. */
async function refused(page, control, reason) {
  await control.waitFor();
  assert.equal(await control.getAttribute("aria-disabled"), "true", `${await control.getAttribute("aria-label") ?? await control.textContent()} is disabled`);
  const id = await control.getAttribute("aria-describedby");
  const words = await page.locator(`[id="${id}"]`).textContent();
  assert.match(words, reason);
}

const FOR_MEMBERS = /mia-viewer is a viewer; this needs an administrator or a member/;
const FOR_ADMINS = /mia-member is a member; this needs an administrator/;

test("to a viewer everything that writes is disabled with the reason, and nothing changes", async (t) => {
  const { host, page, keys, grid, collection } = await as(t, "viewer");
  const before = JSON.stringify([await host.ctl("history"), await host.ctl("versions", "holdout")]);
  await row(grid, "v0").click();
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  for (const name of ["alias", "tag", "Set TTL…", "Edit description"]) await refused(page, inspector.getByRole("button", { name, exact: true }), FOR_MEMBERS);
  await refused(page, page.getByRole("banner").getByRole("button", { name: "Log version…" }), FOR_MEMBERS);
  assert.equal(await inspector.getByRole("button", { name: /^Remove / }).count(), 0, "labels have no cross");
  assert.deepEqual(await axeFindings(page), []);
  // Keys: each says why, none opens a dialog.
  await grid.focus();
  for (const key of ["Delete", "x", "a", "t", "F2", "Control+z"]) {
    await keys.press(key);
    await page.getByRole("region", { name: "Notifications" }).getByText(FOR_MEMBERS).waitFor();
    assert.equal(await page.getByRole("dialog").count() + (await page.getByRole("alertdialog").count()), 0, `${key} opens nothing`);
    await page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: /Dismiss|Close/ }).first().click();
    await grid.focus();
  }
  // A shown control does nothing by pointer and by key either.
  const remove = page.locator('[data-action="delete"]');
  await keys.press("Control+a");
  await refused(page, remove, FOR_MEMBERS);
  await remove.focus();
  await keys.press("Enter");
  await remove.click({ force: true });
  assert.equal(await page.getByRole("alertdialog").count(), 0);
  // The menu: reachable, with a short reason; choosing keeps it open.
  await row(grid, "v1").click();
  await row(grid, "v1").click({ button: "right" });
  const item = page.getByRole("menuitem", { name: /^Delete…/ });
  await refused(page, item, FOR_MEMBERS);
  await item.getByText("for members").waitFor();
  await item.click({ force: true });
  await item.waitFor();
  assert.deepEqual(await axeFindings(page), []);
  await keys.press("Escape");
  // The palette offers the command with its reason and does nothing.
  await palette(page, "delete");
  const option = page.getByRole("option", { name: /^Delete…/ });
  assert.equal(await option.getAttribute("aria-disabled"), "true");
  await option.getByText(FOR_MEMBERS).waitFor();
  await option.click({ force: true });
  await page.getByRole("dialog").waitFor();
  await keys.press("Escape");
  await page.goto(host.at(`/${collection}:v1`));
  await refused(page, page.getByRole("button", { name: "Add aliases and tags" }), FOR_MEMBERS);
  await refused(page, page.getByRole("main").getByRole("button", { name: "Set TTL…" }), FOR_MEMBERS);
  await refused(page, page.getByRole("main").getByRole("button", { name: "Export…" }), /only its owner may do that/);
  assert.equal(JSON.stringify([await host.ctl("history"), await host.ctl("versions", "holdout")]), before, "nothing changed");
});

test("a member labels and deletes; settings, keys and rules stay with administrators", async (t) => {
  const { host, page, keys, grid } = await as(t, "member");
  await row(grid, "v0").click();
  await grid.focus();
  await keys.press("t");
  const tags = page.getByRole("dialog", { name: /^Tags/ });
  await tags.getByRole("combobox").fill("checked");
  await keys.press("Enter");
  await keys.press("Control+Enter");
  await until(async () => JSON.stringify(await host.ctl("show", "holdout:v0")).includes("checked"), { what: "the member's tag" });
  await page.goto(host.at("/-/settings?section=team"));
  await page.getByText(FOR_ADMINS).waitFor();
  assert.ok(await page.getByRole("radio", { name: "Never expires" }).isDisabled());
  assert.deepEqual(await axeFindings(page), []);
  await page.goto(host.at("/-/settings?section=keys"));
  await refused(page, page.getByRole("button", { name: "Make a key…" }), FOR_ADMINS);
  assert.equal(await page.getByRole("table").count(), 0);
  assert.deepEqual(await axeFindings(page), []);
  await palette(page, "retention");
  await page.getByRole("option", { name: /^Retention rules/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Retention rule/ });
  await refused(page, dialog.getByRole("button", { name: "Set rule" }), FOR_ADMINS);
  assert.deepEqual(await axeFindings(page), []);
});

test("a role that changes meanwhile: the engine's words are shown and the window follows", async (t) => {
  const { host, page, keys, grid } = await as(t, "member");
  await row(grid, "v0").click();
  const button = page.getByRole("complementary", { name: "Inspector" }).getByRole("button", { name: "Set TTL…" });
  await button.waitFor();
  assert.equal(await button.getAttribute("aria-disabled"), null);
  await grid.focus();
  await keys.press("x");
  await page.getByRole("dialog", { name: /^Time to live/ }).waitFor();
  await host.ctl("settings", "set", "ttl-setters", "admins");
  await keys.press("Escape");
  await page.waitForFunction((name) => [...document.querySelectorAll("button")].some((each) => each.ariaLabel === name && each.ariaDisabled === "true"), "Set TTL…");
  await refused(page, button, /only administrators set/);
  await host.ctl("settings", "set", "ttl-setters", "members");
  await page.waitForFunction((name) => [...document.querySelectorAll("button")].some((each) => each.ariaLabel === name && each.ariaDisabled !== "true"), "Set TTL…");
});

test("an administrator makes a key, sees it once, and revokes it", async (t) => {
  const host = await startHost(t, two);
  const page = await host.page({ test: t });
  await page.goto(host.at("/-/settings?section=keys"));
  await page.getByRole("heading", { name: "No keys yet" }).waitFor();
  const make = async (name, role) => {
    await page.getByRole("button", { name: "Make a key…" }).click();
    const dialog = page.getByRole("dialog", { name: "Make a key" });
    await dialog.getByLabel("Name").fill(name);
    await dialog.locator("label").filter({ hasText: new RegExp(`^${role}`) }).click();
    await dialog.getByRole("button", { name: "Make key" }).click();
    return dialog;
  };
  await make("node-3", "Viewer");
  const shown = page.getByRole("dialog", { name: "The key of node-3" });
  const key = await shown.getByTestId("api-key").textContent();
  assert.match(key, /^\S{40}$/);
  assert.deepEqual(await axeFindings(page), []);
  await shown.getByRole("button", { name: "Close" }).click();
  assert.equal(await page.getByText(key).count(), 0, "it is shown once");
  assert.deepEqual((await host.ctl("key", "ls")).map(({ name, role }) => [name, role]), [["node-3", "viewer"]]);
  const dialog = await make("node-3", "Member");
  await dialog.getByText(/node-3/).and(dialog.locator("[slot=errorMessage], [class*=error]")).first().waitFor();
  await page.keyboard.press("Escape");
  // A session of that key ends with it.
  const other = await host.page({ test: t, signIn: false });
  await other.goto(host.at("/sign-in"));
  await other.getByLabel("Key").fill(key);
  await other.getByRole("button", { name: /sign in/i }).click();
  await other.getByRole("contentinfo", { name: "Status" }).getByText("node-3 · viewer").waitFor();
  await page.getByRole("button", { name: "Revoke node-3…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke key" }).click();
  await page.getByRole("table").getByText(/^Revoked/).waitFor();
  assert.deepEqual(await axeFindings(page), []);
  assert.notEqual((await host.ctl("key", "ls"))[0].revoked_at, null);
});

test("team settings show what they would do and are carried out as shown", async (t) => {
  const host = await startHost(t, two);
  const page = await host.page({ test: t });
  await page.goto(host.at("/-/settings?section=team"));
  await page.getByRole("textbox", { name: "Days in the trash" }).fill("3");
  await page.getByText("Administrators only").click();
  await page.getByRole("region", { name: "What this changes" }).getByText("This expires or deletes nothing now.").waitFor();
  assert.deepEqual(await axeFindings(page), []);
  await page.getByRole("button", { name: "Save team settings" }).click();
  await until(async () => (await host.ctl("settings", "get")).trash_days === 3, { what: "the setting to be kept" });
  assert.equal((await host.ctl("settings", "get")).ttl_setters, "admins");
  await page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Undo" }).click();
  await until(async () => (await host.ctl("settings", "get")).trash_days === 7, { what: "the settings as before" });
  await page.waitForFunction(() => document.querySelector("input[inputmode=numeric][aria-label='Days in the trash']")?.value === "7");
});
