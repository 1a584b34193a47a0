/** Made-up answers for the tables of collections and versions: rows by number up to a million, edits that last until the page is left. */
import type { Alias, ApiError, CollectionRow, CommandName, Commands, Outcome, Selection, VersionDetail, VersionRow } from "@/api/bindings";
import { collectionsOf, PROJECT, TYPES, versionRow } from "./mockData";

type Answers = { [K in CommandName]?: (request: Commands[K]["request"]) => Commands[K]["response"] | Promise<Commands[K]["response"]> };

const LONG = `long-name-${"abcdefghij".repeat(12)}`.slice(0, 128);
const MANY = 100_000;

interface World {
  versions: number;
  isEmpty: boolean;
  now: number;
  /** What was edited, by id. */
  edits: Map<number, Partial<VersionRow> & { description?: string }>;
  descriptions: Map<string, string>;
}

export function tableAnswers(versions: number, isEmpty: boolean, now: number): Answers {
  const world: World = { versions, isEmpty, now, edits: new Map(), descriptions: new Map() };
  const isExtreme = versions >= 1_000_000;
  return { ...reads(world, isExtreme), ...edits(world) };
}

function countOf({ versions, now }: World, address: string): number {
  if (address.endsWith("/plankton-train")) return versions;
  return collectionsOf(null, now).find((each) => each.address === address)?.versions ?? 40;
}

function rowAt(world: World, address: string, index: number): VersionRow {
  const total = countOf(world, address);
  const age = total - 1 - index;
  const base = versionRow(address.split("/").at(-1) ?? "", age, total, world.now);
  const crowd = world.versions >= 1_000_000 && age === 1 ? { aliases: crowdOf(40), tags: [LONG, "frozen", "reviewed"] } : {};
  return { ...base, ...crowd, ...world.edits.get(base.id) };
}

function crowdOf(count: number): Alias[] {
  return Array.from({ length: count }, (_, at) => ({ name: at === 0 ? LONG : `release-candidate-${at}`, protected: false }));
}

/** Matching indexes, newest first; the whole list isn't made for none. */
function matching(world: World, collection: string, filter: string | null): number[] | null {
  if (filter === null) return null;
  const tests = filter.split(/\s+/).map((term) => testOf(term, filter));
  const total = Math.min(countOf(world, collection), 20_000);
  const newest = countOf(world, collection) - 1;
  return Array.from({ length: total }, (_, at) => newest - at).filter((index) => tests.every((test) => test(rowAt(world, collection, index))));
}

function testOf(term: string, filter: string): (row: VersionRow) => boolean {
  const [, key = "", value = ""] = /^([\w.]+):(.*)$/.exec(term) ?? [];
  const at = filter.indexOf(term) + 1;
  if (key === "alias") return ({ aliases }) => aliases.some(({ name }) => name === value);
  if (key === "tag") return ({ tags }) => tags.includes(value);
  if (key === "state") return ({ state }) => (state === "deleted") === (value === "deleted");
  if (key === "size") {
    const found = /^>(\d+)GB$/.exec(value);
    if (!found) throw refusal(at + 5, `"${value}" isn't a size such as 10MB or 2GiB`);
    return ({ size }) => size > Number(found[1]) * 1e9;
  }
  if (key !== "") throw refusal(at, `there is no field \`${key}\``);
  return ({ aliases, tags }) => [...aliases.map(({ name }) => name), ...tags].some((word) => word.includes(term));
}

function refusal(at: number, why: string): ApiError {
  return { code: "filter-invalid", message: `The filter has an error at character ${at}: ${why}`, hint: "Fields are alias, tag, size, files, ttl, created, meta.KEY, digest, state and v12." };
}

function reads(world: World, isExtreme: boolean): Answers {
  const { isEmpty, now } = world;
  const types = isExtreme ? [{ name: "dataset", collections: MANY, versions: 4_000_000 }, ...TYPES.slice(1)] : TYPES;
  return {
    "type.list": () => (isEmpty ? [] : types),
    "project.list": () => [
      { id: 1, entity: "ada", name: "plankton", address: PROJECT, description: "Crops and counts of the 2019–2026 cruises.", collections: isEmpty ? 0 : 13, versions: isEmpty ? 0 : 1807 },
      { id: 2, entity: "ada", name: "buoy-currents", address: "ada/buoy-currents", description: "", collections: 4, versions: 92 },
    ],
    "collection.list": ({ artifact_type: type, filter, sort, rows: { start, count } }) => {
      const known = isEmpty ? [] : collectionsOf(type, now).filter(({ name }) => name.includes(filter ?? ""));
      const rest = isExtreme && (type === null || type === "dataset") && filter === null ? MANY - known.length : 0;
      const key = sort?.key ?? "name";
      const sorted = known.toSorted((a, b) => (key === "versions" ? a.versions - b.versions : key === "size" ? a.logical_bytes - b.logical_bytes : key === "updated" ? a.updated_at - b.updated_at : a.name.localeCompare(b.name)));
      if (sort?.descending) sorted.reverse();
      const total = sorted.length + rest;
      const rows = Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, at) => sorted[start + at] ?? generated(start + at, now));
      return { total, start, rows };
    },
    "collection.show": ({ collection }) => {
      if (collection.endsWith("/gone")) throw { code: "not-found", message: `There is no collection ${collection}`, hint: "See the trash." } satisfies ApiError;
      const row = collectionsOf(null, now).find(({ address }) => address === collection) ?? generated(3, now);
      const count = countOf(world, collection);
      const description = world.descriptions.get(collection) ?? "Labelled crops of the 2019–2026 cruises, stratified by station.";
      return { row: { ...row, address: collection, name: collection.split("/").at(-1) ?? "", versions: count }, project: PROJECT, description, created_at: now - 2e10, trashed: 1, bytes: isExtreme ? null : { logical: row.logical_bytes, exclusive: 57 * 1024 ** 3, shared: 12 * 1024 ** 3 }, metadata_keys: ["val_acc", "val_loss", "epochs"], next_index: count };
    },
    "version.page": ({ collection, filter, sort, metadata, rows: { start, count } }) => {
      const found = matching(world, collection, filter);
      const unfiltered = countOf(world, collection);
      const total = found?.length ?? unfiltered;
      const isDescending = sort?.descending ?? true;
      const indexOf = (at: number) => (found ? (found[isDescending ? at : total - 1 - at] ?? 0) : isDescending ? total - 1 - at : at);
      const rows = Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, at) => rowAt(world, collection, indexOf(start + at))).map((row) => Object.assign(row, { metadata: metadata.map((key) => metric(key, row.index)) }));
      return { total, unfiltered, start, rows };
    },
    "version.locate": ({ collection, filter, sort, index }) => {
      const found = matching(world, collection, filter);
      const total = found?.length ?? countOf(world, collection);
      const at = found ? found.indexOf(index) : index < total ? total - 1 - index : -1;
      return { row: at < 0 ? null : (sort?.descending ?? true) ? at : total - 1 - at };
    },
    "version.show": ({ version }) => detailOf(world, Number(version.slice(1)) - 1),
    "version.bytes": () => ({ logical: 12.3 * 1024 ** 3, exclusive: 408 * 1024 ** 2, shared: 11.9 * 1024 ** 3 }),
    "version.delete_plan": ({ selection }) => {
      const count = sizeOf(world, selection);
      return { versions: count, aliases: ["best model (v211)", "candidate (v213)"], alias_count: 2, logical_bytes: count * 12 * 1024 ** 3, freed_bytes: count * 408 * 1024 ** 2, shared_bytes: 11.9 * 1024 ** 3, purge_at: now + 7 * 86_400_000 };
    },
    "alias.list": ({ collection }) => Array.from({ length: 40 }, (_, age) => rowAt(world, collection, Math.max(0, countOf(world, collection) - 1 - age))).flatMap(({ id, index, aliases }) => aliases.map((alias) => ({ name: alias.name, protected: alias.protected, version: id, index }))),
    "tag.list": () => [{ name: "reviewed", versions: 12 }, { name: "nightly", versions: 90 }, { name: "frozen", versions: 2 }],
    "address.resolve": ({ address }) => ({ kind: "collection", project: PROJECT, collection: address, type: "dataset", index: null, address, query: null }),
  };
}

function metric(key: string, index: number): string {
  return key === "epochs" ? String(10 + (index % 90)) : String(0.85 + ((index * 7919) % 1000) / 12_500);
}

function generated(at: number, now: number): CollectionRow {
  const name = at % 50 === 17 ? LONG : `dataset-${String(at).padStart(6, "0")}`;
  return { id: 10_000 + at, address: `${PROJECT}/${name}`, name, type: "dataset", versions: 40, latest: "v39", aliases: at % 9 === 0 ? crowdOf(20).map((alias) => alias.name) : [], tags: [], logical_bytes: at * 1e7, updated_at: now - at * 60_000, sizes: Array.from({ length: 24 }, (_, step) => (step * (at % 7)) % 13) };
}

/** Ids are indexes of `plankton-train` plus one. */
function detailOf(world: World, index: number): VersionDetail {
  const collection = `${PROJECT}/plankton-train`;
  const row = rowAt(world, collection, index);
  const { change: _, metadata: __, ...facts } = row;
  return {
    ...facts,
    name: "plankton-train",
    collection,
    type: "dataset",
    description: world.edits.get(row.id)?.description ?? (index % 2 === 1 ? "Rebalanced by station; 312 mislabelled copepods moved. Use this one for the paper." : ""),
    metadata: "{}",
    ttl_locked: null,
    created_by: "ada",
    deleted_at: null,
    deleted_because: null,
    bytes: index % 3 === 0 ? null : { logical: row.size, exclusive: 408 * 1024 ** 2, shared: 11.9 * 1024 ** 3 },
    previous: index - 1,
    next: index + 1,
    damaged: [],
  };
}

function sizeOf(world: World, selection: Selection): number {
  if (selection.kind === "versions") return selection.versions.length;
  return (matching(world, selection.collection, selection.filter)?.length ?? countOf(world, selection.collection)) - selection.except.length;
}

let operation = 100;
function done(summary: string): Outcome {
  operation += 1;
  return { operation, summary, changed: 1 };
}

function edits(world: World): Answers {
  const collection = `${PROJECT}/plankton-train`;
  const rowOf = (version: string) => rowAt(world, collection, Number(version.slice(1)) - 1);
  const change = (row: VersionRow, change_: Partial<VersionRow> & { description?: string }) => world.edits.set(row.id, { ...world.edits.get(row.id), ...change_ });
  return {
    "alias.add": ({ version, alias }) => {
      const row = rowOf(version);
      change(row, { aliases: [...row.aliases, { name: alias, protected: false }] });
      return done(`Added ${alias} to v${row.index}`);
    },
    "alias.remove": ({ version, alias }) => {
      const row = rowOf(version);
      change(row, { aliases: row.aliases.filter(({ name }) => name !== alias) });
      return done(`Removed ${alias} from v${row.index}`);
    },
    "tag.edit": ({ selection, add, remove }) => {
      for (const id of selection.kind === "versions" ? selection.versions : []) {
        const row = rowOf(`#${id}`);
        change(row, { tags: [...row.tags.filter((tag) => !remove.includes(tag)), ...add] });
      }
      return done("Changed tags");
    },
    "version.describe": ({ version, description }) => {
      change(rowOf(version), { description });
      return done("Described the version");
    },
    "trash.restore": ({ selection }) => {
      for (const id of selection.kind === "versions" ? selection.versions : []) change(rowOf(`#${id}`), { state: "committed", purge_at: null });
      return done("Restored 1 version");
    },
    "collection.describe": ({ collection: address, description }) => {
      world.descriptions.set(address, description);
      return done("Described the collection");
    },
    "collection.create": ({ name }) => done(`Created ${name}`),
    "collection.rename": ({ name }) => {
      if (/[/:]/.test(name)) throw { code: "name-invalid", message: `The collection name "${name}" contains "/"`, hint: "Leave out `/`, `:` and control characters." } satisfies ApiError;
      return done(`Renamed to ${name}`);
    },
    "collection.delete": () => done("Moved 214 versions to the trash"),
    "project.create": ({ project }) => done(`Created ${project}`),
    "project.rename": ({ name }) => done(`Renamed to ${name}`),
    "project.delete": () => done("Moved the project to the trash"),
  };
}
