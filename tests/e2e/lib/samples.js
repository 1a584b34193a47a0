/** Files to log. */
import { mkdir, open, writeFile } from "node:fs/promises";
import path from "node:path";
import { deflateSync } from "node:zlib";

/** A folder whose names are as odd as a file system allows within UTF-8. Gives its path and the number of files. */
export async function oddFolder(parent) {
  const folder = path.join(parent, "field notes");
  const files = {
    "plain.txt": "one\ntwo\n",
    "Größe & Maß.txt": "measures\n",
    "日本語/観測.csv": "day,count\n1,2\n",
    "emoji 🐟.txt": "fish\n",
    "-leading-dash": "dash\n",
    "quote'\"and\\backslash": "quotes\n",
    "percent%41#hash?query": "percent\n",
    " leading and trailing ": "spaces\n",
    ".hidden": "dot\n",
    "new\nline.txt": "line\n",
    empty: "",
    [`${"n".repeat(120)}/${"d".repeat(120)}/${"x".repeat(200)}.txt`]: "deep\n",
    "e\u0301.txt": "combining\n",
  };
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return { folder, files: Object.keys(files).length };
}

/** A folder with text, table, picture, JSON, Markdown and bytes. `marker` makes its content its own. */
export async function mixedFolder(parent, name = "holdout", marker = "first") {
  const folder = path.join(parent, name);
  await mkdir(path.join(folder, "images"), { recursive: true });
  const rows = Array.from({ length: 500 }, (_, at) => `${at},sample-${at},${(at * 7919) % 1000 / 1000}`);
  await writeFile(path.join(folder, "notes.txt"), `Notes of the ${marker} run\nsecond line\n`);
  await writeFile(path.join(folder, "labels.csv"), `id,label,score\n${rows.join("\n")}\n`);
  await writeFile(path.join(folder, "config.json"), JSON.stringify({ marker, epochs: 10 }));
  await writeFile(path.join(folder, "README.md"), `# ${marker}\n\nSome *words*.\n`);
  await writeFile(path.join(folder, "weights.bin"), Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 31) % 256)));
  await writeFile(path.join(folder, "images", "gradient.png"), png(64, 48));
  return folder;
}

/** A file of random-looking bytes that no store can compress or share. */
export async function bigFile(parent, name, bytes) {
  await mkdir(parent, { recursive: true });
  const file = await open(path.join(parent, name), "w");
  const block = new Uint32Array(1 << 20);
  let state = 0x2545f491;
  for (let written = 0; written < bytes; written += block.byteLength) {
    for (let at = 0; at < block.length; at += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      block[at] = state;
    }
    await file.write(block, 0, Math.min(block.byteLength, bytes - written));
  }
  await file.close();
}

/** A small picture. */
function png(width, height) {
  const raw = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) raw.set([x * 4, y * 5, 160], y * (1 + width * 3) + 1 + x * 3);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", deflateSync(raw)), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "ascii"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc(body), body.length + 4);
  return whole;
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}
