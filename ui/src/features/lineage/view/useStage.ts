import { useEffect, useRef, type RefObject } from "react";
import { useLatest } from "@/lib/latest";
import { connectPointer, type PointerActions } from "../draw/pointer";
import type { Scene } from "../draw/scene";
import { Stage } from "../draw/Stage";
import { wantsLessMotion } from "../draw/theme";
import { entrance, freeBelow, settle, type Camera, type Size } from "../model/camera";
import type { Graph } from "../model/Graph";
import type { Lineage } from "./useLineage";

const KEEP_MS = 400;
/** More nodes than this are simply where they are. */
const MOST_TWEENED = 1500;

/** Makes the stage in its host, shows it the scene, and keeps where one looks in the address. */
export function useStage(host: RefObject<HTMLElement | null>, lineage: Lineage, scene: Scene | null, actions: PointerActions): void {
  const { stage: stageRef } = lineage;
  const latest = useLatest({ lineage, actions });
  const before = useRef<{ graph: Graph; about: string } | null>(null);
  /** Where one came in: no place that one chose, so the address needn't hold it. */
  const entered = useRef<Camera | null>(null);

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const stage = new Stage(element);
    stageRef.current = stage;
    before.current = null;
    const forward: PointerActions = {
      hover: (...rest) => latest.current.actions.hover(...rest),
      press: (...rest) => latest.current.actions.press(...rest),
      badge: (...rest) => latest.current.actions.badge(...rest),
      open: (...rest) => latest.current.actions.open(...rest),
      menu: (...rest) => latest.current.actions.menu(...rest),
      band: (...rest) => latest.current.actions.band(...rest),
    };
    const stop = connectPointer(stage, forward);
    const observer = new ResizeObserver(() => stage.resize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    stage.resize({ width: element.clientWidth, height: element.clientHeight });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = stage.watch((camera, isSettled) => {
      clearTimeout(timer);
      if (!isSettled || camera === entered.current) return;
      timer = setTimeout(() => latest.current.lineage.view.change({ camera }), KEEP_MS);
    });
    return () => {
      clearTimeout(timer);
      keep();
      observer.disconnect();
      stop();
      stage.end();
      stageRef.current = null;
    };
  }, [host, latest, stageRef]);

  const about = `${lineage.of.root} ${lineage.of.mode} ${lineage.of.project} ${lineage.view.isDown}`;
  useEffect(() => {
    const stage = stageRef.current;
    if (!stage || !scene) return;
    const last = before.current;
    const isNew = last === null || last.about !== about;
    const isOther = last?.graph !== scene.graph;
    before.current = { graph: scene.graph, about };
    if (isNew) {
      entered.current = (last === null ? latest.current.lineage.view.camera : null) ?? enter(scene.graph, stage);
      stage.look(entered.current, true);
    }
    const shift = !isNew && isOther && last ? moved(last.graph, scene.graph, stage, latest.current.lineage.anchorOf()) : undefined;
    stage.show(scene, shift);
    stage.host.dataset["nodes"] = String(scene.graph.count);
  }, [about, latest, scene, stageRef]);
}

export function enter(graph: Graph, stage: Stage): Camera {
  const { width, height } = graph.picture;
  const at = graph.root < 0 ? newest(graph) : graph.root;
  const below = freeBelow(graph.count, stage.size);
  const camera = entrance({ left: 0, top: 0, right: width, bottom: height }, { x: graph.x[at] ?? 0, y: graph.y[at] ?? 0 }, stage.size, graph.root < 0 ? graph.count : 0, below);
  const near = nodesNear(graph, camera, stage.size);
  return near.length > MOST_SETTLED ? camera : settle(camera, near.map((node) => graph.boxOf(node)), graph.boxOf(at), stage.size, below);
}

/** A picture in which more could come into view is seen from afar: nothing there is read at the rim. */
const MOST_SETTLED = 1500;

/** What a view shows, and what it would show when it moved by its own size. */
function nodesNear({ nodeGrid }: Graph, { x, y, k }: Camera, view: Size): number[] {
  const [width, height] = [view.width / k, view.height / k];
  return nodeGrid.within(x - width, y - height, x + 2 * width, y + 2 * height);
}

/** A project is entered where the work goes on. */
function newest(graph: Graph): number {
  const made = graph.picture.nodes.created_at;
  return made.reduce((best, at, node) => (at > (made[best] ?? 0) ? node : best), 0);
}

/** Keeps the anchor under the pointer, and answers from where the others come, for the tween. */
export function moved(from: Graph, to: Graph, stage: Pick<Stage, "camera" | "look">, anchor: string | null): Float32Array | undefined {
  const key = anchorIn(from, to, anchor);
  const a = from.indexOf(key ?? "");
  const b = to.indexOf(key ?? "");
  const dx = a < 0 || b < 0 ? 0 : (to.x[b] ?? 0) - (from.x[a] ?? 0);
  const dy = a < 0 || b < 0 ? 0 : (to.y[b] ?? 0) - (from.y[a] ?? 0);
  if (dx !== 0 || dy !== 0) stage.look({ ...stage.camera, x: stage.camera.x + dx, y: stage.camera.y + dy }, true);
  if (wantsLessMotion() || to.count > MOST_TWEENED) return undefined;
  const start = anchor === null ? -1 : from.indexOf(anchor);
  const shift = new Float32Array(to.count * 2);
  for (let node = 0; node < to.count; node += 1) {
    // What wasn't there comes out of the node that was opened.
    const was = from.indexOf(to.keys[node] ?? "");
    const origin = was >= 0 ? was : start;
    if (origin < 0) continue;
    shift[node * 2] = (from.x[origin] ?? 0) + dx - (to.x[node] ?? 0);
    shift[node * 2 + 1] = (from.y[origin] ?? 0) + dy - (to.y[node] ?? 0);
  }
  return shift;
}

/** The anchor itself; once it is open and gone, what it hung on, which is what one sees stay. */
function anchorIn(from: Graph, to: Graph, anchor: string | null): string | null {
  if (anchor === null) return to.picture.root;
  if (to.indexOf(anchor) >= 0) return anchor;
  const node = from.indexOf(anchor);
  if (node < 0) return to.picture.root;
  const near = [...from.before(node), ...from.after(node)].map((each) => from.keys[each] ?? "").find((key) => to.indexOf(key) >= 0);
  return near ?? to.picture.root;
}
