/** Every screen in both themes: it opens, complains of nothing, and axe finds nothing serious. */
import assert from "node:assert/strict";
import { test } from "../lib/runner.js";
import { axeFindings, startHost } from "./host.js";
import { SCREENS, settled } from "./screens.js";
import { empty, extreme, LONG, namesOf, ordinary } from "./stores.js";

/** Refusals that the screen is about: the browser notes the status of each. */
const isExpected = (name, complaint) => /^(missing|collection-filter-mistake|palette|dialog-log)/.test(name) && /Failed to load resource.*(400|404|422|409)/.test(complaint);

async function walk(t, fill, wanted, theme) {
  const host = await startHost(t, fill);
  const names = await namesOf(host, wanted);
  const page = await host.page({ theme, test: t });
  const findings = [];
  for (const { name, open } of SCREENS) {
    await page.goto("about:blank"); // ends what the screen before was still asking for
    page.complaints.length = 0;
    try {
      await open(page, host, names);
      findings.push(...(await axeFindings(page)).map((finding) => `${name}: axe ${finding}`));
    } catch (error) {
      findings.push(`${name}: did not open: ${error.message.split("\n").slice(0, 3).join(" ")}`);
    }
    findings.push(...page.complaints.filter((complaint) => !isExpected(name, complaint)).map((complaint) => `${name}: ${complaint}`));
  }
  assert.deepEqual([...new Set(findings)], []);
}

for (const theme of ["light", "dark"]) {
  test(`every screen with ordinary data, ${theme}`, (t) => walk(t, ordinary, undefined, theme), { seconds: 600 });
  test(`every screen with extreme data, ${theme}`, (t) => walk(t, extreme, LONG, theme), { seconds: 600 });
}

test("the welcome and the other empty screens, light and dark", async (t) => {
  const host = await startHost(t, empty);
  const findings = [];
  for (const theme of ["light", "dark"]) {
    const page = await host.page({ theme, test: t });
    for (const place of ["/", "/-/history", "/-/trash", "/-/activity", "/-/settings", "/-/compare"]) {
      await page.goto(host.at(place));
      await settled(page);
      findings.push(...(await axeFindings(page)).map((finding) => `${theme} ${place}: ${finding}`), ...page.complaints);
      page.complaints.length = 0;
    }
  }
  assert.deepEqual(findings, []);
}, { seconds: 120 });
