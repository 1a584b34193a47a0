/** Answers about versions, comparison, history, trash and settings, from made-up data. `isExtreme`: long names, many aliases, large metadata. */
import type { CommandName, Commands, FileChange, Operation, RetentionAct, RetentionPlan, RetentionRow, Selection, TrashRow, VersionDetail } from "@/api/bindings";
import { emitJob } from "./emitJob";
import { PROJECT, STORE, versionRow } from "./mockData";

export type VersionAnswers = { [K in CommandName]?: (request: Commands[K]["request"]) => Commands[K]["response"] | Promise<Commands[K]["response"]> };
export interface VersionMockOptions {
  now?: number;
  isEmpty?: boolean;
  isExtreme?: boolean;
}

const DAY = 86_400_000;
const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
export const LONG_NAME = "plankton-train-with-every-station-of-the-cruises-since-2019-rebalanced-and-relabelled-by-hand-for-the-camera-ready-of-the-paper2".slice(0, 128);

const DESCRIPTION = `Rebalanced by **station**; 312 mislabelled copepods moved. Use this one for the paper.

- labels checked by two people
- \`stations.csv\` joined on \`station\`

| split | crops |
|---|---:|
| train | 184,020 |
| holdout | 9,120 |

See [the protocol](https://example.org/protocol).`;

const METADATA = `{"seed":9007199254740993,"lr":0.10,"loss":{"train":1.0e-5,"val":0.9341},"classes":["Calanus finmarchicus","Oithona similis","detritus"],"augment":true,"parent":null,"note":"rebalanced"}`;

function hugeMetadata(): string {
  const keys = Array.from({ length: 95 }, (_, at) => `"metric_${at}":${Array.from({ length: 40 }, (_each, step) => (step * at) / 7).length}.${at}0`);
  return `{"history":[${Array.from({ length: 20_000 }, (_, at) => (at / 7).toFixed(6)).join(",")}],"long":"${"x".repeat(2000)}",${keys.join(",")}}`;
}

export function versionDetail(index: number, { now = Date.now(), isExtreme = false }: VersionMockOptions = {}, count = 214): VersionDetail {
  const row = versionRow(isExtreme ? LONG_NAME : "plankton-train", count - 1 - index, count, now);
  const aliases = isExtreme ? [{ name: "latest", protected: false }, ...Array.from({ length: 39 }, (_, at) => ({ name: `candidate number ${at}`, protected: at === 3 }))] : row.aliases;
  const isTrashed = row.state === "deleted";
  return {
    ...row,
    aliases,
    tags: isExtreme ? Array.from({ length: 12 }, (_, at) => `a rather long tag ${at}`) : row.tags,
    name: isExtreme ? LONG_NAME : "plankton-train",
    collection: `${PROJECT}/${isExtreme ? LONG_NAME : "plankton-train"}`,
    type: "dataset",
    description: index % 2 === 1 ? DESCRIPTION : "",
    metadata: isExtreme ? hugeMetadata() : METADATA,
    ttl_locked: null,
    created_by: "ada",
    deleted_at: isTrashed ? now - DAY : null,
    deleted_because: isTrashed ? "expired" : null,
    bytes: isExtreme ? null : { logical: row.size, exclusive: 408 * MIB, shared: row.size - 408 * MIB },
    previous: index > 0 ? index - 1 : null,
    next: index < count - 1 ? index + 1 : null,
    damaged: isExtreme ? ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"] : [],
  };
}

function indexOf(version: string): number {
  if (version.startsWith("#")) return Number(version.slice(1)) - 1;
  return Number(/:v(\d+)$/.exec(version)?.[1] ?? 213);
}

function sizeOf(selection: Selection): number {
  return selection.kind === "versions" ? selection.versions.length : 214 - selection.except.length;
}

const SECONDS: Record<string, number> = { h: 3600, d: 86_400, w: 604_800 };

/** Versions in the trash. */
const TRASHED = 9;

const NO_PLAN = { act: "ttl", versions: 0, for_good: false, changing: 0, unchanged: 0, locked: 0, leaving: 0, leaving_bytes: 0, rows: [], aliases: [], alias_count: 0, links: [], link_count: 0, runs: 0, downstream: [], downstream_count: 0, logical_bytes: 0, freed_bytes: 0, freed_with_trash_bytes: 0, shared_bytes: 0, freed_blobs: 0, purge_at: null, freed_at: null, shared_with: [], shared_with_all: true, brakes: [], warnings: [], warning_count: 0, stamp: "stamp" } satisfies RetentionPlan;

function retentionPlan(act: RetentionAct, now: number): RetentionPlan {
  if (act.kind === "settings") return NO_PLAN;
  if (act.kind === "empty") {
    const count = act.selection ? sizeOf(act.selection) : TRASHED;
    return { ...NO_PLAN, act: "empty", versions: count, for_good: true, changing: count, logical_bytes: count * 12.3 * GIB, freed_bytes: count * 408 * MIB, purge_at: now, freed_at: now + DAY };
  }
  const all = sizeOf(act.selection);
  if (act.kind === "delete") {
    const aliases = ["latest", "candidate", "best model"].map((name) => `${PROJECT}/plankton-train:${name}`);
    return { ...NO_PLAN, act: "delete", versions: all, changing: all, for_good: act.now, aliases, alias_count: 3, runs: 4, downstream: [`${PROJECT}/resnet-plankton:v90`], downstream_count: 1, logical_bytes: all * 12.3 * GIB, freed_bytes: all * 408 * MIB, shared_bytes: 11.9 * GIB, shared_with: [`${PROJECT}/plankton-train`], purge_at: now + 7 * DAY, freed_at: now + 8 * DAY };
  }
  if (/[-.]/.test(act.ttl)) throw { code: "ttl-invalid", message: `The time to live "${act.ttl}" can't be read`, hint: null };
  const seconds = act.ttl === "inherit" ? 90 * 86_400 : act.ttl === "none" ? null : (SECONDS[act.ttl.at(-1) ?? "d"] ?? 86_400) * Number.parseInt(act.ttl, 10);
  const ids = act.selection.kind === "versions" ? act.selection.versions : Array.from({ length: Math.min(40, all) }, (_, at) => 214 - at);
  const rows = ids.slice(0, 200).map((id, at): RetentionRow => {
    const created = now - (214 - id) * 6 * DAY;
    const expires = seconds === null ? null : created + seconds * 1000;
    const locked = at % 12 === 5 ? "linked in Datasets / plankton" : null;
    return { id, address: `${PROJECT}/plankton-train:v${id - 1}`, index: id - 1, created_at: created, size: 12.3 * GIB, ttl_before: at % 3 === 0 ? "inherits 90 d" : at % 3 === 1 ? "14 d" : "none", ttl_after: act.ttl, expires_before: null, expires_after: expires, goes: locked === null && expires !== null && expires < now, locked, distance: 0 };
  });
  const left = rows.filter(({ id }) => !act.except.includes(id));
  const going = left.filter(({ goes }) => goes).length;
  const locked = left.filter((row) => row.locked !== null).length;
  return { ...NO_PLAN, versions: going, changing: all - locked - act.except.length, unchanged: act.except.length, locked, rows: left, logical_bytes: going * 10.03 * GIB, freed_bytes: going * 0.37 * GIB, purge_at: now + 7 * DAY, freed_at: now + 8 * DAY };
}

const KINDS = ["changed", "added", "removed", "renamed"] as const;

function fileChange(at: number, kinds: readonly string[]): FileChange {
  const all = kinds.length === 0 ? KINDS : KINDS.filter((kind) => kinds.includes(kind));
  const kind = all[at % all.length] ?? "changed";
  const path = `crops/SM-${String(at % 90).padStart(2, "0")}/${String(at).padStart(8, "0")}.png`;
  return { kind, path, from: kind === "renamed" ? path.replace("crops", "raw") : null, before_size: kind === "added" ? null : 20_480 + at, after_size: kind === "removed" ? null : 22_528 + at * 3 };
}

function operation(id: number, now: number, total: number): Operation {
  const kinds = ["alias", "tag", "ttl", "metadata", "describe", "delete", "log", "undo"];
  const kind = kinds[id % kinds.length] ?? "alias";
  const index = id % 214;
  const summaries: Record<string, string> = { alias: `Moved best model from v203 to v${index}`, tag: `Added the tag reviewed to plankton-train:v${index}`, ttl: "Set the TTL of 38 versions of plankton-train to 30d; 3 expired", metadata: `Set lr in the metadata of plankton-train:v${index}`, describe: `Described plankton-train:v${index}`, delete: `Deleted plankton-train:v${index}`, log: `Logged plankton-train:v${index}`, undo: "Took back: Moved best model from v203 to v211" };
  const isBulk = kind === "ttl";
  return {
    id,
    at: now - (total - id) * 5_400_000 - 240_000,
    actor: id % 3 === 0 ? "train.py" : "ada",
    kind,
    summary: summaries[kind] ?? "",
    address: `${PROJECT}/plankton-train:v${index}`,
    changes: isBulk ? 38 : 1,
    details: Array.from({ length: isBulk ? 20 : 1 }, (_, at) => ({ what: kind === "alias" ? "alias best model" : kind, subject: kind === "alias" ? "plankton-train" : `plankton-train:v${index + at}`, before: kind === "alias" ? "v203" : "inherits", after: kind === "alias" ? `v${index}` : "30 d" })),
    reverts: kind === "undo" ? id - 1 : null,
    reverted_by: kind === "log" ? id + 1 : null,
    can_undo: id % 5 !== 0,
  };
}

function trashRow(at: number, now: number): TrashRow {
  const row = versionRow("plankton-train", at + 8, 214, now);
  return { id: row.id, address: row.address, type: at % 3 === 0 ? "model" : "dataset", state: "deleted", deleted_at: now - at * 0.7 * DAY, because: ["deleted", "expired", "undone"][at % 3] ?? "deleted", purge_at: now + (7 - at * 0.7) * DAY, size: row.size, files: row.files };
}

export function versionAnswers(options: VersionMockOptions = {}): VersionAnswers {
  const { now = Date.now(), isEmpty = false, isExtreme = false } = options;
  const detail = (version: string) => versionDetail(indexOf(version), options);
  const done = (summary: string) => ({ operation: 812, summary, changed: 1 });
  const operations = isEmpty ? 0 : 800;
  const trash = isEmpty ? 0 : TRASHED;
  return {
    "version.show": ({ version }) => detail(version),
    "version.bytes": ({ version }) => ({ logical: detail(version).size, exclusive: 408 * MIB, shared: 11.9 * GIB }),
    "version.compare": ({ before, after }) => ({
      before: detail(before),
      after: detail(after),
      metadata: before === after ? [] : [{ path: "loss.val", before: "0.9210", after: "0.9341" }, { path: "lr", before: "0.3", after: "0.10" }, { path: "note", before: null, after: '"rebalanced"' }, { path: "seed", before: "9007199254740992", after: "9007199254740993" }, { path: "optimiser.name", before: '"adam"', after: null }],
      metadata_equal: 7,
      files: { added: 1204, removed: 12, changed: 2, renamed: isExtreme ? 100_000 : 27, equal: 182_800, added_bytes: 410 * MIB, removed_bytes: 22 * MIB },
    }),
    "version.compare_files": ({ kinds, rows: { start, count } }) => {
      const total = kinds.length === 0 ? 1245 : kinds.length * 311;
      return { total, start, rows: Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, at) => fileChange(start + at, kinds)) };
    },
    "version.describe": () => done("Described plankton-train:v211"),
    "version.delete_plan": ({ selection }) => ({ versions: sizeOf(selection), aliases: ["latest (v213)", "candidate (v213)", "best model (v211)"], alias_count: 3, logical_bytes: sizeOf(selection) * 12.3 * GIB, freed_bytes: sizeOf(selection) * 408 * MIB, shared_bytes: 11.9 * GIB, purge_at: now + 7 * DAY }),
    "retention.plan": (act) => retentionPlan(act, now),
    "session.show": () => ({ name: "ada", role: "admin", origin: "desktop", here: true, refused: [] }),
    "upkeep.state": () => ({ paused: null, next_expiry: null, next_rules: null, next_purge: null, next_collection: null, consent: [] }),
    "trash.restore_plan": ({ selection }) => ({ versions: sizeOf(selection), unchanged: 0, collections: [], taken: [], taken_count: 0, overdue: 0 }),
    "trash.empty": ({ selection }) => done(`Removed ${selection ? sizeOf(selection) : trash} versions from the trash for good`),
    "retention.carry_out": () => {
      void emitJob(77, JSON.stringify(done("Did it")));
      return { job: 77 };
    },
    "file.list": () => ({ total: 1, start: 0, rows: [{ path: "crops/it's a test.png", size: 12, digest: "x", sha256: null, reference: null }] }),
    "alias.list": () => [
      { name: "latest", protected: false, version: 214, index: 213 },
      { name: "candidate", protected: false, version: 214, index: 213 },
      { name: "best model", protected: false, version: 212, index: 211 },
      { name: "production", protected: true, version: 210, index: 209 },
      { name: "baseline", protected: false, version: 207, index: 206 },
    ],
    "alias.add": ({ alias }) => done(`Moved ${alias} from v206 to v211`),
    "alias.remove": ({ alias }) => done(`Removed ${alias} from plankton-train:v211`),
    "alias.set": () => done("Set the aliases of plankton-train:v211"),
    "tag.list": () => [{ name: "reviewed", versions: 40 }, { name: "nightly", versions: 1200 }, { name: "paper", versions: 1 }],
    "tag.edit": () => done("Tagged plankton-train:v211"),
    "metadata.set": ({ path, value }) => done(`${value === null ? "Removed" : "Set"} ${path} in the metadata of plankton-train:v211`),
    "metadata.replace": () => done("Changed the metadata of plankton-train:v211"),
    "history.list": ({ before, count }) => {
      const newest = Math.min(operations, (before ?? operations + 1) - 1);
      const rows = Array.from({ length: Math.max(0, Math.min(count, newest)) }, (_, at) => operation(newest - at, now, operations));
      return { rows, more: newest > count };
    },
    "history.redo": () => done("Did again: Moved best model from v203 to v211"),
    "trash.list": ({ filter, rows: { start, count } }) => {
      const rows = Array.from({ length: trash }, (_, at) => trashRow(at, now)).filter(({ address }) => address.includes(filter ?? ""));
      return { total: rows.length, start, rows: rows.slice(start, start + count) };
    },
    "trash.restore": ({ selection }) => done(`Restored ${sizeOf(selection)} versions`),
    "store.settings": () => ({ default_ttl: "90d", trash_days: STORE.trash_days, ttl_setters: "members" }),
    "store.configure": ({ default_ttl: ttl, trash_days: days }) => done(`Set the default TTL to ${ttl}, the trash to ${days} days`),
    "store.check": () => ({ job: 9 }),
    "host.reveal": () => ({}),
  };
}
