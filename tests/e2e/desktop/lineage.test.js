/** Lineage in the window: the picture, its keys, folding, ways, queries, the table, links, and taking an edge back. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
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
const SAVE = "Save";
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
  // One of them folds all of them again.
  const opened = await picture(window, request("plankton/plankton-val:v2", { mode: "down", open: [key] }));
  const member = opened.nodes.key.find((each, place) => /^vit-sweep:v\d+$/.test(opened.nodes.title[place]));
  await focusGraph(window);
  await window.keys("0");
  await window.waitFor("the view in the address", () => new URLSearchParams(location.search).has("view"));
  await window.driver.press(await placeOf(window, opened, member));
  await until(async () => /vit-sweep:v\d+/.test(await cursor(window)), { what: "a member under the cursor" });
  await focusGraph(window);
  await window.keys("e");
  await waitDrawn(window, (count) => count === folded.nodes.key.length, "the stack once more");
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

/** Middle of a drawn node in the page, by what the address says of the view. */
async function placeOf(window, graph, key) {
  const at = graph.nodes.key.indexOf(key);
  assert.ok(at >= 0, `${key} is drawn`);
  return window.driver.run(
    `(x, y) => {
      const [left, top, k] = new URLSearchParams(location.search).get("view").split(",").map(Number);
      const box = document.querySelector("[data-lineage=surface]").getBoundingClientRect();
      return [box.left + (x - left) * k, box.top + (y - top) * k];
    }`,
    graph.nodes.x[at],
    graph.nodes.y[at],
  );
}

const keyOf = async (window, version) => `v${(await window.rpc("version.show", { version })).id}`;

test("Shift and a second press show the shortest way, as the engine finds it", async (t) => {
  const window = await sampled(t);
  const root = "plankton/vit-plankton:v11";
  await goTo(window, "vit-plankton:v11?tab=lineage&mode=up");
  const graph = await picture(window, request(root, { mode: "up" }));
  await waitDrawn(window, (count) => count === graph.nodes.key.length, "the picture");
  const data = graph.nodes.key.find((key, at) => key.startsWith("v") && graph.nodes.title[at].startsWith("plankton-train"));
  await focusGraph(window);
  await window.keys("0");
  await window.waitFor("the view in the address", () => new URLSearchParams(location.search).has("view"));
  await window.driver.press(await placeOf(window, graph, data));
  await window.sees("plankton-train");
  await window.driver.press(await placeOf(window, graph, await keyOf(window, root)), "Shift");
  const { shortest } = await window.rpc("lineage.path", { from: `#${data.slice(1)}`, to: root, project: "plankton" });
  assert.ok(shortest.length > 2);
  await window.sees(`Shortest way: ${shortest.length - 1} steps`);
  const way = await window.driver.run(`() => [...document.querySelectorAll("aside ol li, [role=complementary] ol li")].map((item) => item.innerText.trim())`);
  assert.deepEqual(way, shortest.map(({ key }) => graph.nodes.title[graph.nodes.key.indexOf(key)]));
  assert.deepEqual(await window.errors(), []);
});

test("a lens colours by what is asked, says so in a legend, and stays in the address", async (t) => {
  const window = await sampled(t);
  await goTo(window, "vit-plankton:v11?tab=lineage&mode=full");
  await waitDrawn(window, (count) => count > 4, "the picture");
  await window.click("button", /^Lens/);
  await window.driver.run(`(radio) => radio.focus()`, await window.find("radio", "Size"));
  await window.keys("Space");
  await window.waitFor("the lens in the address", () => new URLSearchParams(location.search).get("lens") === "size");
  await window.keys("Escape");
  const legend = () => window.driver.run(`() => [...document.querySelectorAll("ul[aria-label^='Colours: '] li")].map((item) => getComputedStyle(item.querySelector("span")).backgroundColor)`);
  await until(async () => (await legend()).length >= 2, { what: "steps of size" });
  const colours = await legend();
  assert.equal(new Set(colours).size, colours.length, `each step has a colour of its own: ${colours}`);
  await window.keys("Alt+Left");
  await until(async () => (await legend()).length === 0, { what: "the legend to go" });
});

test("exports are saved where the person says, and a folder that can't be written is told", async (t) => {
  const window = await sampled(t);
  const root = "plankton/vit-plankton:v11";
  await goTo(window, "vit-plankton:v11?tab=lineage&mode=full");
  const graph = await picture(window, request(root));
  await waitDrawn(window, (count) => count === graph.nodes.key.length, "the picture");
  const save = async (format, file) => {
    await window.click("button", "Export");
    await window.find("dialog", "Export the lineage");
    await window.click("button", /Format$/);
    await window.click("option", format);
    await window.click("button", "Save…");
    await window.saveAs(SAVE, file);
  };
  const at = (name) => path.join(window.home.work, name);
  await save("SVG", at("lineage.svg"));
  await window.sees("Saved lineage.svg");
  const svg = await readFile(at("lineage.svg"), "utf8");
  for (const title of graph.nodes.title) assert.ok(svg.includes(title.replaceAll("&", "&amp;")), `the picture has ${title}`);
  await save("PNG", at("lineage.png"));
  await window.sees("Saved the picture");
  const png = await readFile(at("lineage.png"));
  assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  assert.ok(png.readUInt32BE(16) >= graph.width, "twice the size of the picture");
  await save("Graphviz DOT", at("lineage.dot"));
  await until(async () => (await readFile(at("lineage.dot"), "utf8").catch(() => "")).length > 0, { what: "the DOT file" });
  const { code, stderr } = await run("dot", ["-Tsvg", "-o", "/dev/null", at("lineage.dot")], { env: window.home.env });
  assert.equal(code, 0, stderr);
  // Nobody may make files there, not even who may write everywhere.
  await save("SVG", `/proc/lineage.svg`);
  await window.sees("/proc/lineage.svg");
  await assert.rejects(readFile("/proc/lineage.svg"));
});
