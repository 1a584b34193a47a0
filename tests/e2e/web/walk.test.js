/** Every screen in both themes and narrow: it opens, complains of nothing, axe finds nothing serious, nothing is cut off. */
import assert from "node:assert/strict";
import { test } from "../lib/runner.js";
import { axeFindings, startHost } from "./host.js";
import { cutOff } from "./layout.js";
import { load, SCREENS, settled } from "./screens.js";
import { empty, extreme, LONG, namesOf, ordinary } from "./stores.js";

/** Refusals that the screen is about: the browser notes the status of each. */
const isExpected = (name, complaint) => /^(missing|collection-filter-mistake|palette|dialog-log)/.test(name) && /Failed to load resource.*(400|404|422|409)/.test(complaint);
const SIZE = { width: 1280, height: 800 };
const NARROW = [{ width: 900, height: 600 }, { width: 600, height: 800 }];

/** Screens that look the same whatever the store holds: walked with ordinary data only. The others are narrowed with extreme data. */
const SAME = new Set(["compare-nothing", "activity", "settings", "shortcuts", "menu", "dialog-log", "dialog-new-project", "dialog-new-collection", "missing-version", "missing-collection"]);
/** What another theme can change. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** What is wrong with the page in view: in light everything that axe knows, in dark the colours, and the narrow windows. */
async function faults(page, themes = ["light", "dark"], sizes = [SIZE, ...NARROW]) {
  const found = (await axeFindings(page)).map((finding) => `axe ${finding}`);
  for (const theme of themes.slice(1)) {
    await page.emulateMedia({ colorScheme: theme });
    found.push(...(await axeFindings(page, COLOURS)).map((finding) => `${theme}: axe ${finding}`));
    await page.emulateMedia({ colorScheme: themes[0] });
  }
  for (const size of sizes) {
    await page.setViewportSize(size);
    found.push(...(await cutOff(page)).map((finding) => `${size.width} wide: ${finding}`));
  }
  await page.setViewportSize(SIZE);
  return found;
}

/** So many pages at a time, each on a store of its own: a small machine has as many cores. */
const LANES = 2;

async function walk(t, fill, wanted, screens, themes) {
  const lanes = Array.from({ length: LANES }, (_, lane) => screens.filter((_screen, at) => at % LANES === lane));
  const findings = await Promise.all(lanes.map((lane) => walkLane(t, fill, wanted, lane, themes)));
  assert.deepEqual([...new Set(findings.flat())], []);
}

async function walkLane(t, fill, wanted, screens, themes) {
  const host = await startHost(t, fill);
  const names = await namesOf(host, wanted);
  const page = await host.page({ test: t, theme: themes[0] });
  const findings = [];
  for (const { name, open } of screens) {
    page.complaints.length = 0;
    try {
      await open(page, host, names);
      findings.push(...(await faults(page, themes, fill === extreme || SAME.has(name) ? [SIZE, ...NARROW] : [SIZE])).map((finding) => `${name}: ${finding}`));
    } catch (error) {
      findings.push(`${name}: did not open: ${error.message.split("\n").slice(0, 3).join(" ")}`);
    }
    findings.push(...page.complaints.filter((complaint) => !isExpected(name, complaint)).map((complaint) => `${name}: ${complaint}`));
  }
  return findings;
}

test("every screen with ordinary data, light and dark", (t) => walk(t, ordinary, undefined, SCREENS, ["light", "dark"]), { seconds: 600 });
// The colours are the same, so one theme will do: the dark one, where every rule is tried then.
test("every screen that shows data with extreme data", (t) => walk(t, extreme, LONG, SCREENS.filter(({ name }) => !SAME.has(name)), ["dark"]), { seconds: 600 });

// The walks go from screen to screen as by links; this is the other way in.
test("every address opens by itself", async (t) => {
  const host = await startHost(t, ordinary);
  const names = await namesOf(host);
  const page = await host.page({ test: t });
  const findings = [];
  for (const { name, place } of SCREENS.filter((screen) => screen.place)) {
    await load(page, host, place(names));
    if ((await page.getByRole("main").innerText()).trim() === "") findings.push(`${name}: nothing is shown`);
    findings.push(...page.complaints.splice(0).filter((complaint) => !isExpected(name, complaint)).map((complaint) => `${name}: ${complaint}`));
  }
  assert.deepEqual(findings, []);
}, { seconds: 300 });

test("the welcome and the other empty screens", async (t) => {
  const host = await startHost(t, empty);
  const page = await host.page({ test: t });
  const findings = [];
  for (const place of ["/", "/-/history", "/-/storage", "/-/trash", "/-/activity", "/-/settings", "/-/compare"]) {
    await page.goto(host.at(place));
    await settled(page);
    findings.push(...(await faults(page)).map((finding) => `${place}: ${finding}`), ...page.complaints);
    page.complaints.length = 0;
  }
  assert.deepEqual(findings, []);
}, { seconds: 120 });
