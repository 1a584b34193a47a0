/** Draws nodes: cards where they can be read, titles where one looks from afar, dots beyond. */
import { typeColour } from "@/components";
import { RUN, type Graph } from "../model/Graph";
import { isFolded } from "../model/hit";
import { isGone, subtitleOf } from "../model/words";
import { ICON_UNITS } from "./icons";
import type { LabelCache } from "./LabelCache";
import { hueOf, plainText, typeHueOf, type Scene } from "./scene";

export const RADIUS = 6;
const ICON = 16;
const TITLE_SIZE = 12;
const SUBTITLE_SIZE = 11;
const LINE = 16;

export interface Pen {
  context: CanvasRenderingContext2D;
  scene: Scene;
  cache: LabelCache;
  typeHues: readonly string[];
  k: number;
  /** Stands out: its border has its type's colour. */
  isMarked: boolean;
}

export function typeHuesOf({ graph, theme }: Scene): string[] {
  return graph.picture.nodes.types.map((type) => theme.hues[`type-${typeColour(type)}`] ?? theme.dim);
}

/** Adds the outline of a node to the path. */
export function outline(context: Pick<CanvasRenderingContext2D, "roundRect">, graph: Graph, node: number, grow = 0, dx = 0, dy = 0): void {
  const w = (graph.width[node] ?? 0) + 2 * grow;
  const h = (graph.height[node] ?? 0) + 2 * grow;
  const radius = graph.isPill(node) ? h / 2 : Math.min(RADIUS + grow, h / 2);
  context.roundRect((graph.x[node] ?? 0) - w / 2 + dx, (graph.y[node] ?? 0) - h / 2 + dy, w, h, radius);
}

function borderOf({ scene, isMarked, typeHues }: Pen, node: number): string {
  const { theme, lens, isSelected, focus } = scene;
  if (isSelected[node] === 1 || node === focus) return theme.accent;
  if (lens.id !== "type" && lens.step[node] !== 255) return hueOf(scene, node);
  return isMarked || scene.graph.isPill(node) ? typeHueOf(scene, node, typeHues) : theme.border;
}

/** Box, border and what lies behind it. */
export function paintBox(pen: Pen, node: number): void {
  const { context, scene } = pen;
  const { graph, theme, isSelected, focus } = scene;
  const border = borderOf(pen, node);
  const isStrong = isSelected[node] === 1 || node === focus;
  context.lineWidth = isStrong ? 2 : 1.2;
  context.strokeStyle = border;
  if (isFolded(graph.kind[node])) {
    for (const offset of [6, 3]) {
      context.fillStyle = theme.card;
      context.beginPath();
      outline(context, graph, node, 0, offset, offset);
      context.fill();
      context.stroke();
    }
  }
  const isGoneNow = isGone(graph, node);
  context.fillStyle = isStrong ? theme.accentSoft : theme.card;
  context.beginPath();
  outline(context, graph, node);
  context.fill();
  if (isGoneNow) {
    hatch(context, graph, node, theme.grid);
    context.setLineDash([4, 3]);
  }
  context.beginPath();
  outline(context, graph, node);
  context.stroke();
  if (isGoneNow) context.setLineDash([]);
}

/** Slanting lines: what is here can't be had any more. */
function hatch(context: CanvasRenderingContext2D, graph: Graph, node: number, colour: string): void {
  const w = (graph.width[node] ?? 0) / 2;
  const h = (graph.height[node] ?? 0) / 2;
  const x = graph.x[node] ?? 0;
  const y = graph.y[node] ?? 0;
  context.save();
  context.beginPath();
  outline(context, graph, node, -1);
  context.clip();
  context.beginPath();
  for (let at = -w - h; at < w + h; at += 7) {
    context.moveTo(x + at - h, y + h);
    context.lineTo(x + at + h, y - h);
  }
  const before = context.strokeStyle;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.stroke();
  context.strokeStyle = before;
  context.lineWidth = 1.2;
  context.restore();
}

export function iconName(graph: Graph, node: number): string {
  const kind = graph.kind[node];
  if (graph.isPill(node)) return "run";
  return graph.picture.nodes.types[graph.picture.nodes.type_at[node] ?? -1] ?? (kind === 3 ? "chain" : "version");
}

export function paintIcon({ context, scene, cache }: Pen, name: string, colour: string, x: number, y: number, size: number): void {
  const icon = scene.icons.get(name);
  if (!icon?.path) return;
  const { path } = icon;
  cache.stamp(context, `icon|${name}|${colour}|${size}`, x, y, size, size, (target) => {
    target.scale(size / ICON_UNITS, size / ICON_UNITS);
    target.strokeStyle = colour;
    target.lineWidth = 1.7;
    target.lineCap = "round";
    target.lineJoin = "round";
    target.stroke(path);
  });
}

/** Draws a line of text, cut to its room, as a bitmap. */
export function paintText({ context, scene, cache }: Pen, text: string, weight: number, size: number, colour: string, x: number, middle: number, room: number): number {
  const font = `${weight} ${size}px ${scene.theme.font}`;
  const shown = cache.fit(context, plainText(text), font, room);
  if (shown === "") return 0;
  const width = cache.width(context, shown, font);
  const height = size * 1.4;
  cache.stamp(context, `${font}|${colour}|${shown}`, x, middle - height / 2, width + 2, height, (target) => {
    target.font = font;
    target.fillStyle = colour;
    target.textBaseline = "middle";
    target.fillText(shown, 0, height / 2 + size * 0.04);
  });
  return width;
}

/** Everything: icon, title, second line, marks. */
export function paintCard(pen: Pen, node: number): void {
  const { context, scene, typeHues } = pen;
  const { graph, theme, lens } = scene;
  paintBox(pen, node);
  const { left, right, middle } = content(graph, node);
  const hasStripe = lens.id !== "type" && lens.step[node] !== 255;
  if (hasStripe) stripe(context, graph, node, hueOf(scene, node));
  const start = left + (hasStripe ? 6 : 0);
  const isGoneNow = isGone(graph, node);
  paintIcon(pen, iconName(graph, node), isGoneNow ? theme.faint : typeHueOf(scene, node, typeHues), start, middle - ICON / 2, ICON);
  const x = start + ICON + 8;
  paintText(pen, graph.picture.nodes.title[node] ?? "", 600, TITLE_SIZE, isGoneNow ? theme.dim : theme.text, x, middle - LINE / 2 + 1, right - x - flagRoom(graph, node));
  paintText(pen, withoutLast(pen, subtitleOf(graph, node, lens.id), SUBTITLE_SIZE, right - x), 400, SUBTITLE_SIZE, isFailed(graph, node) ? theme.danger : theme.dim, x, middle + LINE / 2 + 0.5, right - x);
  marks(pen, node);
}

/** A second line without the parts at its end that have no room: half a size would be another size. */
function withoutLast({ context, scene, cache }: Pen, text: string, size: number, room: number): string {
  const font = `400 ${size}px ${scene.theme.font}`;
  const parts = text.split(" · ");
  while (parts.length > 1 && cache.width(context, plainText(parts.join(" · ")), font) > room) parts.pop();
  return parts.join(" · ");
}

function isFailed(graph: Graph, node: number): boolean {
  const state = graph.picture.nodes.state[node] ?? 0;
  return graph.kind[node] === RUN && (state === 2 || state === 3);
}

/** Where icon and text lie; pills leave room for their round ends. */
function content(graph: Graph, node: number): { left: number; right: number; middle: number } {
  const w = (graph.width[node] ?? 0) / 2;
  const x = graph.x[node] ?? 0;
  const isPill = graph.isPill(node);
  return { left: x - w + (isPill ? 14 : 10), right: x + w - (isPill ? 14 : isFolded(graph.kind[node]) ? 14 : 8), middle: graph.y[node] ?? 0 };
}

function hasFlag(graph: Graph, node: number): boolean {
  return graph.kind[node] === 0 && (graph.picture.nodes.aliases[node] ?? "").split(",").some((alias) => alias !== "" && alias !== "latest");
}

function flagRoom(graph: Graph, node: number): number {
  return hasFlag(graph, node) ? 12 : 0;
}

function stripe(context: CanvasRenderingContext2D, graph: Graph, node: number, colour: string): void {
  const h = graph.height[node] ?? 0;
  const inset = graph.isPill(node) ? h * 0.28 : 7;
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect((graph.x[node] ?? 0) - (graph.width[node] ?? 0) / 2 + (graph.isPill(node) ? 9 : 5), (graph.y[node] ?? 0) - h / 2 + inset, 4, h - 2 * inset, 2);
  context.fill();
}

/** The bookmark of an alias, the pin, the button that opens a folded node. */
function marks(pen: Pen, node: number): void {
  const { context, scene } = pen;
  const { graph, theme, isPinned } = scene;
  const right = (graph.x[node] ?? 0) + (graph.width[node] ?? 0) / 2;
  const top = (graph.y[node] ?? 0) - (graph.height[node] ?? 0) / 2;
  if (hasFlag(graph, node)) {
    context.fillStyle = theme.accent;
    context.beginPath();
    context.moveTo(right - 16, top - 1);
    context.lineTo(right - 8, top - 1);
    context.lineTo(right - 8, top + 11);
    context.lineTo(right - 12, top + 8);
    context.lineTo(right - 16, top + 11);
    context.closePath();
    context.fill();
  }
  if (isPinned[node] === 1) {
    const left = (graph.x[node] ?? 0) - (graph.width[node] ?? 0) / 2;
    disc(context, left, top, 9, theme.accent, theme.accent);
    paintIcon(pen, "pin", theme.paper, left - 6, top - 6, 12);
  }
  if (!isFolded(graph.kind[node])) return;
  disc(context, right, graph.y[node] ?? 0, 9, theme.card, theme.border);
  context.beginPath();
  context.moveTo(right - 4, graph.y[node] ?? 0);
  context.lineTo(right + 4, graph.y[node] ?? 0);
  context.moveTo(right, (graph.y[node] ?? 0) - 4);
  context.lineTo(right, (graph.y[node] ?? 0) + 4);
  context.strokeStyle = theme.text;
  context.lineWidth = 1.4;
  context.stroke();
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number, fill: string, line: string): void {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = line;
  context.lineWidth = 1.2;
  context.stroke();
}

/** The title alone, as large as it has to be to be read, on a box that is still its shape. */
export function paintTitle(pen: Pen, node: number): void {
  const { scene, k, typeHues } = pen;
  const { graph, theme } = scene;
  paintBox(pen, node);
  const [w, h] = [graph.width[node] ?? 0, graph.height[node] ?? 0];
  const [left, middle] = [(graph.x[node] ?? 0) - w / 2, graph.y[node] ?? 0];
  const isPill = graph.isPill(node);
  const title = graph.picture.nodes.title[node] ?? "";
  // One line in its middle needs little room beside the round ends.
  const pad = (isPill ? 7 : 4) / k;
  const icon = Math.min(13 / k, h * 0.6);
  const most = h * 0.76;
  // Without its icon, a version has a bar of its colour.
  let x = left + (isPill ? pad : 2 + 6 / k);
  // The name is what one looks for: the icon gives way before it is cut or becomes small. It needn't where nothing helps.
  const beside = fittingSize(pen, title, w - 2 * pad - icon - 4 / k, most, TITLE_SIZES.slice(0, -1));
  const alone = beside ?? fittingSize(pen, title, left + w - pad - x, most);
  if (beside !== undefined || (alone === undefined && w * k > ROOMY)) {
    x = left + pad + icon + 4 / k;
    paintIcon(pen, iconName(graph, node), typeHueOf(scene, node, typeHues), left + pad, middle - icon / 2, icon);
  } else if (!isPill) {
    pen.context.fillStyle = hueOf(scene, node);
    pen.context.fillRect(left + 2, middle - h / 2 + 5, 3 / k, h - 10);
  }
  paintText(pen, title, 600, alone ?? Math.min(CUT_TITLE / k, most), isGone(graph, node) ? theme.dim : theme.text, x, middle, left + w - pad - x);
}

/** Pixels on the screen that a title may have far out, largest first: a smaller one is better than a part of one. */
const TITLE_SIZES = [11, 10, 9];
const CUT_TITLE = 10;
/** So wide on the screen, a node has room for an icon beside the beginning of a name. */
const ROOMY = 92;

/** The largest size in which all of a title has room; undefined when it has to be cut. */
function fittingSize({ context, scene, cache, k }: Pen, title: string, room: number, most: number, sizes: readonly number[] = TITLE_SIZES): number | undefined {
  const fits = (size: number) => cache.width(context, plainText(title), `600 ${size}px ${scene.theme.font}`) <= room;
  return sizes.map((size) => Math.min(size / k, most)).find(fits);
}
