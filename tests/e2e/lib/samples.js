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

/** One file of each kind that has a preview of its own, and some that have trouble. Gives the folder's path and the names. */
export async function kindsFolder(parent, name = "kinds", marker = "first") {
  const folder = path.join(parent, name);
  await mkdir(folder, { recursive: true });
  const lines = Array.from({ length: 300 }, (_, at) => JSON.stringify({ step: at, loss: 1 / (at + 1), tags: ["a", marker], note: at % 50 === 0 ? "checkpoint" : null }));
  const columns = Array.from({ length: 24 }, (_, at) => `column_${at}`);
  const cells = Array.from({ length: 400 }, (_, row) => columns.map((_column, at) => (at === 0 ? `station ${row}` : at === 3 ? `"a longer text, with a comma ${row}"` : (row * 31 + at * 7) % 1000)).join(","));
  const tensors = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`encoder.layers.${at}.attention.weight`, { dtype: "F32", shape: [4, 4], data_offsets: [at * 64, at * 64 + 64] }]));
  const head = Buffer.from(JSON.stringify({ __metadata__: { format: "pt" }, ...tensors }));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(head.length));
  const files = {
    "text.txt": `The ${marker} notes\n${"A line that is much longer than any pane is wide, so that it must be cut off, scrolled or wrapped. ".repeat(4)}\nthird\n`,
    "code.py": `import wandb\n\n\ndef train(rate: float = 3e-4) -> None:\n    """Trains ${marker}."""\n    run = wandb.init(project="plankton")\n    for step in range(100):\n        run.log({"loss": 1 / (step + 1)})\n`,
    "object.json": JSON.stringify({ marker, epochs: 10, rate: 3e-4, layers: [64, 128, 256], nested: { deep: { deeper: [true, null, "text"] } } }),
    "lines.jsonl": `${lines.join("\n")}\n`,
    "table.csv": `${columns.join(",")}\n${cells.join("\n")}\n`,
    "page.md": `# ${marker}\n\nSome *words* with \`code\`, a [link](https://example.org) and a list:\n\n- one\n- two\n\n| a | b |\n|---|--:|\n| x | 1 |\n\n\`\`\`py\nprint(1)\n\`\`\`\n`,
    "picture.png": png(320, 200),
    "bytes.bin": Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 31) % 256)),
    "tensors.safetensors": Buffer.concat([size, head, Buffer.alloc(40 * 64)]),
    "array.npy": npy([16, 16]),
    "broken.png": png(64, 48).subarray(0, 60),
    "empty.txt": "",
  };
  for (const [file, content] of Object.entries(files)) await writeFile(path.join(folder, file), content);
  return { folder, files: Object.keys(files) };
}

/** An array of zeros as NumPy writes it. */
function npy(shape) {
  const words = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`;
  const head = Buffer.from(`${words.padEnd(117)}\n`);
  const lead = Buffer.concat([Buffer.from("93", "hex"), Buffer.from("NUMPY\x01\x00"), Buffer.from([head.length & 255, head.length >> 8])]);
  return Buffer.concat([lead, head, Buffer.alloc(4 * shape.reduce((product, each) => product * each, 1))]);
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
