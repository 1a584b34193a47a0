/** Reads flow charts with Mermaid's own parser, in a browser as it is used; writes what it found as JSON. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const mermaid = require.resolve("mermaid/dist/mermaid.min.js");

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
await page.addScriptTag({ path: mermaid });
const found = [];
for (const file of process.argv.slice(2)) {
  const text = await readFile(file, "utf8");
  found.push(
    await page.evaluate(async (source) => {
      globalThis.mermaid.initialize({ startOnLoad: false, maxTextSize: 10_000_000, maxEdges: 100_000 });
      const diagram = await globalThis.mermaid.mermaidAPI.getDiagramFromText(source);
      const vertices = [...diagram.db.getVertices().values()];
      return { nodes: vertices.length, edges: diagram.db.getEdges().length, labels: vertices.map(({ text: label }) => label) };
    }, text),
  );
}
await browser.close();
console.log(JSON.stringify(found));
