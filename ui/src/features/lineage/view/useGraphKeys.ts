import type { KeyboardEvent } from "react";
import { isMenuKey } from "@/components";
import { panBy, reveal } from "../model/camera";
import type { Graph } from "../model/Graph";
import { walk, type Step } from "../model/reach";
import type { Stage } from "../draw/Stage";
import type { Lineage } from "./useLineage";

const STEPS: Record<string, Step> = { ArrowRight: "next", ArrowLeft: "previous", ArrowUp: "up", ArrowDown: "down", Home: "home", End: "end" };
/** Top-down the flow runs the other way. */
const STEPS_DOWN: Record<string, Step> = { ...STEPS, ArrowDown: "next", ArrowUp: "previous", ArrowLeft: "up", ArrowRight: "down" };
const PAN_PX = 80;

export interface KeyActions {
  open: (key: string) => void;
  menu: (key: string) => void;
}

/** Arrows along edges and layers, Enter, Space, Esc, Menu; letters are commands of the window, which come here only while the graph has the focus. */
export function graphKeys(lineage: Lineage, { open, menu }: KeyActions): (event: KeyboardEvent) => void {
  return (event) => {
    const { graph, cursor, selected, stage } = lineage;
    if (graph === null || event.altKey) return;
    const isMod = event.ctrlKey || event.metaKey;
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (isMenuKey(event)) {
      done();
      return cursor === null ? undefined : menu(cursor);
    }
    if (event.shiftKey && !isMod && event.key in PANS) {
      done();
      const [x, y] = PANS[event.key] ?? [0, 0];
      return stage.current?.look(panBy(stage.current.camera, x * PAN_PX, y * PAN_PX));
    }
    const step = (graph.isDown ? STEPS_DOWN : STEPS)[event.key];
    if (step !== undefined && !isMod && !event.shiftKey) {
      done();
      return moveTo(lineage, walk(graph, graph.indexOf(cursor ?? ""), step, lineage.isHidden));
    }
    if (event.key === "Escape") {
      if (lineage.shown !== null) lineage.setShown(null);
      else if (selected.size > 0) lineage.select([]);
      else return undefined;
      return done();
    }
    if (cursor === null) return undefined;
    if (event.key === "Enter" && !isMod) {
      done();
      return open(cursor);
    }
    if (event.key === " ") {
      done();
      if (isMod) return lineage.select(toggled(selected, cursor));
      const [only] = selected;
      return event.shiftKey && only !== undefined && only !== cursor ? void lineage.showPath(only, cursor) : lineage.select([cursor]);
    }
    if (event.key === "a" && isMod) {
      done();
      return lineage.select(graph.keys);
    }
    return undefined;
  };
}

const PANS: Record<string, [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function toggled(selected: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return next;
}

function moveTo(lineage: Lineage, node: number): void {
  const { graph, stage, setCursor } = lineage;
  const key = graph?.keys[node];
  if (!graph || key === undefined) return;
  setCursor(key, true);
  if (stage.current) show(stage.current, graph, node);
}

/** Brings a node into view, at a size at which it can be read. */
export function show(stage: Stage, graph: Graph, node: number): void {
  const w = (graph.width[node] ?? 0) / 2;
  const h = (graph.height[node] ?? 0) / 2;
  const [x, y] = [graph.x[node] ?? 0, graph.y[node] ?? 0];
  const next = reveal(stage.camera, { left: x - w, top: y - h, right: x + w, bottom: y + h }, stage.size);
  if (next !== stage.camera) stage.look(next, true);
}
