import type { Graph } from "../model/Graph";
import type { LensView } from "../model/lens";
import type { Icon } from "./icons";
import type { Theme } from "./theme";

/** Everything that a drawing shows, apart from where one looks. */
export interface Scene {
  graph: Graph;
  theme: Theme;
  lens: LensView;
  icons: ReadonlyMap<string, Icon>;
  /** 1: left out, with its edges. */
  isHidden: Uint8Array;
  isPinned: Uint8Array;
  isSelected: Uint8Array;
  /** The node that the lineage is of, −1 without one. */
  focus: number;
}

/** A rectangle of the picture, and pixels to one of it. */
export interface Pass {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Screen pixels to one of the picture: what is drawn depends on it. */
  k: number;
  /** Device pixels to one of the screen. */
  ratio: number;
}

export function isEdgeHidden({ graph, isHidden }: Scene, edge: number): boolean {
  return isHidden[graph.from[edge] ?? 0] === 1 || isHidden[graph.to[edge] ?? 0] === 1;
}

// Control characters and marks that turn the direction of text would spill over what stands beside.
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A name as it is drawn. */
export function plainText(text: string): string {
  return text.length > 400 ? text.slice(0, 400).replaceAll(UNSEEN, "") : text.replaceAll(UNSEEN, "");
}

/** The hue of a node under the lens: what its icon, its border or its dot is drawn in. */
export function hueOf({ graph, theme, lens }: Scene, node: number): string {
  if (graph.isPill(node) && lens.step[node] === 255) return theme.run;
  const entry = lens.legend[lens.step[node] ?? 255];
  return (entry && theme.hues[entry.hue]) ?? theme.faint;
}

/** The colour of what a node is, whatever the lens. */
export function typeHueOf({ graph, theme }: Scene, node: number, typeHues: readonly string[]): string {
  if (graph.isPill(node)) return theme.run;
  return typeHues[graph.picture.nodes.type_at[node] ?? -1] ?? theme.dim;
}
