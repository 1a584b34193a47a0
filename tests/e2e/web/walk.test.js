/** Every screen in both themes and narrow: it opens, complains of nothing, axe finds nothing serious, nothing is cut off. */
import assert from "node:assert/strict";
import { test } from "../lib/runner.js";
import { axeFindings, startHost } from "./host.js";
import { cutOff } from "./layout.js";
import { SCREENS, settled } from "./screens.js";
import { empty, extreme, LONG, namesOf, ordinary } from "./stores.js";

/** Refusals that the screen is about: the browser notes the status of each. */
const isExpected = (name, complaint) => /^(missing|collection-filter-mistake|palette|dialog-log)/.test(name) && /Failed to load resource.*(400|404|422|409)/.test(complaint);
const SIZE = { width: 1280, height: 800 };
const NARROW = [{ width: 900, height: 600 }, { width: 600, height: 800 }];

/** What is wrong with the page in view: in light everything that axe knows, in dark the colours, and the narrow windows. */
async function faults(page) {
  const found = (await axeFindings(page)).map((finding) => `axe ${finding}`);
  await page.emulateMedia({ colorScheme: "dark" });
  found.push(...(await axeFindings(page, ["color-contrast", "link-in-text-block"])).map((finding) => `dark: axe ${finding}`));
  await page.emulateMedia({ colorScheme: "light" });
  for (const size of [SIZE, ...NARROW]) {
    await page.setViewportSize(size);
    found.push(...(await cutOff(page)).map((finding) => `${size.width} wide: ${finding}`));
  }
  await page.setViewportSize(SIZE);
  return found;
}

async function walk(t, fill, wanted) {
  const host = await startHost(t, fill);
  const names = await namesOf(host, wanted);
  const page = await host.page({ test: t });
  const findings = [];
  for (const { name, open } of SCREENS) {
    await page.goto("about:blank"); // ends what the screen before was still asking for
    page.complaints.length = 0;
    try {
      await open(page, host, names);
      findings.push(...(await faults(page)).map((finding) => `${name}: ${finding}`));
    } catch (error) {
      findings.push(`${name}: did not open: ${error.message.split("\n").slice(0, 3).join(" ")}`);
    }
    findings.push(...page.complaints.filter((complaint) => !isExpected(name, complaint)).map((complaint) => `${name}: ${complaint}`));
  }
  assert.deepEqual([...new Set(findings)], []);
}

test("every screen with ordinary data", (t) => walk(t, ordinary), { seconds: 600 });
test("every screen with extreme data", (t) => walk(t, extreme, LONG), { seconds: 600 });

test("the welcome and the other empty screens", async (t) => {
  const host = await startHost(t, empty);
  const page = await host.page({ test: t });
  const findings = [];
  for (const place of ["/", "/-/history", "/-/trash", "/-/activity", "/-/settings", "/-/compare"]) {
    await page.goto(host.at(place));
    await settled(page);
    findings.push(...(await faults(page)).map((finding) => `${place}: ${finding}`), ...page.complaints);
    page.complaints.length = 0;
  }
  assert.deepEqual(findings, []);
}, { seconds: 120 });
