/** A made-up lineage with everything a picture has to stand: a fan-out of 48, a chain of 60, a diamond, a deleted version, a cycle. */
import { PROJECT, TYPES } from "./mockData";

const DAY = 86_400_000;
const MIB = 1024 ** 2;

export interface MockVersion {
  key: string;
  title: string;
  type: string;
  /** 0 live, 1 in the trash, 2 purged. */
  state: number;
  created: number;
  size: number;
  expires: number | null;
  aliases: string[];
  number: number | null;
}

export interface MockRun {
  key: string;
  id: string;
  name: string;
  job: string;
  group: string;
  state: string;
  created: number;
  finished: number | null;
  isDeleted: boolean;
  config: string;
  summary: string;
  command: string;
}

export interface MockEdge {
  from: string;
  to: string;
  role: string | null;
}

export interface MockStore {
  versions: Map<string, MockVersion>;
  runs: Map<string, MockRun>;
  edges: MockEdge[];
}

export const MOCK_TYPES = TYPES.map(({ name }) => name);

class Builder {
  readonly store: MockStore = { versions: new Map(), runs: new Map(), edges: [] };
  readonly #now: number;
  #run = 0;
  #id = 1000;
  #clock = 400;

  constructor(now: number) {
    this.#now = now;
  }

  version(title: string, type: string, rest: Partial<MockVersion> & { id?: number } = {}): string {
    const key = `v${rest.id ?? (this.#id += 1)}`;
    this.#clock -= 0.31;
    const size = (((this.#id * 7919) % 4000) + 1) * MIB * (type === "dataset" ? 12 : 1);
    this.store.versions.set(key, { title, type, state: 0, created: this.#now - this.#clock * DAY, size, expires: null, aliases: [], number: type === "dataset" ? null : 0.8 + ((this.#id * 37) % 190) / 1000, ...rest, key });
    return key;
  }

  run(name: string, job: string, inputs: readonly string[], outputs: readonly string[], rest: Partial<MockRun> = {}): string {
    this.#run += 1;
    const key = `r${this.#run}`;
    this.#clock -= 0.2;
    const created = this.#now - this.#clock * DAY;
    this.store.runs.set(key, {
      key,
      id: `run-${String(this.#run).padStart(4, "0")}`,
      name,
      job,
      group: job === "train" ? "spring sweep" : "",
      state: "finished",
      created,
      finished: rest.state === "running" ? null : created + 3_600_000 * (1 + (this.#run % 7)),
      isDeleted: false,
      config: `{"lr":${(this.#run % 9) / 1000 + 0.001},"batch":64,"augment":true,"stages":["warm","main"]}`,
      summary: `{"acc":${0.8 + (this.#run % 17) / 100},"loss":0.0${this.#run % 90}}`,
      command: `python train.py --seed ${this.#run}`,
      ...rest,
    });
    for (const input of inputs) this.store.edges.push({ from: input, to: key, role: input === inputs[0] ? "training set" : null });
    for (const output of outputs) this.store.edges.push({ from: key, to: output, role: null });
    return key;
  }
}

/** The ordinary one. Version 212 is `plankton-train:v211`, which the rest of the mock shows. */
export function sampleLineage(now: number): MockStore {
  const b = new Builder(now);
  const raw = b.version("plankton-raw:v17", "dataset", { size: 1.1 * 1024 ** 4, id: 17 });
  const map = b.version("station-map:v4", "dataset", { size: 212 * 1024 });
  const oldRaw = b.version("plankton-raw:v11", "dataset", { state: 1, expires: now - 20 * DAY });
  const train = b.version("plankton-train:v211", "dataset", { aliases: ["latest", "best model"], id: 212, size: 12.3 * 1024 ** 3 });
  const val = b.version("plankton-val:v31", "dataset", { size: 1.2 * 1024 ** 3, expires: now + 5 * DAY });
  b.run("train-split-0409", "preprocess", [raw, map], [train, val]);
  const oldTrain = b.version("plankton-train:v180", "dataset", { expires: now + 50 * DAY });
  b.run("train-split-0330", "preprocess", [oldRaw], [oldTrain]);
  b.run("train-resnet-0402", "train", [oldTrain], [], { state: "failed" });
  const vit = b.version("vit-plankton:v96", "model", { aliases: ["latest", "production"], size: 340 * MIB });
  const evaluation = b.version("eval-vit:v96", "evaluation");
  b.run("train-vit-0188", "train", [train, val], [vit, evaluation]);
  const models = Array.from({ length: 48 }, (_, at) => b.version(`resnet-plankton:v${1148 + at}`, "model", at === 47 ? { aliases: ["latest"] } : {}));
  b.run("sweep-resnet", "train", [train], models, { state: "running" });
  for (let at = 0; at < 12; at += 1) b.run(`audit-${String(at).padStart(3, "0")}`, "audit", [train], []);
  // A diamond: two ways from the model to the report.
  const small = b.version("distilled-s:v12", "model");
  const int8 = b.version("distilled-int8:v3", "model");
  b.run("distil", "train", [vit], [small]);
  b.run("quantise", "train", [vit], [int8]);
  const report = b.version("report:v5", "report");
  b.run("compare-models", "evaluate", [small, int8], [report]);
  // A chain of 60, each step refining the last.
  let last = b.version("refined:v0", "model");
  b.run("refine-start", "refine", [small], [last]);
  for (let at = 1; at < 30; at += 1) {
    const next = b.version(`refined:v${at}`, "model");
    b.run(`refine-${at}`, "refine", [last], [next]);
    last = next;
  }
  // A run that uses what it logged.
  const replay = b.version("replay-buffer:v2", "dataset", { state: 2 });
  const loop = b.run("self-play", "train", [last], [replay]);
  b.store.edges.push({ from: replay, to: loop, role: "replay" });
  return b.store;
}

/** A training history of about so many nodes, wide and deep, for looking at large pictures. */
export function largeLineage(now: number, nodes: number): MockStore {
  const b = new Builder(now);
  let seed = 12_345;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const pick = (list: readonly string[], back: number) => list[Math.max(0, list.length - 1 - Math.floor(random() * Math.max(back, list.length * 0.7)))] ?? list[0] ?? "";
  const data = Array.from({ length: Math.max(2, Math.round(nodes / 60)) }, (_, at) => b.version(`source-${at % 9}:v${Math.floor(at / 9)}`, "dataset", at === 0 ? { id: 212, title: "plankton-train:v211", aliases: ["latest", "best model"] } : {}));
  const models: string[] = [];
  while (b.store.versions.size + b.store.runs.size < nodes) {
    const dice = random();
    const at = b.store.runs.size;
    if (dice < 0.28) data.push(...one(b, `split-${at}`, "preprocess", [pick(data, 30), pick(data, 12)], [`prepared-${at % 7}:v${at}`], "dataset"));
    else if (dice < 0.8) models.push(...one(b, `train-${at}`, "train", [pick(data, 24), ...(models.length > 0 && dice < 0.45 ? [pick(models, 30)] : [])], [`net-${at % 11}:v${at}`, ...(dice > 0.7 ? [`ckpt-${at % 5}:v${at}`] : [])], "model"));
    else one(b, `eval-${at}`, "evaluate", [pick(data, 10), pick(models.length > 0 ? models : data, 20)], [`scores-${at % 4}:v${at}`], "evaluation");
  }
  return b.store;
}

function one(b: Builder, name: string, job: string, inputs: string[], titles: string[], type: string): string[] {
  const made = titles.map((title) => b.version(title, type));
  b.run(name, job, [...new Set(inputs)], made, { state: name.endsWith("7") ? "failed" : "finished" });
  return made;
}

export function addressOf(version: MockVersion): string {
  return `${PROJECT}/${version.title}`;
}
