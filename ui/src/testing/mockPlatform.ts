/** A platform without a host: answers commands from made-up data. Tests replace single answers. */
import type { CommandName, Commands, Event, Job } from "@/api/bindings";
import { setPlatform, type Platform } from "@/platform";
import { lineageAnswers } from "./lineageMock";
import { versionAnswers } from "./versionMock";
import { tableAnswers } from "./tablesMock";
import { collectionsOf, HOST, PROJECT, STORE, TYPES, versionRow } from "./mockData";

type Answers = { [K in CommandName]?: (request: Commands[K]["request"]) => Commands[K]["response"] | Promise<Commands[K]["response"]> };

export interface Mock {
  platform: Platform;
  /** Every call, in order. */
  calls: { command: string; request: unknown }[];
  emit: (event: Event) => void;
  answers: Answers;
}

export interface MockOptions {
  /** Versions of `plankton-train`. */
  versions?: number;
  isEmpty?: boolean;
  /** Names of 128 characters, 40 aliases, damage. */
  isExtreme?: boolean;
  /** About so many runs and versions in the lineage, instead of the ordinary sample. */
  nodes?: number;
  answers?: Answers;
  jobs?: Job[];
  now?: number;
}

export function createMock({ versions = 214, isEmpty = false, isExtreme = false, nodes = 0, answers = {}, jobs = [], now = Date.now() }: MockOptions = {}): Mock {
  const listeners = new Set<(event: Event) => void>();
  const calls: Mock["calls"] = [];
  const all: Answers = { ...defaults(versions, isEmpty, jobs, now), ...tableAnswers(versions, isEmpty, now), ...versionAnswers({ now, isEmpty, isExtreme }), ...lineageAnswers({ now, isEmpty, nodes }), ...answers };
  const platform: Platform = {
    isDesktop: true,
    rpc: async (command, request) => {
      calls.push({ command, request });
      const answer = all[command as CommandName] as ((request: unknown) => unknown) | undefined;
      if (!answer) throw { code: "command-unknown", message: `There is no command ${command}`, hint: null };
      return answer(request);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    followsLinks: () => undefined,
    contentUrl: (path) => `/content${path}`,
    pickFiles: () => Promise.resolve([]),
    pickFolder: () => Promise.resolve([]),
    onDrop: () => () => undefined,
    startDrag: () => Promise.resolve(),
    saveAs: async (name, content) => {
      calls.push({ command: "host.save_as", request: { name, content } });
      return true;
    },
    copyImage: () => Promise.resolve(),
    openExternal: () => undefined,
    copyText: () => Promise.resolve(),
    window: { setTitle: () => undefined, close: () => undefined, toggleFullscreen: () => undefined },
  };
  return { platform, calls, answers: all, emit: (event) => listeners.forEach((listener) => listener(event)) };
}

/** Makes the mock the platform; for tests and the `?mock` start of the development server (`?mock=empty`, `?mock=1000000`). */
export function installMock(options?: MockOptions): Mock {
  const wish = new URLSearchParams(globalThis.location?.search ?? "").get("mock") ?? "";
  const nodes = Number(new URLSearchParams(globalThis.location?.search ?? "").get("nodes") ?? 0);
  const mock = createMock(options ?? { nodes, isEmpty: wish === "empty", isExtreme: wish === "extreme", ...(Number(wish) > 0 ? { versions: Number(wish) } : {}), jobs: wish === "empty" ? [] : [RUNNING] });
  setPlatform(mock.platform);
  // For looking at it from a driven browser.
  Object.assign(globalThis, { cairnMock: mock });
  return mock;
}

function defaults(versions: number, isEmpty: boolean, jobs: Job[], now: number): Answers {
  const countOf = (address: string) => (address.endsWith("plankton-train") ? versions : (collectionsOf(null, now).find((each) => each.address === address)?.versions ?? 0));
  return {
    "host.info": () => HOST,
    "settings.get": () => ({ ui: "", recent_stores: [] }),
    "settings.set": ({ ui }) => ({ ui, recent_stores: [] }),
    "store.info": () => (isEmpty ? { ...STORE, projects: 1, collections: 0, versions: 0, trashed: 0, stored_bytes: 0 } : STORE),
    "store.sample": () => ({ job: 1 }),
    "project.list": () => [{ id: 1, entity: "ada", name: "plankton", address: PROJECT, description: "", collections: isEmpty ? 0 : 11, versions: isEmpty ? 0 : 1807 }],
    "type.list": () => (isEmpty ? [] : TYPES),
    "collection.list": ({ artifact_type: type, filter, rows: { start, count } }) => {
      const rows = collectionsOf(type, now).filter(({ name }) => name.includes(filter ?? ""));
      return { total: rows.length, start, rows: rows.slice(start, start + count) };
    },
    "version.page": ({ collection, sort, rows: { start, count } }) => {
      const total = countOf(collection);
      const name = collection.split("/").at(-1) ?? "";
      const isDescending = sort?.descending ?? true;
      const rows = Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, at) => versionRow(name, isDescending ? start + at : total - 1 - start - at, total, now));
      return { total, unfiltered: total, start, rows };
    },
    "version.locate": ({ collection, index }) => ({ row: countOf(collection) - 1 - index }),
    "search.quick": ({ text, limit }) =>
      collectionsOf(null, now)
        .filter(({ name }) => name.includes(text))
        .slice(0, limit)
        .map(({ address, name, type, versions: count }) => ({ kind: "collection", address, title: name, detail: `${count} versions`, type })),
    "address.resolve": ({ address }) => ({ kind: "collection", project: PROJECT, collection: address, type: "dataset", index: null, address: `${PROJECT}/${address.split("/").at(-1)}`, query: null }),
    "history.state": () => ({ undo: "Moved best model from v203 to v211", redo: null }),
    "history.undo": () => ({ operation: 2, summary: "Took back: Moved best model from v203 to v211", changed: 1 }),
    "job.list": () => jobs,
    "job.cancel": () => ({}),
    "job.dismiss": () => ({}),
  };
}

const RUNNING: Job = {
  id: 1,
  kind: "log",
  title: "Logging holdout-2025",
  state: "running",
  progress: { step: "Copying", bytes: 1.8 * 1024 ** 3, total_bytes: 4.2 * 1024 ** 3, items: 9120, total_items: 21_408, rate: 310 * 1024 ** 2, seconds_left: 8, current: "crops/SM-04/00000181.png" },
  started_at: Date.now() - 6000,
  ended_at: null,
  error: null,
  result: null,
  address: null,
};
