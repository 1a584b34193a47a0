/** Lenses: what the colour of a node tells. Each sorts nodes into at most five steps, whose words are the legend. */
import { typeColour } from "@/components";
import { formatBytes } from "@/lib/format";
import type { Graph } from "./Graph";
import { formatNumber } from "./words";

export const LENSES = ["type", "age", "size", "ttl", "stage", "uses", "number"] as const;
export type LensId = (typeof LENSES)[number];

export const LENS_WORDS: Record<LensId, string> = { type: "Type", age: "Age", size: "Size", ttl: "TTL remaining", stage: "Aliases", uses: "Usage count", number: "Metadata number" };

/** A colour of the theme by name: `type-1` … `type-8`, `heat-1` … `heat-5`, `danger`, `warning`, `none`. */
export type Hue = string;

export interface Legend {
  hue: Hue;
  words: string;
}

export interface LensView {
  id: LensId;
  /** Number of the legend's entry of each node, 255 without one. */
  step: Uint8Array;
  legend: readonly Legend[];
}

const DAY = 86_400_000;
const NONE = 255;
const heat = (words: readonly string[]): Legend[] => words.map((each, at) => ({ hue: `heat-${at + 1}`, words: each }));

/** Colours every node by a lens; runs keep theirs but under lenses that say something about them. */
export function lensView(graph: Graph, id: LensId, now = Date.now()): LensView {
  const { nodes } = graph.picture;
  const step = new Uint8Array(graph.count).fill(NONE);
  const by = (value: (node: number) => number, hasRuns = false) => {
    for (let node = 0; node < graph.count; node += 1) if (hasRuns || !graph.isPill(node)) step[node] = value(node);
  };
  switch (id) {
    case "age":
      by((node) => stepOf((now - (nodes.created_at[node] ?? now)) / DAY, [1, 7, 31, 183]), true);
      // The newest is the strongest.
      return { id, step, legend: ["today", "this week", "this month", "half a year", "older"].map((words, at) => ({ hue: `heat-${5 - at}`, words })) };
    case "size": {
      const limits = [2 ** 20, 2 ** 27, 2 ** 30, 2 ** 34];
      by((node) => stepOf(nodes.size[node] ?? 0, limits));
      return { id, step, legend: heat(ranges(limits, formatBytes)) };
    }
    case "ttl":
      by((node) => {
        const at = nodes.expires_at[node] ?? null;
        return at === null ? 4 : stepOf((at - now) / DAY, [0, 7, 30]);
      });
      return { id, step, legend: [{ hue: "danger", words: "expired" }, { hue: "warning", words: "within a week" }, { hue: "heat-4", words: "within a month" }, { hue: "heat-2", words: "later" }, { hue: "none", words: "never" }] };
    case "stage":
      by((node) => {
        const aliases = nodes.aliases[node] ?? "";
        return aliases === "" ? 0 : aliases === "latest" ? 1 : 2;
      });
      return { id, step, legend: [{ hue: "none", words: "no alias" }, { hue: "heat-2", words: "latest" }, { hue: "heat-5", words: "other aliases" }] };
    case "uses":
      by((node) => stepOf(nodes.uses[node] ?? 0, [1, 2, 5, 20]));
      return { id, step, legend: heat(["not used", "1 run", "2 to 4", "5 to 19", "20 and more"]) };
    case "number":
      return numberLens(graph, step, by);
    default: {
      by((node) => nodes.type_at[node] ?? NONE);
      return { id: "type", step, legend: nodes.types.map((type) => ({ hue: `type-${typeColour(type)}`, words: type })) };
    }
  }
}

function numberLens(graph: Graph, step: Uint8Array, by: (value: (node: number) => number) => void): LensView {
  const { number } = graph.picture.nodes;
  const known = number.filter((value): value is number => value !== null);
  if (known.length === 0) return { id: "number", step, legend: [] };
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of known) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const limits = [1, 2, 3, 4].map((at) => least + ((most - least) * at) / 5);
  by((node) => {
    const value = number[node] ?? null;
    return value === null ? NONE : stepOf(value, limits);
  });
  return { id: "number", step, legend: heat(ranges(limits, formatNumber)) };
}

function stepOf(value: number, limits: readonly number[]): number {
  const at = limits.findIndex((limit) => value < limit);
  return at < 0 ? limits.length : at;
}

function ranges(limits: readonly number[], format: (value: number) => string): string[] {
  const words = limits.map(format);
  return [`below ${words[0] ?? ""}`, ...words.slice(1).map((word, at) => `${words[at] ?? ""} to ${word}`), `${words.at(-1) ?? ""} and more`];
}
