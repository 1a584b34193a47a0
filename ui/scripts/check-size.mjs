// Fails the build when what a first start must load outgrows its budget (gzip): initial JavaScript 220 KB, all of it 600 KB.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));
const size = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;

const initial = new Set();
const visit = (key) => {
  const chunk = manifest[key];
  if (!chunk || initial.has(chunk.file)) return;
  initial.add(chunk.file);
  for (const next of chunk.imports ?? []) visit(next);
};
visit("index.html");

const sum = (files) => files.reduce((total, file) => total + size(file), 0);
const first = sum([...initial].filter((file) => file.endsWith(".js")));
const all = sum(readdirSync(join(dist, "assets")).filter((file) => file.endsWith(".js")).map((file) => `assets/${file}`));
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
process.stdout.write(`JavaScript, gzip: initial ${kb(first)} of 220 KB, all ${kb(all)} of 600 KB\n`);
if (first > 220_000 || all > 600_000) {
  process.stderr.write("The bundle is over its budget; load the new part lazily or leave it out.\n");
  process.exit(1);
}
