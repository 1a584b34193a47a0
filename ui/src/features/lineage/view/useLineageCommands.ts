import { useCommandHandler } from "@/lib/commands";
import { freeBelow, zoomAt, type Box } from "../model/camera";
import type { Graph } from "../model/Graph";
import type { Lineage } from "./useLineage";

const ZOOM_STEP = 1.25;

export function zoomBy({ stage }: Pick<Lineage, "stage">, factor: number): void {
  const { current } = stage;
  if (current) current.look(zoomAt(current.camera, current.camera.k * factor, current.size.width / 2, current.size.height / 2), true);
}

/** Everything in view; far out rather than cut. */
export function fitAll({ stage, graph }: Pick<Lineage, "stage" | "graph">): void {
  if (stage.current && graph) stage.current.look(stage.current.fitBox({ left: 0, top: 0, right: graph.picture.width, bottom: graph.picture.height }, 1, freeBelow(graph.count, stage.current.size)), true);
}

export function fitSelection({ stage, graph, selected, cursor }: Pick<Lineage, "stage" | "graph" | "selected" | "cursor">): void {
  const keys = selected.size > 0 ? [...selected] : cursor === null ? [] : [cursor];
  const box = graph && boxOf(graph, keys);
  if (stage.current && box) stage.current.look(stage.current.fitBox(box, 1.2), true);
}

export function boxOf(graph: Graph, keys: readonly string[]): Box | null {
  const nodes = keys.map((key) => graph.indexOf(key)).filter((node) => node >= 0);
  if (nodes.length === 0) return null;
  const box: Box = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: Number.NEGATIVE_INFINITY, bottom: Number.NEGATIVE_INFINITY };
  for (const node of nodes) {
    const { left, top, right, bottom } = graph.boxOf(node);
    box.left = Math.min(box.left, left);
    box.right = Math.max(box.right, right);
    box.top = Math.min(box.top, top);
    box.bottom = Math.max(box.bottom, bottom);
  }
  return box;
}

/** The letters of the graph, as commands of the window: so they stand in the menu, can be changed, and can be turned off. */
export function useLineageCommands(lineage: Lineage): void {
  const { graph, view, cursor, selected, foci } = lineage;
  const isPicture = graph !== null && !view.isTable;
  const keys = selected.size > 0 ? [...selected] : cursor === null ? [] : [cursor];
  const on = (isPossible: boolean, work: () => void) => (isPossible ? work : null);
  useCommandHandler("lineage.table", () => view.change({ isTable: !view.isTable }));
  useCommandHandler("selection.lineage", on(cursor !== null, () => cursor !== null && lineage.refocus(cursor)));
  useCommandHandler("lineage.refocus", on(cursor !== null, () => cursor !== null && lineage.refocus(cursor)));
  useCommandHandler("lineage.fold", on(isPicture && cursor !== null, () => cursor !== null && lineage.toggleFold(cursor)));
  useCommandHandler("lineage.pin", on(keys.length > 0, () => lineage.pin(keys)));
  useCommandHandler("lineage.hide", on(keys.length > 0, () => lineage.hide(keys)));
  useCommandHandler("lineage.impact", on(cursor !== null, () => cursor !== null && void lineage.showImpact(cursor)));
  useCommandHandler("lineage.fit", on(isPicture, () => fitAll(lineage)));
  useCommandHandler("lineage.fitSelection", on(isPicture, () => fitSelection(lineage)));
  useCommandHandler("lineage.zoomIn", on(isPicture, () => zoomBy(lineage, ZOOM_STEP)));
  useCommandHandler("lineage.zoomOut", on(isPicture, () => zoomBy(lineage, 1 / ZOOM_STEP)));
  useCommandHandler("lineage.previousFocus", on(foci.canBack, foci.back));
  useCommandHandler("lineage.nextFocus", on(foci.canForward, foci.forward));
  useCommandHandler("view.refresh", lineage.retry);
}
