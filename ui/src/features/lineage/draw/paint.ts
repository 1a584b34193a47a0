/** Draws a scene, or the part of it that is marked, in slices: whoever calls may stop between them to let a frame pass. */
import { detailAt } from "../model/camera";
import type { Marks } from "../model/reach";
import { isGone } from "../model/words";
import { paintEdges } from "./edges";
import type { LabelCache } from "./LabelCache";
import { paintCard, paintText, paintTitle, outline, typeHuesOf, type Pen } from "./nodes";
import { hueOf, plainText, type Pass, type Scene } from "./scene";

const SLICE = 24;
const DOT_SLICE = 1000;

/** The transform of the context is the caller's; the cache must be prepared for its scale. */
export function* paint(context: CanvasRenderingContext2D, scene: Scene, pass: Pass, cache: LabelCache, marks?: Marks): Generator<void> {
  const { graph, isHidden } = scene;
  yield* paintEdges(context, scene, pass, marks);
  const nodes = graph.nodeGrid.within(pass.left - 8, pass.top - 8, pass.right + 8, pass.bottom + 8).filter((node) => isHidden[node] !== 1 && (!marks || marks.nodes[node] === 1));
  const pen: Pen = { context, scene, cache, typeHues: typeHuesOf(scene), k: pass.k, isMarked: marks !== undefined };
  const detail = detailAt(pass.k);
  if (detail === "dot") {
    yield* paintDots(pen, nodes);
    paintLandmarks(pen, nodes);
    return;
  }
  const one = detail === "card" ? paintCard : paintTitle;
  for (let at = 0; at < nodes.length; at += 1) {
    one(pen, nodes[at] ?? 0);
    if (at % SLICE === SLICE - 1) yield;
  }
}

/** All nodes of a colour in one go. Far out they are too small for a border. */
function* paintDots({ context, scene, k }: Pen, nodes: readonly number[]): Generator<void> {
  const byHue = new Map<string, number[]>();
  for (const node of nodes) {
    const hue = isGone(scene.graph, node) ? scene.theme.faint : hueOf(scene, node);
    const list = byHue.get(hue) ?? [];
    list.push(node);
    byHue.set(hue, list);
  }
  const isTiny = k < 0.12;
  context.lineWidth = 1 / k;
  for (const [hue, list] of byHue) {
    for (let at = 0; at < list.length; at += DOT_SLICE) {
      context.beginPath();
      for (const node of list.slice(at, at + DOT_SLICE)) shape(context, scene, node, isTiny);
      context.fillStyle = scene.theme.card;
      if (!isTiny) context.fill();
      context.globalAlpha = isTiny ? 0.9 : 0.28;
      context.fillStyle = hue;
      context.fill();
      context.globalAlpha = 1;
      if (!isTiny) {
        context.strokeStyle = hue;
        context.stroke();
      }
      yield;
    }
  }
}

function shape(context: CanvasRenderingContext2D, { graph }: Scene, node: number, isTiny: boolean): void {
  if (!isTiny) return outline(context, graph, node);
  const w = graph.width[node] ?? 0;
  const h = graph.height[node] ?? 0;
  const x = graph.x[node] ?? 0;
  const y = graph.y[node] ?? 0;
  if (graph.isPill(node)) {
    context.moveTo(x + h / 2, y);
    context.arc(x, y, h / 2, 0, Math.PI * 2);
  } else context.rect(x - w / 2, y - h / 2, w, h);
  return undefined;
}

const MOST_LANDMARKS = 24;
/** Free room around a name, so that what lies between can be seen. */
const ROOM = 12;
const LANDMARK = 11;
/** How far names may reach over the rim of the picture: less than what is left free around one that fits. */
const RIM = 40;

/** Names of what matters most from afar: the focus, what is selected, pinned or near it; never one over another. */
function paintLandmarks(pen: Pen, nodes: readonly number[]): void {
  const { scene, k } = pen;
  const taken: [number, number, number, number][] = [];
  for (const node of landmarks(scene, nodes)) {
    const { x, y, width, height } = landmarkBox(pen, node);
    const box: [number, number, number, number] = [x - width / 2 - ROOM / k, y - height / 2 - ROOM / k, x + width / 2 + ROOM / k, y + height / 2 + ROOM / k];
    if (taken.some(([l, t, r, b]) => l < box[2] && r > box[0] && t < box[3] && b > box[1])) continue;
    taken.push(box);
    if (taken.length > MOST_LANDMARKS) return;
    paintLandmark(pen, node);
  }
}

/** Where the name of a node lies: as large on the screen at any distance. At the rim it leans inwards, so that a picture that fits shows all of it. */
function landmarkBox({ context, scene, k, cache }: Pen, node: number) {
  const { graph } = scene;
  const font = `600 ${LANDMARK / k}px ${scene.theme.font}`;
  const text = plainText(graph.picture.nodes.title[node] ?? "").slice(0, 60);
  const width = Math.min(170 / k, cache.width(context, text, font)) + 15 / k;
  const reach = width / 2 - RIM / k;
  const x = Math.max(reach, Math.min(graph.picture.width - reach, graph.x[node] ?? 0));
  return { x, y: graph.y[node] ?? 0, width, height: 19 / k };
}

function paintLandmark(pen: Pen, node: number): void {
  const { context, scene, k } = pen;
  const { x, y, width, height } = landmarkBox(pen, node);
  const isStrong = node === scene.focus || scene.isSelected[node] === 1;
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, scene.graph.isPill(node) ? height / 2 : 4 / k);
  context.fillStyle = isStrong ? scene.theme.accentSoft : scene.theme.card;
  context.fill();
  context.lineWidth = (isStrong ? 2 : 1) / k;
  context.strokeStyle = isStrong ? scene.theme.accent : hueOf(scene, node);
  context.stroke();
  paintText(pen, scene.graph.picture.nodes.title[node] ?? "", 600, LANDMARK / k, scene.theme.text, x - width / 2 + 7 / k, y, width - 13 / k);
}

/** The ring of the keyboard's cursor; from afar the node gets its name with it. */
export function paintCursor(context: CanvasRenderingContext2D, scene: Scene, pass: Pass, cache: LabelCache, node: number): void {
  const { k } = pass;
  const pen: Pen = { context, scene, cache, typeHues: [], k, isMarked: false };
  context.strokeStyle = scene.theme.accent;
  context.lineWidth = 2 / Math.min(1.4, k);
  context.beginPath();
  if (detailAt(k) === "dot") {
    paintLandmark(pen, node);
    const { x, y, width, height } = landmarkBox(pen, node);
    context.beginPath();
    context.roundRect(x - width / 2 - 3 / k, y - height / 2 - 3 / k, width + 6 / k, height + 6 / k, scene.graph.isPill(node) ? height : 6 / k);
    context.strokeStyle = scene.theme.accent;
    context.lineWidth = 2 / k;
  } else outline(context, scene.graph, node, 4 / Math.min(1, k));
  context.stroke();
}

/** In the order in which they get their names. */
export function landmarks({ graph, focus, isSelected, isPinned }: Scene, nodes: readonly number[]): number[] {
  const { distance, aliases, uses, members } = graph.picture.nodes;
  const rank = (node: number): number => {
    if (node === focus) return 1000;
    const near = distance[node] == null ? 0 : Math.max(0, 40 - Math.abs(distance[node] ?? 0) * 6);
    return near + (isSelected[node] === 1 ? 500 : 0) + (isPinned[node] === 1 ? 400 : 0) + (aliases[node] && aliases[node] !== "latest" ? 12 : 0) + Math.min(20, Math.log2(1 + (uses[node] ?? 0)) * 4) + Math.min(12, Math.log2(members[node] ?? 1) * 2);
  };
  const ranks = new Map(nodes.map((node) => [node, rank(node)]));
  return nodes
    .filter((node) => (ranks.get(node) ?? 0) > 4)
    .toSorted((a, b) => (ranks.get(b) ?? 0) - (ranks.get(a) ?? 0) || a - b)
    .slice(0, MOST_LANDMARKS * 4);
}
