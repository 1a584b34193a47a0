/** Looking inside a version: files that lie, break or would do harm, and the quick look. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "../lib/runner.js";
import { startHost } from "./host.js";

const LENGTH = Buffer.alloc(8);
LENGTH.writeBigUInt64LE(1n << 40n);

/** What goes wrong, by name, and the words that must then be seen: a reason, or the bytes. */
const BROKEN = {
  "lying.png": ["this is no picture\n", /no picture|74 68 69 73|can't be|not a/i],
  "cut.png": [Buffer.from("89504e470d0a1a0a0000000d494844520000ffff0000ffff0802000000", "hex"), /89 50 4e 47|can't be|cut|end/i],
  "huge-header.safetensors": [LENGTH, /00 00 00 00|can't be|header/i],
  "cut.zip": [Buffer.from("504b0304140000000800", "hex"), /50 4b 03 04|can't be/i],
  "binary.csv": [Buffer.from(Array.from({ length: 600 }, (_, at) => (at * 37) % 256)), /00 25 4a|can't be/i],
  "deep.json": ["[".repeat(200_000), /\[\[\[|5b 5b 5b|can't be|nested|deep/i],
  "half.json": ['{"a": [1, 2', /"a"|7b 22|can't be/i],
};

const SCRIPT = "window.__pwned = (window.__pwned ?? 0) + 1";
const HARMFUL = {
  "page.html": `<script>${SCRIPT}</script><img src="http://192.0.2.1/a.png" onerror="${SCRIPT}"><iframe src="http://192.0.2.1/"></iframe>words of the page`,
  "drawing.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="${SCRIPT}"><script>${SCRIPT}</script><image href="http://192.0.2.1/b.png"/><rect width="40" height="40"/></svg>`,
  "notes.md": `# Words of the notes\n\n<script>${SCRIPT}</script><img src=x onerror="${SCRIPT}">\n\n![far](http://192.0.2.1/c.png) [go](javascript:${encodeURIComponent(SCRIPT)})\n`,
};

async function open(t, files) {
  const host = await startHost(t, async (filled) => {
    const folder = path.join(filled.work, "files");
    await mkdir(folder);
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    await filled.ctl("log", folder, "--name", "files", "--type", "dataset");
  });
  const page = await host.page({ test: t });
  const { address } = await host.ctl("show", "files:v0");
  await page.goto(host.at(`/${address}?tab=files`));
  const tree = page.getByRole("tree", { name: /^Files of/ });
  await tree.waitFor();
  return { host, page, tree, keys: page.keyboard };
}

/** Everything that can be read on the page, text viewers in shadow roots included. */
const words = (page) => page.evaluate(() => [document.body.innerText, ...[...document.querySelectorAll("*")].map((element) => element.shadowRoot?.textContent ?? "")].join("\n"));

test("broken and lying files say what is wrong or show their bytes, and nothing hangs", async (t) => {
  const { page, tree } = await open(t, Object.fromEntries(Object.entries(BROKEN).map(([name, [content]]) => [name, content])));
  for (const [name, [, seen]] of Object.entries(BROKEN)) {
    await tree.getByRole("treeitem", { name: new RegExp(name.replace(".", "\\.")) }).click();
    await page.getByRole("heading", { name, exact: true }).waitFor();
    await page.waitForFunction((source) => {
      const all = [document.querySelector("main").innerText, ...[...document.querySelectorAll("main *")].map((element) => element.shadowRoot?.textContent ?? "")].join("\n");
      return document.querySelector("main [aria-busy=true]") === null && new RegExp(source, "i").test(all.replace(/\S+\.(png|safetensors|zip|csv|json)/g, ""));
    }, seen.source);
    await page.getByRole("button", { name: "View as…" }).click();
    await page.getByRole("menuitem", { name: /hex/i }).click();
    await page.getByText(/^00000000|^0000 0000|^0$/).first().waitFor();
  }
});

test("pages, drawings and notes of strangers run nothing and load nothing", async (t) => {
  const { page, tree } = await open(t, HARMFUL);
  for (const [name, seen] of [["page.html", "words of the page"], ["drawing.svg", null], ["notes.md", "Words of the notes"]]) {
    await tree.getByRole("treeitem", { name: new RegExp(name.replace(".", "\\.")) }).click();
    await page.getByRole("heading", { name, exact: true }).waitFor();
    if (seen === null) await page.waitForFunction(() => [...document.querySelectorAll("main img, main canvas")].some((picture) => picture.naturalWidth !== 0));
    else await page.waitForFunction((wanted) => [document.body.innerText, ...[...document.querySelectorAll("*")].map((element) => element.shadowRoot?.textContent ?? "")].join("\n").includes(wanted), seen);
  }
  assert.equal(await page.evaluate(() => window.__pwned), undefined);
  assert.deepEqual(page.complaints.filter((complaint) => complaint.startsWith("outside")), []);
  assert.ok((await words(page)).length > 0);
});

test("Space opens the quick look and closes it, the arrows walk on", async (t) => {
  const { page, tree, keys } = await open(t, { "a.txt": "first", "b.txt": "second", "c.txt": "third" });
  await tree.getByRole("treeitem", { name: /a\.txt/ }).click();
  await keys.press("Space");
  await page.getByRole("dialog", { name: /a\.txt/ }).waitFor();
  await keys.press("ArrowDown");
  await page.getByRole("dialog", { name: /b\.txt/ }).waitFor();
  await keys.press("Space");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.closest("[role=tree]"));
  assert.equal(await tree.getByRole("treeitem", { selected: true }).count(), 1);
  await tree.getByRole("treeitem", { name: /b\.txt/, selected: true }).waitFor();
});
