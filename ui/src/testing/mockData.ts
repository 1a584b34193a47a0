/** A small made-up store, for tests and for looking at the window without an engine. */
import type { Alias, CollectionRow, HostInfo, StoreInfo, TypeSummary, VersionRow } from "@/api/bindings";

export const PROJECT = "ada/plankton";
const DAY = 86_400_000;
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

export const HOST: HostInfo = { version: "0.1.0", kind: "desktop", os: "linux", choose_files: true, drag_out: true, open_files: true, open_store: true, store_error: null, store_path: "/home/ada/.local/share/cairn" };

export const STORE: StoreInfo = {
  path: HOST.store_path,
  name: "My store",
  schema: 1,
  read_only: null,
  notice: null,
  default_entity: "ada",
  default_project: "plankton",
  projects: 1,
  collections: 11,
  versions: 1807,
  trashed: 9,
  logical_bytes: 9.8 * 1024 * GIB,
  stored_bytes: 412 * GIB,
  free_bytes: 1.2 * 1024 * GIB,
  default_ttl_seconds: 90 * 86_400,
  trash_days: 7,
  revision: 1,
};

export const TYPES: TypeSummary[] = [
  { name: "dataset", collections: 6, versions: 280 },
  { name: "model", collections: 3, versions: 1312 },
  { name: "evaluation", collections: 4, versions: 215 },
];

const COUNTS: Record<string, [string, number][]> = {
  dataset: [["plankton-raw", 18], ["plankton-train", 214], ["plankton-val", 31], ["holdout-2025", 2], ["station-map", 4], ["contact-sheets", 11]],
  model: [["resnet-plankton", 1204], ["vit-plankton", 96], ["distilled-s", 12]],
  evaluation: [["eval-vit", 96], ["eval-resnet", 81], ["holdout-scores", 30], ["drift", 8]],
};

export function collectionsOf(type: string | null, now: number): CollectionRow[] {
  return Object.entries(COUNTS)
    .filter(([each]) => type === null || each === type)
    .flatMap(([each, all]) => all.map(([name, versions], at) => collection(each, name, versions, at, now)));
}

function collection(type: string, name: string, versions: number, at: number, now: number): CollectionRow {
  return {
    id: at + 1 + type.length * 100,
    address: `${PROJECT}/${name}`,
    name,
    type,
    versions,
    latest: `v${versions - 1}`,
    aliases: at % 2 === 0 ? ["best"] : [],
    tags: at % 3 === 0 ? ["reviewed"] : [],
    logical_bytes: versions * 1.7 * GIB,
    updated_at: now - at * DAY - 240_000,
    sizes: Array.from({ length: 18 }, (_, step) => 3 + step * (0.3 + at * 0.1)),
  };
}

const ALIASES: Record<number, Alias[]> = {
  0: [alias("latest"), alias("candidate")],
  2: [alias("best model")],
  4: [alias("production", true)],
  7: [alias("baseline")],
  10: [alias("icml-submission")],
};
const TAGS: Record<number, string[]> = { 0: ["nightly"], 2: ["reviewed", "balanced"], 4: ["reviewed"], 6: ["broken-labels"], 10: ["paper", "frozen", "reviewed"], 14: ["nightly"] };

function alias(name: string, isProtected = false): Alias {
  return { name, protected: isProtected };
}

/** The version `age` places below the newest of `count`. */
export function versionRow(collectionName: string, age: number, count: number, now: number): VersionRow {
  const index = count - 1 - age;
  const isTrashed = age === 8;
  return {
    id: index + 1,
    address: `${PROJECT}/${collectionName}:v${index}`,
    index,
    state: isTrashed ? "deleted" : "committed",
    digest: `6eec2c75f1b13a2cf91754443d${String(index).padStart(6, "0")}`,
    aliases: ALIASES[age] ?? [],
    tags: TAGS[age] ?? [],
    created_at: now - 240_000 - (age < 1000 ? age * 0.9 * DAY : 900 * DAY + age * 1000),
    size: Math.max(MIB, (12.4 - age * 0.11) * GIB),
    change: age % 5 === 3 ? -22 * MIB : (84 + age * 3) * MIB,
    files: Math.max(12, 184_220 - age * 190),
    ttl_seconds: null,
    ttl_inherited: age % 4 !== 2,
    expires_at: age % 4 === 2 ? null : now + (90 - age) * DAY,
    purge_at: isTrashed ? now + 7 * DAY : null,
    metadata: [],
  };
}
