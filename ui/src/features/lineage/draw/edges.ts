/** Draws edges: one stroke for many of a kind. */
import { TITLE_ZOOM } from "../model/camera";
import { walkCurve } from "../model/curve";
import type { Marks } from "../model/reach";
import { isEdgeHidden, type Pass, type Scene } from "./scene";

const BATCH = 150;
/** How much of an edge shows from how near, in pictures of few and of many edges: many together hide what they connect. */
const OPACITY = [
  { below: 0.05, few: 0.6, many: 0.15 },
  { below: 0.2, few: 0.6, many: 0.35 },
  { below: TITLE_ZOOM * 1.2, few: 1, many: 0.65 },
];
const MANY = 4000;
/** Where so many are in view and nothing can be told apart, chords do. */
const MOST_CURVES = 5000;
const ARROW = 7;

export interface EdgeStyle {
  colour: string;
  width: number;
}

/** Edges within the pass; with `marks` those that are marked, in the accent. Yields between batches. */
export function* paintEdges(context: CanvasRenderingContext2D, scene: Scene, pass: Pass, marks?: Marks): Generator<void> {
  const { graph, theme } = scene;
  const plain: number[] = [];
  const back: number[] = [];
  const isBack = graph.picture.edges.back;
  graph.edgeGrid.each(pass.left, pass.top, pass.right, pass.bottom, (edge) => {
    if (isEdgeHidden(scene, edge) || (marks && marks.edges[edge] !== 1)) return;
    (isBack[edge] ? back : plain).push(edge);
  });
  const isFar = pass.k < 0.2;
  const width = (marks ? 2 : 1.25) / Math.max(pass.k, isFar ? 0.0001 : 0.5) / (isFar ? 1.6 : 1);
  context.globalAlpha = marks ? 1 : opacity(pass.k, isBack.length);
  yield* stroke(context, scene, pass, plain, { colour: marks ? theme.accent : theme.line, width });
  context.globalAlpha = 1;
  yield* stroke(context, scene, pass, back, { colour: theme.danger, width: width * 1.2 });
}

function opacity(k: number, count: number): number {
  const step = OPACITY.find(({ below }) => k < below);
  return step === undefined ? 1 : count > MANY ? step.many : step.few;
}

function* stroke(context: CanvasRenderingContext2D, { graph }: Scene, pass: Pass, edges: readonly number[], { colour, width }: EdgeStyle): Generator<void> {
  const isChord = edges.length > MOST_CURVES && pass.k < 0.2;
  const hasArrows = pass.k >= 0.3;
  const { count } = graph.picture.edges;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  for (let at = 0; at < edges.length; at += BATCH) {
    const some = edges.slice(at, at + BATCH);
    // Edges that stand for many are drawn wider, in a stroke of their own.
    for (const isWide of [false, true]) {
      const these = some.filter((edge) => (count[edge] ?? 1) > 1 === isWide);
      if (these.length === 0) continue;
      context.lineWidth = isWide ? width * 1.8 : width;
      context.beginPath();
      for (const edge of these) trace(context, graph.points, graph.starts[edge] ?? 0, graph.starts[edge + 1] ?? 0, graph.isDown, isChord);
      context.stroke();
    }
    if (hasArrows) {
      context.beginPath();
      for (const edge of some) arrow(context, graph.points, (graph.starts[edge + 1] ?? 0) - 2, graph.isDown, ARROW);
      context.fill();
    }
    yield;
  }
}

/** Adds an edge to the path. */
export function trace(context: Pick<CanvasRenderingContext2D, "moveTo" | "lineTo" | "bezierCurveTo">, points: ArrayLike<number>, start: number, end: number, isDown: boolean, isChord = false): void {
  if (end - start < 4) return;
  context.moveTo(points[start] ?? 0, points[start + 1] ?? 0);
  if (isChord) context.lineTo(points[end - 2] ?? 0, points[end - 1] ?? 0);
  else walkCurve(points, start, end, isDown, (ax, ay, bx, by, x, y) => context.bezierCurveTo(ax, ay, bx, by, x, y));
}

/** Edges arrive with the flow, so their heads all point one way. */
export function arrow(context: Pick<CanvasRenderingContext2D, "moveTo" | "lineTo" | "closePath">, points: ArrayLike<number>, at: number, isDown: boolean, size: number): void {
  const x = points[at] ?? 0;
  const y = points[at + 1] ?? 0;
  context.moveTo(x, y);
  if (isDown) {
    context.lineTo(x - size * 0.5, y - size);
    context.lineTo(x + size * 0.5, y - size);
  } else {
    context.lineTo(x - size, y - size * 0.5);
    context.lineTo(x - size, y + size * 0.5);
  }
  context.closePath();
}
