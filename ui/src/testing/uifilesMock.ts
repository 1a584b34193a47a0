/** Made-up files, previews, exports and log plans for tests and the development server. */
import type { CommandName, Commands, FileRow, FolderChild, LogPlan, VersionDetail } from "@/api/bindings";
import type { Preview } from "@/features/files/preview/types";

type Answers = { [K in CommandName]?: (request: Commands[K]["request"]) => Commands[K]["response"] | Promise<Commands[K]["response"]> };

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const ADDRESS = "ada/plankton/plankton-train:v211";
const LONG = `${"a-very-long-name-".repeat(7)}end.parquet`;

export function mockVersion(change: Partial<VersionDetail> = {}): VersionDetail {
  return {
    id: 211,
    address: ADDRESS,
    index: 211,
    name: "plankton-train",
    collection: "ada/plankton/plankton-train",
    type: "dataset",
    digest: "6eec2c75f1b13a2cf91754443d1c0f6b",
    state: "committed",
    aliases: [{ name: "best model", protected: false }],
    tags: ["reviewed", "balanced"],
    description: "",
    metadata: "{}",
    ttl_seconds: null,
    ttl_inherited: false,
    expires_at: null,
    ttl_locked: null,
    created_at: Date.now() - 172_800_000,
    created_by: "ada",
    deleted_at: null,
    deleted_because: null,
    purge_at: null,
    files: 184_020,
    bytes: null,
    size: 12.3 * GIB,
    previous: 210,
    next: 212,
    damaged: [],
    ...change,
  };
}

function file(path: string, size: number, change: string | null = null, reference: string | null = null): FolderChild {
  return { name: path.slice(path.lastIndexOf("/") + 1), path, folder: false, files: 1, size, digest: "XrY7u+Abth1x5cjgIwaKJg==", reference, change };
}

function folder(path: string, files: number, size: number): FolderChild {
  return { name: path.slice(path.lastIndexOf("/") + 1), path, folder: true, files, size, digest: null, reference: null, change: null };
}

function rootOf(crops: number): FolderChild[] {
  return [
    file("README.md", 4096, "changed"),
    file("calibration.zip", 88.1 * MIB),
    file("contact-sheet.png", 2.1 * MIB, "added"),
    folder("crops", crops, crops * 62_000),
    file("empty.txt", 0),
    file("labels.parquet", 48.2 * MIB, "changed"),
    file(LONG, 3.4 * MIB, "added"),
    folder("masks", 412, 640 * MIB),
    file("notes.txt", 48 * MIB),
    file("raw.bin", 2 * GIB),
    file("records.jsonl", 12 * MIB),
    file("resnet.safetensors", 97.5 * MIB),
    file("schema.json", 1843),
    folder("stations", 3, 220_000),
    file("stations.csv", 212 * 1024),
    file("train.py", 5120, "added"),
    file("wrong.parquet", 900),
    file("2026", 1.1 * 1024 * GIB, null, "s3://cruise-raw/2026/"),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function cropAt(row: number): FolderChild {
  return file(`crops/${String(row).padStart(8, "0")}.png`, 40_000 + ((row * 7919) % 44_000), row % 40 === 0 ? "added" : null);
}

/** `crops`: files in one folder. */
export function fileAnswers({ crops = 183_600 }: { crops?: number } = {}): Answers {
  const root = rootOf(crops);
  const flat = root.filter((child) => !child.folder);
  const inFolder = (path: string): number => (path === "crops" ? crops : 0);
  return {
    "version.show": () => mockVersion(),
    "version.compare": () => ({ before: mockVersion(), after: mockVersion(), metadata: [], metadata_equal: 12, files: { added: 1231, removed: 0, changed: 2, renamed: 0, equal: 182_787, added_bytes: MIB, removed_bytes: 0 } }),
    "file.folder": ({ folder: path, after, count }) => {
      if (path === "crops") {
        const start = after === null ? 0 : Number.parseInt(after, 10) + 1;
        const size = Math.min(count, inFolder(path) - start);
        return { children: Array.from({ length: size }, (_, at) => cropAt(start + at)), more: start + size < crops };
      }
      if (path === "stations") return { children: [file("stations/a.csv", 4000), file("stations/b.csv", 5000), file("stations/c.csv", 6000)], more: false };
      return { children: path === "" ? root : [], more: false };
    },
    "file.list": ({ pattern, folder: below, rows: { start, count } }) => {
      const rows = listRows(flat, crops, pattern, below);
      return { total: rows.total, start, rows: Array.from({ length: Math.max(0, Math.min(count, rows.total - start)) }, (_, at) => rows.at(start + at)) };
    },
    "file.show": ({ path }) => toRow(flat.find((child) => child.path === path) ?? file(path, 61_000)),
    "file.preview": ({ path, viewer, offset }) => ({ preview: JSON.stringify(previewOf(path, viewer, offset)), size: root.find((child) => child.path === path)?.size ?? 61_000 }),
    "file.materialise": ({ paths }) => ({ paths: paths.map((path) => `/tmp/cairn/${path}`) }),
    "host.open_file": () => ({}),
    "export.plan": ({ root: wanted, exact, paths }) => ({
      root: wanted ?? "/home/ada/artifacts/plankton-train-v211",
      files: paths.length > 0 ? paths.length : 184_012,
      bytes: paths.length > 0 ? 50.3 * MIB : 12.3 * GIB,
      unchanged: 8,
      conflicts: ["README.md", "schema.json"],
      conflict_count: 2,
      removals: exact ? ["old/labels.csv", "notes-of-mine.txt"] : [],
      removal_count: exact ? 2 : 0,
      renamed: [["a:b.txt", "a%3Ab.txt"]],
      free_bytes: 210 * GIB,
    }),
    "export.start": () => ({ job: 41 }),
    "log.plan": ({ name }) => mockPlan({ checked: 9120, done: false, stored_bytes: 1.6 * GIB, new_bytes: 90 * MIB, suggested_name: name ?? "holdout-2025" }),
    "log.plan_get": ({ name }) => mockPlan({ suggested_name: "holdout-2025", ...(name === "same" ? { identical: 12 } : {}) }),
    "log.plan_drop": () => ({}),
    "log.start": () => ({ job: 42 }),
    "alias.list": () => [
      { name: "latest", protected: false, version: 1, index: 1 },
      { name: "best", protected: false, version: 1, index: 1 },
      { name: "candidate", protected: false, version: 0, index: 0 },
    ],
    "tag.list": () => [{ name: "frozen", versions: 12 }],
  };
}

export function mockPlan(change: Partial<LogPlan> = {}): LogPlan {
  return {
    plan: 7,
    done: true,
    error: null,
    suggested_name: "holdout-2025",
    suggested_type: "dataset",
    files: 21_408,
    bytes: 4.1 * GIB,
    checked: 21_408,
    stored_bytes: 3.7 * GIB,
    new_bytes: 412 * MIB,
    newest_index: 1,
    changed_files: 88,
    added_files: 12,
    removed_files: 0,
    identical: null,
    next_index: 2,
    existing_type: "dataset",
    skipped: [
      { path: "tmp/a.log", reason: "ignored", detail: "*.log in .cairnignore" },
      { path: "tmp/b.log", reason: "ignored", detail: "*.log in .cairnignore" },
      { path: "run/agent.sock", reason: "socket", detail: "" },
    ],
    skipped_count: 3,
    outside_links: 1,
    outside_bytes: 18 * 1024,
    case_clashes: [],
    notices: [],
    ...change,
  };
}

function toRow({ path, size, digest, reference }: FolderChild): FileRow {
  return { path, size, digest: digest ?? "", sha256: reference === null ? "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" : null, reference };
}

function listRows(flat: FolderChild[], crops: number, pattern: string | null, below: string | null): { total: number; at: (row: number) => FileRow } {
  const word = (pattern ?? "").replaceAll(/[*?]/g, "").toLowerCase();
  if (below === "crops" || (word === "" && below === null)) {
    const head = below === "crops" ? [] : flat;
    return { total: head.length + crops, at: (row) => toRow(head[row] ?? cropAt(row - head.length)) };
  }
  const found = [...flat, ...Array.from({ length: 2000 }, (_, row) => cropAt(row))].filter(({ path }) => path.toLowerCase().includes(word));
  return { total: found.length, at: (row) => toRow(found[row] ?? file("?", 0)) };
}

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAM0lEQVR4nGNkYPjPgA0wYRUlSYKFgYGB4T8DIyMjdh3/GRgYGRgYGBgYkUWxW47TVeRLAACE0wYPQ0T6nwAAAABJRU5ErkJggg==";
const CSV = { columns: [["crop_id", "integer"], ["station", "text"], ["label", "text"], ["area_px", "integer"], ["p_copepod", "number"]], labels: ["Calanus finmarchicus", "Oithona similis", "detritus", "Ceratium longipes", "Metridia lucens"] };
const CODE = Array.from({ length: 400 }, (_, at) => `def step_${at}(batch: Tensor, rate: float = 1e-${at % 7}) -> Tensor:\n    """Step ${at}."""\n    return model(batch) * rate  # ${at}\n`).join("\n");
const MARKDOWN = '<h1>Plankton crops</h1><p>Labelled crops of the <strong>2019–2026</strong> cruises, see <a href="https://example.org/plankton">the paper</a>.</p><ul><li>one crop per file</li><li>labels in <code>labels.parquet</code></li></ul><table><thead><tr><th>station</th><th>crops</th></tr></thead><tbody><tr><td>SM-04</td><td>12,004</td></tr></tbody></table><pre><code>wandb.use_artifact("plankton-train:latest")</code></pre>';

/** A preview as the preview program would answer. */
export function previewOf(path: string, viewer: string, offset: number): Preview {
  const kind = viewer === "auto" ? kindOf(path) : viewer;
  const base = { warning: null, size: 48 * MIB };
  if (path === "wrong.parquet" && viewer === "auto") throw { code: "preview-failed", message: "wrong.parquet isn't a Parquet file: its magic bytes are missing", hint: "Look at its bytes as hex." };
  switch (kind) {
    case "table": {
      const rows = Array.from({ length: 200 }, (_, at) => [String(181 + at + offset), `SM-${String(at % 12).padStart(2, "0")}`, CSV.labels[at % 5] ?? "", String((at * 131) % 2100), (((at * 37) % 1000) / 1000).toFixed(3)]);
      return { ...base, kind, columns: CSV.columns.map(([name = "", each]) => ({ name, kind: each as "text" })), totalColumns: 5, rows, totalRows: 2_104_771, truncated: true, offset, nextOffset: offset + 212 * 1024, delimiter: "," };
    }
    case "json":
      return { ...base, kind, content: JSON.stringify({ version: 3, big: 0, columns: [{ name: "crop_id", type: "int64", unique: true }, { name: "label", type: "string", values: 88 }], splits: { train: 0.8, val: 0.2 }, note: "kept as written" }, null, 2).replace('"big": 0', '"big": 12345678901234567890'), pretty: true, truncated: false, nextOffset: null };
    case "jsonl":
      return { ...base, kind, rows: Array.from({ length: 100 }, (_, at) => ({ text: JSON.stringify({ id: at + offset, prompt: `What lives at station ${at}?`, answer: { label: "copepod", p: 0.9 }, tags: ["a", "b"] }), valid: at !== 7, cut: false })), columns: ["id", "prompt", "answer", "tags"], truncated: true, offset, nextOffset: offset + MIB };
    case "markdown":
      return { ...base, kind, html: MARKDOWN, source: "# Plankton crops\n", truncated: false };
    case "image":
      return { ...base, kind, pngBase64: PNG, width: 8, height: 8, originalWidth: 3200, originalHeight: 2400, format: "png" };
    case "tensors":
      return { ...base, kind, format: "safetensors", tensors: Array.from({ length: 161 }, (_, at) => ({ name: `layer${(at >> 4) + 1}.${at & 15}.conv.weight`, dtype: "F32", shape: [256, 128, 3, 3], bytes: 1_179_648 })), metadata: { format: "pt", epoch: "90" }, totalParameters: 25_557_032, totalBytes: 102_228_128, shown: 161, total: 161 };
    case "archive":
      return { ...base, kind, format: "zip", entries: Array.from({ length: 64 }, (_, at) => ({ path: at % 9 === 0 ? `lens-${at}/` : `lens-${at}/frame.tif`, bytes: 4 * MIB, packedBytes: 1.4 * MIB, folder: at % 9 === 0 })), shown: 64, total: 64, totalBytes: 256 * MIB };
    case "hex":
      return { ...base, kind, offset, rows: Array.from({ length: 256 }, (_, at) => ({ offset: offset + at * 16, hex: Array.from({ length: 16 }, (__, each) => ((at * 16 + each * 7) & 255).toString(16).padStart(2, "0")).join(" "), ascii: "..PNG....IHDR.xy" })), total: 2 * GIB, nextOffset: offset + 4096 };
    default:
      return { ...base, kind: "text", language: path.endsWith(".py") ? "python" : "plain", content: path.endsWith(".py") ? CODE : `${`line of notes ${offset} `.repeat(8)}\n`.repeat(600), truncated: !path.endsWith(".py"), offset, nextOffset: path.endsWith(".py") ? null : offset + MIB, lines: path.endsWith(".py") ? 1600 : 600 };
  }
}

function kindOf(path: string): string {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  const kinds: Record<string, string> = { parquet: "table", csv: "table", json: "json", jsonl: "jsonl", md: "markdown", png: "image", safetensors: "tensors", zip: "archive", bin: "hex" };
  return kinds[extension] ?? "text";
}
