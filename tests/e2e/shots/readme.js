/** The picture of the README: the real window with sample data, a collection with a version selected. */
import path from "node:path";
import { startDisplay } from "../desktop/display.js";
import { start, useDisplay } from "../desktop/window.js";
import { jobEnd } from "../desktop/steps.js";
import { until } from "../lib/until.js";
import { root } from "../lib/paths.js";

export async function readmePicture() {
  const { display, stop } = await startDisplay();
  useDisplay(display);
  const cleanups = [];
  try {
    const window = await start({ cleanup: (work) => cleanups.push(work), evidence: () => undefined });
    await window.click("button", /^Try with sample data/);
    const sampling = await until(async () => (await window.rpc("job.list")).find(({ kind }) => kind === "sample"), { what: "the samples" });
    await jobEnd(window, sampling.id);
    const [{ address: project }] = (await window.rpc("project.list")).toSorted((a, b) => b.versions - a.versions);
    const { rows } = await window.rpc("collection.list", { project, artifact_type: "model", filter: null, sort: null, rows: { start: 0, count: 50 } });
    const [{ address }] = rows.toSorted((a, b) => b.aliases.length - a.aliases.length || b.versions - a.versions);
    const { rows: versions } = await window.rpc("version.page", { collection: address, filter: "state:live", sort: null, metadata: [], rows: { start: 0, count: 20 } });
    const chosen = versions.find(({ aliases }) => aliases.some(({ name }) => name !== "latest")) ?? versions[0];
    await window.goTo(address);
    await window.find("grid", /^Versions of/);
    await window.waitFor("the rows", (index) => [...document.querySelectorAll("[role=gridcell]")].some((cell) => cell.textContent === index), { args: [`v${chosen.index}`] });
    await window.click("gridcell", `v${chosen.index}`);
    await window.find("heading", `v${chosen.index}`);
    // No toast, no hover, no focus ring: what one sees who only looks.
    await window.waitFor("the toasts to go", () => document.querySelector("section[aria-label=Notifications]")?.childElementCount === 0, { seconds: 30 });
    await window.screenshot(path.join(root, "docs", "window.png"));
    console.log("1 passed, 0 failed");
    return 0;
  } finally {
    for (const work of cleanups.reverse()) await work();
    await stop();
  }
}
