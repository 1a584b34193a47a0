/** What the address holds of a view: so links, back and forward, and the next start show the same. */
import type { LineageRequest } from "@/api";
import { LENSES, type LensId } from "../model/lens";
import type { Camera } from "../model/camera";

export const MODES = ["direct", "up", "down", "full", "project"] as const;
export type Mode = (typeof MODES)[number];
export type Hide = "runs" | "versions";

export interface ViewParams {
  mode: Mode;
  /** Steps; null is all of them. */
  depth: number | null;
  query: string;
  types: readonly string[];
  after: number | null;
  before: number | null;
  hide: Hide | null;
  /** Folds siblings and chains. */
  isFolded: boolean;
  foldBy: string | null;
  open: readonly string[];
  pulled: readonly string[];
  lens: LensId;
  /** Key of the metadata whose number the lens shows. */
  metadata: string | null;
  /** What it is the lineage of, when that isn't the page's own thing: `#12` or `run:#7`. */
  focus: string | null;
  isTable: boolean;
  isDown: boolean;
  /** Keys that are left out, and that keep their name at any distance. */
  hidden: readonly string[];
  pins: readonly string[];
  selected: readonly string[];
  camera: Camera | null;
}

const list = (text: string | null) => (text === null || text === "" ? [] : text.split(","));
const number = (text: string | null) => (text === null || text === "" || !Number.isFinite(Number(text)) ? null : Number(text));

/** Only what a picture can't be asked for without; anything odd in an address counts as not said. */
export function readView(params: URLSearchParams, first: Mode): ViewParams {
  const mode = MODES.find((each) => each === params.get("mode")) ?? first;
  const [x, y, k] = list(params.get("view")).map(Number);
  const depth = number(params.get("depth"));
  return {
    mode,
    depth: mode === "direct" || mode === "project" || depth === null || depth < 1 ? null : Math.round(depth),
    query: params.get("query") ?? "",
    types: params.getAll("only"),
    after: number(params.get("after")),
    before: number(params.get("before")),
    hide: params.get("hide") === "runs" ? "runs" : params.get("hide") === "versions" ? "versions" : null,
    isFolded: params.get("fold") !== "no",
    foldBy: ["collection", "job", "group"].find((each) => each === params.get("fold")) ?? null,
    open: list(params.get("open")),
    pulled: list(params.get("pulled")),
    lens: LENSES.find((each) => each === params.get("lens")) ?? "type",
    metadata: params.get("meta"),
    focus: params.get("focus"),
    isTable: params.get("as") === "table",
    isDown: params.get("flow") === "down",
    hidden: list(params.get("without")),
    pins: list(params.get("pins")),
    selected: list(params.get("selected")),
    camera: x !== undefined && y !== undefined && k !== undefined && [x, y, k].every(Number.isFinite) && k > 0 ? { x, y, k } : null,
  };
}

/** The address after a change; what stands as it would anyway isn't written. Other parts of the address stay. */
export function writeView(params: URLSearchParams, change: Partial<ViewParams>, first: Mode): URLSearchParams {
  const next = new URLSearchParams(params);
  const all = { ...readView(params, first), ...change };
  const put = (name: string, value: string | null) => (value === null || value === "" ? next.delete(name) : next.set(name, value));
  put("mode", all.mode === first ? null : all.mode);
  put("depth", all.depth === null ? null : String(all.depth));
  put("query", all.query);
  next.delete("only");
  for (const type of all.types) next.append("only", type);
  put("after", all.after === null ? null : String(all.after));
  put("before", all.before === null ? null : String(all.before));
  put("hide", all.hide);
  put("fold", all.isFolded ? all.foldBy : "no");
  put("open", all.open.join(","));
  put("pulled", all.pulled.join(","));
  put("lens", all.lens === "type" ? null : all.lens);
  put("meta", all.metadata);
  put("focus", all.focus);
  put("as", all.isTable ? "table" : null);
  put("flow", all.isDown ? "down" : null);
  put("without", all.hidden.join(","));
  put("pins", all.pins.join(","));
  put("selected", all.selected.slice(0, MOST_SELECTED).join(","));
  put("view", all.camera === null ? null : [all.camera.x.toFixed(1), all.camera.y.toFixed(1), all.camera.k.toFixed(4)].join(","));
  return next;
}

/** An address stays short enough to be sent; a larger selection lives until one leaves. */
const MOST_SELECTED = 100;

/** What the engine is asked for. */
export function requestOf(view: ViewParams, root: string | null, project: string | null): LineageRequest {
  return {
    root: view.mode === "project" ? null : (view.focus ?? root),
    project,
    mode: view.mode,
    depth: view.depth,
    query: view.query === "" ? null : view.query,
    types: [...view.types],
    after: view.after,
    before: view.before,
    hide: view.hide,
    fold: view.isFolded ? null : false,
    fold_by: view.foldBy,
    open: [...view.open],
    pulled: [...view.pulled],
    metadata: view.lens === "number" ? view.metadata : null,
  };
}

/** `v12` and `r7`, the keys of nodes, as requests name them; null for folded ones. */
export function nameOfKey(key: string): string | null {
  if (/^v\d+$/.test(key)) return `#${key.slice(1)}`;
  return /^r\d+$/.test(key) ? `run:#${key.slice(1)}` : null;
}
