/** Lineage in the window: the picture, its keys, folding, ways, queries, the table, links, and taking an edge back. */
import assert from "node:assert/strict";
import { test } from "../lib/runner.js";
import { run } from "../lib/processes.js";
import { program } from "../lib/paths.js";
import { until } from "../lib/until.js";
import { newHome, start } from "./window.js";

/** A window on a store with the sample data. */
async function sampled(t) {
  const home = await newHome(t);
  const { code, stderr } = await run(program("cairnctl"), ["--store", `${home.store}/store`, "sample"], { env: home.env });
  assert.equal(code, 0, stderr);
  return start(t, { home, store: `${home.store}/store` });
}

/** A place of the sample, with what the address holds of its view. */
const goTo = async (window, place) => window.goTo(`cairn://${(await window.rpc("store.info")).default_entity}/plankton/${place}`);
const graph = (window) => window.find("tree", "Lineage");
/** What a screen reader hears of the node under the cursor. */
const cursor = (window) => window.driver.run(`() => document.getElementById(document.querySelector("[role=tree][aria-label=Lineage]")?.getAttribute("aria-activedescendant"))?.getAttribute("aria-label") ?? ""`);
const drawn = (window) => window.driver.run(`() => Number(document.querySelector("[data-lineage=surface]")?.dataset.nodes ?? -1)`);
const waitDrawn = (window, is, what) => until(async () => is(await drawn(window)), { what });

const focusGraph = async (window) => {
  await graph(window);
  await window.driver.run(`() => document.querySelector("[role=tree][aria-label=Lineage]").focus()`);
};

const request = (root, more = {}) => ({ root, project: "plankton", mode: "full", depth: null, query: null, types: [], after: null, before: null, hide: null, fold: null, fold_by: null, open: [], pulled: [], metadata: null, ...more });
const picture = (window, of) => window.rpc("lineage.picture", { of, direction: null, previous: null, anchor: null });

test("the lineage of a version is drawn as the engine says it", async (t) => {
  const window = await sampled(t);
  await goTo(window, "vit-plankton:v11?tab=lineage");
  const direct = await picture(window, request("plankton/vit-plankton:v11", { mode: "direct" }));
  await waitDrawn(window, (count) => count === direct.nodes.key.length, "the direct lineage");
  for (const [name, mode] of [["Upstream", "up"], ["Downstream", "down"], ["Full", "full"]]) {
    await window.click("radio", name);
    const wanted = await picture(window, request("plankton/vit-plankton:v11", { mode }));
    await waitDrawn(window, (count) => count === wanted.nodes.key.length, `${name}: ${wanted.nodes.key.length} nodes`);
  }
  assert.deepEqual(await window.errors(), []);
});

test("keys alone lead from a data set to a model, and open it", async (t) => {
  const window = await sampled(t);
  await goTo(window, "plankton-train:v10?tab=lineage");
  await waitDrawn(window, (count) => count > 2, "the picture");
  await focusGraph(window);
  await window.keys("Home");
  await until(async () => (await cursor(window)).includes("plankton-train:v10"), { what: "the focus under the cursor" });
  await window.keys("Right");
  await until(async () => /run/i.test(await cursor(window)), { what: "a run that used it" });
  await window.keys("Right");
  await until(async () => /model/.test(await cursor(window)), { what: "what that run logged" });
  await window.keys("Enter");
  await window.find("heading", /(vit-plankton|resnet-plankton|distilled-s)\s*v\d+/);
  assert.deepEqual(await window.errors(), []);
});

test("a sweep of 48 is one stack, that gives one of its members out and opens", async (t) => {
  const window = await sampled(t);
  const folded = await picture(window, request("plankton/plankton-val:v2", { mode: "down" }));
  const at = folded.nodes.title.findIndex((title) => /^vit-sweep ×\d+$/.test(title));
  assert.ok(at >= 0, JSON.stringify(folded.nodes.title));
  const key = folded.nodes.key[at];
  const size = folded.nodes.members[at];
  await goTo(window, `plankton-val:v2?tab=lineage&mode=down&selected=${key}`);
  await waitDrawn(window, (count) => count === folded.nodes.key.length, "the folded picture");
  const before = await window.rpc("lineage.members", { of: request("plankton/plankton-val:v2", { mode: "down" }), key, text: null, sort: null, rows: { start: 0, count: 200 } });
  assert.equal(before.total, size);
  // Its search finds the member, Enter pulls it out.
  await window.fill("textbox", "Search the members", "v17");
  const grid = await window.find("grid", /^Members of/);
  await until(async () => (await window.driver.run(`(grid) => grid.querySelectorAll("[role=row][aria-rowindex]").length`, grid)) >= 1 && (await window.text(grid)).includes("vit-sweep:v17") && !(await window.text(grid)).includes("vit-sweep:v18"), { what: "the member that was searched for" });
  await window.driver.run(`(grid) => grid.focus()`, grid);
  await window.keys("Home");
  await window.keys("Enter");
  await waitDrawn(window, (count) => count === folded.nodes.key.length + 1, "the member beside its stack");
  await window.goTo(`cairn://${(await window.rpc("store.info")).default_entity}/plankton/plankton-val:v2?tab=lineage&mode=down&selected=${key}`);
  await waitDrawn(window, (count) => count === folded.nodes.key.length, "the folded picture again");
  await window.click("button", /^Open all/);
  await waitDrawn(window, (count) => count > folded.nodes.key.length, "the members by themselves");
  await window.keys("Alt+Left");
});

test("a query, the table with the same set, and an address that holds all of it", async (t) => {
  const window = await sampled(t);
  await goTo(window, "vit-plankton:v11?tab=lineage&mode=full&query=type%3Aevaluation%20%2Bvit-plankton%3Av11");
  const of = request("plankton/vit-plankton:v11", { query: "type:evaluation +vit-plankton:v11" });
  const wanted = await picture(window, of);
  await waitDrawn(window, (count) => count === wanted.nodes.key.length, "what the query finds");
  const listed = await window.rpc("lineage.list", { of, sort: null, part: null, rows: { start: 0, count: 200 } });
  assert.equal(listed.total, wanted.counts.versions + wanted.counts.runs);
  await focusGraph(window);
  await window.keys("v");
  const table = await window.find("grid", /lineage/i);
  // Minus one until the first page is there; the head counts as a row.
  await until(async () => (await window.driver.run(`(grid) => Number(grid.getAttribute("aria-rowcount"))`, table)) === listed.total + 1, { what: `a table of ${listed.total} things` });
  await goTo(window, "vit-plankton:v11?tab=lineage&query=a%2C%2Cb");
  await window.sees("A name is missing here");
});

test("an input that was recorded is in the picture, and Ctrl+Z takes it out again", async (t) => {
  const window = await sampled(t);
  const { rows } = await window.rpc("run.list", { project: "plankton", used: null, logged: "plankton/distilled-s:v5", text: null, state: null, rows: { start: 0, count: 1 } });
  const id = `run:#${rows[0].key}`;
  const inputs = async () => (await window.rpc("run.show", { run: id, project: null })).inputs.length;
  const count = await inputs();
  await goTo(window, "distilled-s:v5?tab=lineage&mode=up");
  await waitDrawn(window, (nodes) => nodes > 2, "the picture");
  const before = await drawn(window);
  await window.rpc("run.edge", { run: id, project: null, versions: ["plankton/stations:v0"], kind: "used", role: null, remove: false });
  assert.equal(await inputs(), count + 1);
  await waitDrawn(window, (nodes) => nodes > before, "the new input");
  await focusGraph(window);
  await window.keys("Control+z");
  await until(async () => (await inputs()) === count, { what: "the input to go" });
  await waitDrawn(window, (nodes) => nodes === before, "the picture as it was");
});
