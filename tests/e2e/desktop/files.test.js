/** Looking inside a version, and dragging files out of the window. */
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { mixedFolder } from "../lib/samples.js";
import { run, Running } from "../lib/processes.js";
import { test } from "../lib/runner.js";
import { until } from "../lib/until.js";
import { logByCommand, middleOf } from "./steps.js";
import { newHome, start } from "./window.js";

const here = path.dirname(fileURLToPath(import.meta.url));

async function filesTab(t, home) {
  const window = await start(t, { home });
  const folder = await mixedFolder(window.home.work, "holdout");
  const address = await logByCommand(window, folder, "holdout", "dataset");
  await window.goTo(`cairn://${address}?tab=files`);
  await window.find("tree", /^Files of holdout/);
  return { window, folder };
}

test("text, tables, Markdown, JSON, pictures and bytes are previewed", async (t) => {
  const { window } = await filesTab(t);
  await window.click("treeitem", /notes\.txt/);
  await window.sees("Notes of the first run", { seconds: 30 });
  await window.click("treeitem", /labels\.csv/);
  await window.sees("sample-3");
  await window.click("treeitem", /README\.md/);
  await window.sees("Some words");
  await window.click("treeitem", /config\.json/);
  await window.sees("epochs");
  await window.click("treeitem", /weights\.bin/);
  await window.sees("00 1f 3e");
  await window.click("treeitem", /^images/);
  await window.keys("Right");
  await window.click("treeitem", /gradient\.png/);
  await window.waitFor("the picture", () => [...document.querySelectorAll("img, canvas")].some((picture) => (picture.naturalWidth ?? picture.width) >= 64));
  assert.deepEqual(await window.errors(), []);
});

test("Space opens quick look, arrows walk on, Escape gives the focus back", async (t) => {
  const { window } = await filesTab(t);
  await window.click("treeitem", /README\.md/);
  await window.keys("Space");
  const look = await window.find("dialog", /README\.md/);
  assert.ok(look);
  await window.keys("Down");
  await window.find("dialog", /config\.json|labels\.csv/);
  await window.keys("Escape");
  await window.gone("dialog");
  await window.waitFor("the focus in the tree", () => document.activeElement?.closest("[role=tree]") !== null);
});

test("a file dragged out arrives with its name and content, and its copy can be changed", async (t) => {
  const { window, folder } = await filesTab(t);
  const taken = path.join(window.home.folder, "taken");
  await mkdir(taken);
  const target = new Running(path.join(here, "drop-target"), ["drop-target-window", taken], { env: window.home.env });
  t.cleanup(() => target.stop());
  await target.says(/^ready/m);
  const file = await window.find("treeitem", /labels\.csv/);
  const from = await middleOf(window, file);
  await dragTo(window, from, "drop-target-window");
  const [, copies] = await target.says(/^(\[.*\])$/m);
  const [copy] = JSON.parse(copies);
  assert.equal(path.basename(copy), "labels.csv");
  assert.deepEqual(await readFile(copy), await readFile(path.join(folder, "labels.csv")));
  await writeFile(copy, "changed");
  const { job } = await window.rpc("store.check", { read_data: true });
  await until(async () => (await window.rpc("job.list")).find((each) => each.id === job)?.state === "done", { what: "the check" });
});

test("a file opens in the system's program, an export lands where it was asked and is shown there", async (t) => {
  const home = await newHome(t);
  // Stands for whatever the system opens files with, and says what it was given.
  const bin = path.join(home.folder, "bin");
  const given = path.join(home.folder, "given");
  await mkdir(bin);
  await writeFile(path.join(bin, "xdg-open"), `#!/bin/sh\necho "$1" >>"${given}"\n`, { mode: 0o755 });
  home.env.PATH = `${bin}:${home.env.PATH}`;
  const { window, folder } = await filesTab(t, home);
  const manager = new Running(path.join(here, "file-manager"), [], { env: home.env });
  t.cleanup(() => manager.stop());
  await manager.says(/^ready/m);
  const told = (expression) => until(async () => expression.exec(await readFile(given, "utf8").catch(() => "")), { what: `xdg-open to be given ${expression}` });
  await window.click("treeitem", /notes\.txt/);
  await window.keys("Shift+F10");
  await window.click("menuitem", "Open with system app");
  const [opened] = await told(/^.*notes\.txt$/m);
  assert.deepEqual(await readFile(opened.replace(/^file:\/\//, "")), await readFile(path.join(folder, "notes.txt")));

  const target = path.join(home.work, "taken out");
  await window.click("treeitem", /notes\.txt/);
  await window.keys("Control+e");
  await window.find("dialog", /^Export files/);
  await window.fill("textbox", "Folder", target);
  const whole = await window.find("radio", /^The whole version/);
  await window.driver.run(`(radio) => radio.closest("label").click()`, whole);
  await window.click("button", "Export 6 files to taken out");
  await window.sees("Exported 6 files");
  for (const name of ["notes.txt", "weights.bin", "images/gradient.png"]) assert.deepEqual(await readFile(path.join(target, name)), await readFile(path.join(folder, name)), name);
  await window.click("button", "Show in folder");
  await manager.says(/taken%20out/);
});

/** Presses on a point of the window, moves slowly to the middle of another window, and lets go. */
async function dragTo(window, from, title) {
  const { env } = window.home;
  const xdotool = (...args) => run("xdotool", args.map(String), { env });
  const id = await window.windowId();
  const target = (await xdotool("search", "--onlyvisible", "--name", title)).stdout.trim();
  await xdotool("mousemove", "--window", id, from.x, from.y, "sleep", "0.3", "mousedown", "1", "sleep", "0.3");
  for (let step = 1; step <= 8; step += 1) await xdotool("mousemove", "--window", id, from.x + step * 4, from.y + step * 3, "sleep", "0.1");
  // The files are written before the system's drag begins; it takes the pointer then.
  await xdotool("sleep", "1");
  for (const part of [0.25, 0.5, 0.75, 1]) await xdotool("mousemove", "--window", target, Math.round(150 * part), Math.round(150 * part), "sleep", "0.15");
  await xdotool("sleep", "0.4", "mouseup", "1");
}
