/** Answers about lineage, computed from a small graph in memory: closures, folding, layout, ways, queries. */
import type { CommandName, Commands, LineagePicture, LineageRequest, LineageRow } from "@/api/bindings";
import { addressOf, largeLineage, sampleLineage, type MockStore } from "./lineageData";
import { layOut, NODE_HEIGHT, NODE_WIDTH } from "./lineageLayout";
import { PROJECT } from "./mockData";
import { runAnswers } from "./runMock";

export type LineageAnswers = { [K in CommandName]?: (request: Commands[K]["request"]) => Commands[K]["response"] | Promise<Commands[K]["response"]> };

interface Part {
  keys: string[];
  /** Pairs of keys. */
  edges: { from: string; to: string; kind: number; count: number }[];
  distance: Map<string, number>;
  root: string | null;
  metadata?: string | null;
}

const RUN_STATES = ["running", "finished", "failed", "crashed", "killed"];
const VERSION_STATES = ["committed", "deleted", "purged"];

export function lineageAnswers({ now = Date.now(), isEmpty = false, nodes = 0 }: { now?: number; isEmpty?: boolean; nodes?: number }): LineageAnswers {
  const store = isEmpty ? { versions: new Map(), runs: new Map(), edges: [] } : nodes > 0 ? largeLineage(now, nodes) : sampleLineage(now);
  let token = 0;
  return {
    ...runAnswers(store, now, (name) => keyOf(store, name)),
    "lineage.picture": ({ of, direction }) => {
      const part = partOf(store, of);
      const folded = of.fold === false ? fold(part, store, new Set(), new Set(), false) : fold(part, store, new Set(of.open), new Set(of.pulled), true);
      token += 1;
      return picture(store, part, folded, `p${token}`, direction === "down");
    },
    "lineage.members": ({ of, key, text, sort, rows: { start, count } }) => {
      const part = { ...partOf(store, of), metadata: of.metadata };
      const inside = fold(part, store, new Set(of.open), new Set(of.pulled), true).members.get(key) ?? [];
      const rows = sorted(inside.map((each) => rowOf(store, each, part)).filter(({ title }) => title.includes(text ?? "")), sort?.key ?? "created", sort?.descending ?? true);
      return { total: rows.length, start, rows: rows.slice(start, start + count).map((row) => Object.assign(row, { before: store.edges.filter(({ to }) => to === row.key).map(({ from }) => from) })) };
    },
    "lineage.list": ({ of, sort, part: side, rows: { start, count } }) => {
      const part = { ...partOf(store, of), metadata: of.metadata };
      const all = part.keys.map((each) => rowOf(store, each, part)).filter(({ distance, key }) => side === null || (side === "up" ? (distance ?? 0) < 0 : side === "down" ? (distance ?? 0) > 0 : side === "runs" ? key.startsWith("r") : key.startsWith("v")));
      const rows = sorted(all, sort?.key ?? "distance", sort?.descending ?? false);
      return { total: rows.length, start, rows: rows.slice(start, start + count).map((row) => Object.assign(row, { before: store.edges.filter(({ to }) => to === row.key).map(({ from }) => from) })) };
    },
    "lineage.path": ({ from, to }) => path(store, keyOf(store, from), keyOf(store, to)),
    "lineage.impact": ({ root, rows: { start, count } }) => {
      const key = keyOf(store, root);
      const part = reach(store, key, 0, 9999);
      const rows = part.keys.filter((each) => each !== key).map((each) => rowOf(store, each, part));
      const versions = rows.filter(({ address }) => address !== null);
      const up = reach(store, key, 9999, 0);
      return {
        versions: versions.length,
        runs: rows.length - versions.length,
        bytes: versions.reduce((sum, { size }) => sum + (size ?? 0), 0),
        aliases: versions.flatMap(({ title, aliases }) => aliases.map((alias) => `${title.split(":")[0]}:${alias}`)),
        links: [],
        rows: { total: rows.length, start, rows: rows.slice(start, start + count) },
        lost: up.keys.map((each) => rowOf(store, each, up)).filter(({ address, state }) => address !== null && state !== "committed"),
      };
    },
    "lineage.export": ({ of, format }) => {
      const part = partOf(store, of);
      const text = format === "json" ? JSON.stringify(part) : ["digraph lineage {", ...part.edges.map(({ from, to }) => `  "${from}" -> "${to}";`), "}"].join("\n");
      return { text, name: `lineage.${format}`, media: "text/plain" };
    },
    "lineage.complete": ({ query, at }) => complete(store, query, at),
  };
}

export function keyOf(store: MockStore, name: string): string {
  const id = /^#(\d+)$/.exec(name);
  if (id) return `v${id[1]}`;
  const run = /^run:#(\d+)$/.exec(name);
  if (run) return `r${run[1]}`;
  if (name.startsWith("run:")) return [...store.runs.values()].find((each) => each.id === name.slice(4))?.key ?? "r0";
  return [...store.versions.values()].find(({ title, aliases }) => name.endsWith(title) || aliases.some((alias) => name.endsWith(`${title.split(":")[0]}:${alias}`)))?.key ?? "v0";
}

function partOf(store: MockStore, of: LineageRequest): Part {
  const root = of.root === null || of.mode === "project" ? null : keyOf(store, of.root);
  const steps = (of.depth ?? 9999) * 2;
  const depths: Record<string, [number, number]> = { direct: [2, 2], up: [steps, 0], down: [0, steps], full: [steps, steps] };
  const [up, down] = depths[of.mode] ?? [9999, 9999];
  const part = root === null ? whole(store) : reach(store, root, up, down);
  if (root !== null && !store.versions.has(root) && !store.runs.has(root)) return { keys: [root], edges: [], distance: new Map([[root, 0]]), root };
  return tied(store, narrowed(store, part, of), of.hide);
}

function whole(store: MockStore): Part {
  return { keys: [...store.versions.keys(), ...store.runs.keys()], edges: [], distance: new Map(), root: null };
}

function reach(store: MockStore, root: string, up: number, down: number): Part {
  const distance = new Map([[root, 0]]);
  for (const [steps, sign] of [[up, -1], [down, 1]] as const) {
    const near = new Map<string, string[]>();
    for (const { from, to } of store.edges) {
      const [a, b] = sign > 0 ? [from, to] : [to, from];
      push(near, a, b);
    }
    let ring = [root];
    for (let step = 1; step <= steps && ring.length > 0; step += 1) {
      ring = [...new Set(ring.flatMap((key) => near.get(key) ?? []))].filter((key) => !distance.has(key));
      for (const key of ring) distance.set(key, step * sign);
    }
  }
  return { keys: [...distance.keys()], edges: [], distance, root };
}

function narrowed(store: MockStore, part: Part, of: LineageRequest): Part {
  const found = of.query === null ? null : matching(store, of.query);
  const keys = part.keys.filter((key) => {
    const version = store.versions.get(key);
    const at = version?.created ?? store.runs.get(key)?.created ?? 0;
    if (key === part.root) return true;
    if (version && of.types.length > 0 && !of.types.includes(version.type)) return false;
    return (found === null || found.has(key)) && at >= (of.after ?? 0) && at <= (of.before ?? Number.POSITIVE_INFINITY);
  });
  return { ...part, keys };
}

function tied(store: MockStore, part: Part, hide: string | null): Part {
  const left = hide === "runs" ? "r" : hide === "versions" ? "v" : null;
  const inside = new Set(part.keys);
  const edges = store.edges.filter(({ from, to }) => inside.has(from) && inside.has(to));
  if (left === null) return { ...part, edges: edges.map(({ from, to }) => ({ from, to, kind: from.startsWith("r") ? 0 : 1, count: 1 })) };
  const keys = part.keys.filter((key) => !key.startsWith(left) || key === part.root);
  const shown = new Set(keys);
  const through = new Map<string, string[]>();
  for (const { from, to } of edges) if (!shown.has(to)) push(through, from, to);
  const pairs = new Map<string, { from: string; to: string; kind: number; count: number }>();
  for (const { from, to } of edges) if (shown.has(from) && shown.has(to)) pairs.set(`${from} ${to}`, { from, to, kind: 2, count: 1 });
  for (const from of keys) for (const middle of through.get(from) ?? []) for (const { from: a, to } of edges) if (a === middle && shown.has(to)) pairs.set(`${from} ${to}`, { from, to, kind: 2, count: 1 });
  return { ...part, keys, edges: [...pairs.values()] };
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

interface Folded {
  keys: string[];
  members: Map<string, string[]>;
  holder: Map<string, string>;
  /** What would fold if it weren't open, by its members. */
  opened: Map<string, string>;
}

const LEAST_CHAIN = 8;

function fold(part: Part, store: MockStore, open: ReadonlySet<string>, pulled: ReadonlySet<string>, isOn: boolean): Folded {
  const members = new Map<string, string[]>();
  const holder = new Map<string, string>();
  const opened = new Map<string, string>();
  if (isOn) {
    const before = new Map<string, string[]>();
    const after = new Map<string, string[]>();
    for (const { from, to } of part.edges) {
      push(after, from, to);
      push(before, to, from);
    }
    const groups = new Map<string, string[]>();
    for (const key of part.keys) {
      if (key === part.root || pulled.has(key)) continue;
      const what = store.versions.get(key)?.title.split(":")[0] ?? store.runs.get(key)?.job ?? "";
      const near = `${[...(before.get(key) ?? [])].toSorted().join()}|${[...(after.get(key) ?? [])].toSorted().join()}`;
      if (near !== "|") push(groups, `${what}|${near}`, key);
    }
    for (const group of groups.values()) if (group.length >= 5) put(`c${group[0]?.slice(1)}`, group);
    const isLink = (key: string) => key !== part.root && !pulled.has(key) && !holder.has(key) && before.get(key)?.length === 1 && after.get(key)?.length === 1;
    const seen = new Set<string>();
    for (const key of part.keys) {
      if (!isLink(key) || seen.has(key)) continue;
      let head = key;
      while (isLink(before.get(head)?.[0] ?? "") && before.get(head)?.[0] !== key) head = before.get(head)?.[0] ?? "";
      const chain: string[] = [];
      for (let link = head; isLink(link) && !seen.has(link); link = after.get(link)?.[0] ?? "") {
        seen.add(link);
        chain.push(link);
      }
      if (chain.length >= LEAST_CHAIN) put(`l${head.slice(1)}`, chain);
    }
  }
  const keys = [...new Set(part.keys.map((key) => holder.get(key) ?? key))];
  return { keys, members, holder, opened };

  function put(name: string, group: string[]) {
    if (open.has(name)) {
      for (const key of group) opened.set(key, name);
      return;
    }
    members.set(name, group);
    for (const key of group) holder.set(key, name);
  }
}

function picture(store: MockStore, part: Part, { keys, members, holder, opened }: Folded, token: string, isDown: boolean): LineagePicture {
  const at = new Map(keys.map((key, index) => [key, index]));
  const edges = new Map<string, { from: number; to: number; kind: number; count: number }>();
  for (const edge of part.edges) {
    const from = at.get(holder.get(edge.from) ?? edge.from) ?? 0;
    const to = at.get(holder.get(edge.to) ?? edge.to) ?? 0;
    if (from === to) continue;
    const known = edges.get(`${from} ${to}`);
    if (known) Object.assign(known, { count: known.count + 1, kind: 2 });
    else edges.set(`${from} ${to}`, { from, to, kind: edge.kind, count: edge.count });
  }
  const list = [...edges.values()];
  const laid = layOut(keys.length, list.map(({ from }) => from), list.map(({ to }) => to), isDown);
  const types = [...new Set([...store.versions.values()].map(({ type }) => type))];
  const uses = new Map<string, number>();
  for (const { from } of part.edges) uses.set(from, (uses.get(from) ?? 0) + 1);
  const folds = [...new Set(opened.values())];
  const facts = keys.map((key) => nodeFacts(store, key, members.get(key) ?? [], types));
  return {
    token,
    revision: 1,
    root: part.root === null ? null : (holder.get(part.root) ?? part.root),
    nodes: {
      key: keys,
      x: laid.x,
      y: laid.y,
      width: keys.map(() => NODE_WIDTH),
      height: keys.map(() => NODE_HEIGHT),
      layer: laid.layer,
      distance: keys.map((key) => part.distance.get(members.get(key)?.[0] ?? key) ?? null),
      types,
      kind: facts.map(({ kind }) => kind),
      title: facts.map(({ title }) => title),
      subtitle: facts.map(({ subtitle }) => subtitle),
      type_at: facts.map(({ type }) => type),
      state: facts.map(({ state }) => state),
      created_at: facts.map(({ created }) => created),
      size: facts.map(({ size }) => size),
      expires_at: facts.map(({ expires }) => expires),
      aliases: facts.map(({ aliases }) => aliases),
      uses: keys.map((key) => uses.get(key) ?? 0),
      members: keys.map((key) => members.get(key)?.length ?? 1),
      opened: folds,
      opened_at: keys.map((key) => folds.indexOf(opened.get(key) ?? "")),
      number: facts.map(({ number }) => number),
    },
    edges: { from: list.map(({ from }) => from), to: list.map(({ to }) => to), kind: list.map(({ kind }) => kind), count: list.map(({ count }) => count), back: laid.back, points: laid.points, starts: laid.starts },
    width: laid.width,
    height: laid.height,
    counts: { versions: part.keys.filter((key) => key.startsWith("v")).length, runs: part.keys.filter((key) => key.startsWith("r")).length, edges: part.edges.length, cycles: laid.back.filter(Boolean).length },
  };
}

function nodeFacts(store: MockStore, key: string, inside: readonly string[], types: readonly string[]) {
  const [first] = inside;
  const version = store.versions.get(first ?? key);
  const run = store.runs.get(first ?? key);
  const state = version ? version.state : RUN_STATES.indexOf(run?.state ?? "finished") + (run?.isDeleted ? 8 : 0);
  const base = { state, created: version?.created ?? run?.created ?? 0, size: version?.size ?? 0, expires: version?.expires ?? null, aliases: version?.aliases.join(",") ?? "", number: version?.number ?? null, type: version ? types.indexOf(version.type) : -1 };
  if (inside.length === 0) return { ...base, kind: version ? 0 : 1, title: version?.title ?? run?.name ?? key, subtitle: version?.type ?? run?.job ?? "" };
  const size = inside.reduce((sum, each) => sum + (store.versions.get(each)?.size ?? 0), 0);
  const last = store.versions.get(inside.at(-1) ?? "")?.title.split(":")[1];
  const isChain = key.startsWith("l");
  return { ...base, size, state: 0, kind: isChain ? 3 : 2, title: isChain ? `chain ×${inside.length}` : `${version?.title.split(":")[0] ?? run?.job} ×${inside.length}`, subtitle: isChain ? `${version?.title ?? run?.name} …` : version ? `${version.title.split(":")[1]}–${last}` : `${inside.length} runs` };
}

function rowOf(store: MockStore, key: string, part: Part): LineageRow {
  const version = store.versions.get(key);
  const run = store.runs.get(key);
  return {
    key,
    title: version?.title ?? run?.name ?? key,
    subtitle: version?.type ?? run?.job ?? "",
    address: version ? addressOf(version) : null,
    run: run?.id ?? null,
    project: PROJECT,
    state: version ? (VERSION_STATES[version.state] ?? "") : (run?.state ?? ""),
    distance: part.distance.get(key) ?? null,
    created_at: version?.created ?? run?.created ?? 0,
    size: version?.size ?? null,
    aliases: version?.aliases ?? [],
    number: part.metadata == null ? null : (version?.number ?? null),
    before: [],
  };
}

function sorted(rows: LineageRow[], key: string, isDescending: boolean): LineageRow[] {
  const value = (row: LineageRow): string | number => {
    if (key === "title") return row.title;
    if (key === "type") return row.subtitle;
    if (key === "size") return row.size ?? 0;
    if (key === "distance") return row.distance ?? 99_999;
    return key.startsWith("meta.") ? (row.number ?? 0) : row.created_at;
  };
  return rows.toSorted((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (isDescending ? -1 : 1));
}

function path(store: MockStore, from: string, to: string): Commands["lineage.path"]["response"] {
  const part = whole(store);
  for (const [a, b] of [[from, to], [to, from]] as const) {
    const via = new Map([[a, a]]);
    for (const key of via.keys()) for (const edge of store.edges) if (edge.from === key && !via.has(edge.to)) via.set(edge.to, key);
    if (!via.has(b)) continue;
    const way = [b];
    while (way[0] !== a) way.unshift(via.get(way[0] ?? "") ?? a);
    return { shortest: way.map((key) => rowOf(store, key, part)), indirect: false, between: way };
  }
  return { shortest: [], indirect: false, between: [] };
}

const FIELDS = ["type:", "alias:", "tag:", "run:", "job:"];

/** `+name:v3+`, fields, union by space, intersection by comma, `!`. */
function matching(store: MockStore, text: string): Set<string> {
  const union = new Set<string>();
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const sets = word.split(",").map((term) => termOf(store, term));
    for (const key of sets[0] ?? []) if (sets.every((set) => set.has(key))) union.add(key);
  }
  return union;
}

function termOf(store: MockStore, text: string): Set<string> {
  const all = [...store.versions.keys(), ...store.runs.keys()];
  if (text.startsWith("!")) {
    const not = termOf(store, text.slice(1));
    return new Set(all.filter((key) => !not.has(key)));
  }
  const field = FIELDS.find((each) => text.startsWith(each));
  const wanted = text.slice(field?.length ?? 0).replaceAll('"', "").replace(/\*$/, "");
  if (field === "type:") return new Set(all.filter((key) => store.versions.get(key)?.type === wanted));
  if (field === "alias:") return new Set(all.filter((key) => store.versions.get(key)?.aliases.includes(wanted)));
  if (field === "job:") return new Set(all.filter((key) => store.runs.get(key)?.job === wanted));
  if (field === "run:") return new Set(all.filter((key) => store.runs.get(key)?.name.startsWith(wanted)));
  const parts = /^(\d*\+)?(.*?)(\+\d*)?$/.exec(text);
  const root = [...store.versions.values()].find(({ title }) => title === parts?.[2])?.key;
  if (root === undefined) return new Set();
  const steps = (part: string | undefined) => (part === undefined ? 0 : part === "+" ? 9999 : Number(part.replace("+", "")) * 2);
  return new Set(reach(store, root, steps(parts?.[1]), steps(parts?.[3])).keys);
}

function complete(store: MockStore, text: string, at: number): Commands["lineage.complete"]["response"] {
  const start = Math.max(text.lastIndexOf(" ", at - 1), text.lastIndexOf(",", at - 1)) + 1;
  const word = text.slice(start, at).replace(/^[\d+!]+/, "");
  const from = at - word.length;
  const names = [...store.versions.values()].map(({ title }) => title);
  const types = [...new Set([...store.versions.values()].map(({ type }) => type))];
  const words = word.startsWith("type:") ? types.map((type) => `type:${type}`) : [...FIELDS, ...names];
  const wrong = /(?:^|[\s,!])([a-z]+):(?!v\d)/g;
  for (const found of text.matchAll(wrong)) {
    if (found[1] && !FIELDS.includes(`${found[1]}:`) && !names.some((name) => name.startsWith(`${found[1]}:`))) return { start: from, end: at, words: [], error: `there is no field ${found[1]}; there are type, alias, tag, run and job`, error_at: text.indexOf(`${found[1]}:`) };
  }
  const quote = (text.match(/"/g)?.length ?? 0) % 2 === 1;
  return { start: from, end: at, words: words.filter((each) => each.includes(word) && each !== word).slice(0, 20), error: quote ? "the quotes aren't closed" : null, error_at: quote ? text.lastIndexOf('"') : null };
}
