/** What is written on nodes and said about them. */
import { formatBytes, formatCount, plural } from "@/lib/format";
import { formatAbsolute, formatDate, formatRelative } from "@/lib/time";
import { CHAIN, DELETED_RUN, RUN, VERSION, type Graph } from "./Graph";
import { isFolded } from "./hit";
import type { LensId } from "./lens";

const RUN_STATES = ["running", "finished", "failed", "crashed", "killed"];

/** Its content can't be had just now, or never again: drawn hatched. */
export function isGone(graph: Graph, node: number): boolean {
  const state = graph.picture.nodes.state[node] ?? 0;
  return graph.kind[node] === VERSION ? state > 0 : graph.kind[node] === RUN && state >= DELETED_RUN;
}

/** "expired 2026-10-01", "in the trash", "purged", "failed", "deleted"; empty when all is well. */
export function stateWords(graph: Graph, node: number, now = Date.now()): string {
  const { state, expires_at: expires } = graph.picture.nodes;
  const value = state[node] ?? 0;
  if (graph.kind[node] === RUN) {
    if (value >= DELETED_RUN) return "deleted";
    return value === 1 ? "" : (RUN_STATES[value] ?? "");
  }
  if (graph.kind[node] !== VERSION || value === 0) return "";
  const at = expires[node] ?? null;
  if (at !== null && at <= now) return `expired ${formatDate(at)}`;
  return value === 1 ? "in the trash" : "purged";
}

/** The second line of a card: what has gone wrong first, then what the lens shows, else type, alias and size. */
export function subtitleOf(graph: Graph, node: number, lens: LensId = "type"): string {
  const { nodes } = graph.picture;
  const state = stateWords(graph, node);
  const subtitle = nodes.subtitle[node] ?? "";
  if (graph.kind[node] === RUN) return [subtitle, state].filter(Boolean).join(" · ");
  if (state !== "") return state;
  if (isFolded(graph.kind[node])) return subtitle === "" ? foldWords(graph, node) : subtitle;
  const shown = lensWords(graph, node, lens);
  if (shown !== null) return shown;
  const alias = (nodes.aliases[node] ?? "").split(",").find((each) => each !== "" && each !== "latest");
  return [alias ?? subtitle, formatBytes(nodes.size[node])].filter(Boolean).join(" · ");
}

function foldWords(graph: Graph, node: number): string {
  const members = graph.picture.nodes.members[node] ?? 0;
  return graph.kind[node] === CHAIN ? `${formatCount(members)} in a row` : plural(members, "member");
}

/** The value that a lens colours, in words; null where the usual line stands. */
export function lensWords(graph: Graph, node: number, lens: LensId): string | null {
  const { nodes } = graph.picture;
  const number = nodes.number[node] ?? null;
  switch (lens) {
    case "age":
      return formatRelative(nodes.created_at[node] ?? 0);
    case "size":
      return formatBytes(nodes.size[node]);
    case "ttl": {
      const at = nodes.expires_at[node] ?? null;
      return at === null ? "never expires" : `expires ${formatRelative(at)}`;
    }
    case "stage":
      return nodes.aliases[node] === "" ? "no alias" : (nodes.aliases[node] ?? "").replaceAll(",", ", ");
    case "uses":
      return nodes.uses[node] === 0 ? "not used" : `used by ${plural(nodes.uses[node] ?? 0, "run")}`;
    case "number":
      return number === null ? "no value" : formatNumber(number);
    default:
      return null;
  }
}

export function formatNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e9 ? formatCount(value) : String(Number(value.toPrecision(4)));
}

/** "3 steps upstream", "the focus", "2 steps downstream". */
export function distanceWords(distance: number | null): string {
  if (distance === null) return "not connected";
  if (distance === 0) return "focus";
  return `${formatCount(Math.abs(distance))} ${distance < 0 ? "upstream" : "downstream"}`;
}

const KINDS = ["version", "run", "folded", "chain", "group"];

/** A node as a screen reader is told it. */
export function spoken(graph: Graph, node: number): string {
  const { nodes } = graph.picture;
  const isRun = graph.kind[node] === RUN;
  const row = graph.layers[graph.layer[node] ?? 0];
  const parts = [
    nodes.title[node] ?? "",
    isRun ? `run, ${nodes.subtitle[node] ?? ""}` : isFolded(graph.kind[node]) ? `${KINDS[graph.kind[node] ?? 0]}, ${plural(nodes.members[node] ?? 0, "member")}` : (nodes.types[nodes.type_at[node] ?? -1] ?? "version"),
    stateWords(graph, node),
    nodes.aliases[node] ? `alias ${(nodes.aliases[node] ?? "").replaceAll(",", ", ")}` : "",
    distanceWords(nodes.distance[node] ?? null),
    `${(row?.indexOf(node) ?? 0) + 1} of ${row?.length ?? 1} in its layer`,
    `${graph.before(node).length} before, ${graph.after(node).length} after`,
  ];
  return parts.filter(Boolean).join(", ");
}

/** What the tooltip says over a node. */
export function tipOf(graph: Graph, node: number): string[] {
  const { nodes } = graph.picture;
  const lines = [nodes.title[node] ?? ""];
  const type = nodes.types[nodes.type_at[node] ?? -1];
  lines.push([graph.kind[node] === RUN ? `run · ${nodes.subtitle[node] ?? ""}` : (type ?? nodes.subtitle[node] ?? ""), stateWords(graph, node)].filter(Boolean).join(" · "));
  if (graph.kind[node] !== RUN) lines.push([formatBytes(nodes.size[node]), (nodes.aliases[node] ?? "").replaceAll(",", ", ")].filter(Boolean).join(" · "));
  lines.push(formatAbsolute(nodes.created_at[node] ?? 0));
  return lines;
}
