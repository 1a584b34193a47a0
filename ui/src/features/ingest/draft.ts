import type { LogOptions, LogPlan, LogRequest, LogSource } from "@/api";
import { aliasProblem, baseName, metadataProblem, nameProblem, tagProblem, ttlProblem, typeProblem } from "./words";

export interface LogWish {
  /** Paths on disk, together one version. */
  paths?: readonly string[];
  /** Type of the collection, when it is known where it goes. */
  type?: string;
  /** Name or address of the collection. */
  collection?: string;
  /** Address of the project; the default one without it. */
  project?: string;
  /** Values of an earlier try. */
  draft?: LogDraft;
}

export interface LogDraft {
  sources: readonly LogSource[];
  options: LogOptions;
  project: string | null;
  /** As typed; null: the proposal of the plan stands. */
  name: string | null;
  type: string | null;
  aliases: readonly string[];
  tags: readonly string[];
  /** `inherit`, `none`, or as the engine reads it. */
  ttl: string;
  description: string;
  metadata: string;
}

const OPTIONS: LogOptions = { exclude: [], links: null, unreadable: null, rehash: false };

export function firstDraft(wish: LogWish): LogDraft {
  if (wish.draft) return wish.draft;
  const [project, name] = splitCollection(wish.collection);
  return {
    sources: (wish.paths ?? []).map(toSource),
    options: OPTIONS,
    project: project ?? wish.project ?? null,
    name,
    type: wish.type ?? null,
    aliases: [],
    tags: [],
    ttl: "inherit",
    description: "",
    metadata: "",
  };
}

export function toSource(path: string): LogSource {
  return { path, name: null };
}

/** Adds paths that aren't there yet. */
export function addSources(draft: LogDraft, paths: readonly string[]): LogDraft {
  const known = new Set(draft.sources.map(({ path }) => path));
  return { ...draft, sources: [...draft.sources, ...paths.filter((path) => !known.has(path)).map(toSource)] };
}

/** Parts an address such as `ada/demo/mnist:v3` into its project and the name. */
export function splitCollection(address: string | undefined): [project: string | null, name: string | null] {
  if (address === undefined) return [null, null];
  const parts = (address.split(":")[0] ?? "").split("/");
  const name = parts.at(-1) ?? null;
  return [parts.length > 1 ? parts.slice(0, -1).join("/") : null, name === "" ? null : name];
}

/** The draft with what the plan proposes where nothing was typed. An existing collection's type wins. */
export function resolve(draft: LogDraft, plan: LogPlan | null): { name: string; type: string } {
  return { name: (draft.name ?? plan?.suggested_name ?? "").trim(), type: (plan?.existing_type ?? draft.type ?? plan?.suggested_type ?? "").trim() };
}

export interface Problems {
  name: string | null;
  type: string | null;
  ttl: string | null;
  metadata: string | null;
}

export function problemsOf(draft: LogDraft, plan: LogPlan | null): Problems {
  const { name, type } = resolve(draft, plan);
  return {
    name: nameProblem(name),
    type: plan?.existing_type ? null : typeProblem(type, name),
    ttl: draft.ttl === "inherit" || draft.ttl === "none" ? null : ttlProblem(draft.ttl),
    metadata: metadataProblem(draft.metadata),
  };
}

/** Nothing stands in the way of logging. The plan need not be finished: the job goes on from what it has looked at. */
export function isReady(draft: LogDraft, plan: LogPlan | null): boolean {
  const { name, type, ttl, metadata } = problemsOf(draft, plan);
  const areTokensFine = draft.aliases.every((alias) => aliasProblem(alias) === null) && draft.tags.every((tag) => tagProblem(tag) === null);
  return draft.sources.length > 0 && plan !== null && plan.error === null && areTokensFine && [name, type, ttl, metadata].every((problem) => problem === null);
}

export function toRequest(draft: LogDraft, plan: LogPlan): LogRequest {
  const text = draft.description.trim();
  return {
    sources: [...draft.sources],
    options: draft.options,
    plan: plan.plan,
    project: draft.project,
    ...resolve(draft, plan),
    aliases: [...draft.aliases],
    tags: [...draft.tags],
    description: text === "" ? null : text,
    metadata: draft.metadata.trim() === "" ? null : draft.metadata,
    ttl: draft.ttl === "inherit" ? null : draft.ttl,
    run: null,
  };
}

/** "holdout-2025/" or "3 items". */
export function sourcesTitle(sources: readonly LogSource[]): string {
  const [first] = sources;
  return sources.length === 1 && first ? baseName(first.path) : `${sources.length} items`;
}
