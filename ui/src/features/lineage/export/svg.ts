/** The picture as an SVG file: real shapes and text from the layout, nothing drawn over. */
import { walkCurve } from "../model/curve";
import { RUN } from "../model/Graph";
import { isFolded } from "../model/hit";
import { isGone, subtitleOf } from "../model/words";
import { cut } from "../draw/LabelCache";
import { iconName, RADIUS, typeHuesOf } from "../draw/nodes";
import { hueOf, isEdgeHidden, plainText, typeHueOf, type Scene } from "../draw/scene";

export interface Cut {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const MARGIN = 24;

/** Everything of the picture with a margin. */
export function wholeOf({ graph: { picture } }: Scene): Cut {
  return { left: -MARGIN, top: -MARGIN, right: picture.width + MARGIN, bottom: picture.height + MARGIN };
}

/** Nodes that lie in the cut, in the order of the picture. */
export function nodesOf({ graph, isHidden }: Scene, cutOut: Cut): number[] {
  return graph.nodeGrid.within(cutOut.left, cutOut.top, cutOut.right, cutOut.bottom).filter((node) => isHidden[node] !== 1);
}

export function toSvg(scene: Scene, cutOut: Cut, isTransparent: boolean): string {
  const { graph, theme } = scene;
  const nodes = nodesOf(scene, cutOut);
  const inside = new Uint8Array(graph.count);
  for (const node of nodes) inside[node] = 1;
  const edges = Array.from({ length: graph.edgeCount }, (_, edge) => edge).filter((edge) => !isEdgeHidden(scene, edge) && inside[graph.from[edge] ?? 0] === 1 && inside[graph.to[edge] ?? 0] === 1);
  const width = cutOut.right - cutOut.left;
  const height = cutOut.bottom - cutOut.top;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="${[cutOut.left, cutOut.top, width, height].map(round).join(" ")}" font-family="Inter, system-ui, sans-serif">`,
    `<title>Lineage</title>`,
    `<defs><pattern id="gone" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V7" stroke="${theme.grid}"/></pattern>${marker("a", theme.line)}${marker("b", theme.danger)}</defs>`,
  ];
  if (!isTransparent) parts.push(`<rect x="${round(cutOut.left)}" y="${round(cutOut.top)}" width="${round(width)}" height="${round(height)}" fill="${theme.paper}"/>`);
  parts.push(`<g fill="none" stroke-width="1.25">`, ...edges.map((edge) => edgeOf(scene, edge)), `</g>`);
  const hues = typeHuesOf(scene);
  const width1 = measurer(theme.font);
  parts.push(`<g>`, ...nodes.map((node) => nodeOf(scene, node, hues, width1)), `</g>`, `</svg>`);
  return parts.join("\n");
}

function marker(id: string, colour: string): string {
  return `<marker id="${id}" viewBox="0 0 7 7" refX="7" refY="3.5" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L7 3.5L0 7Z" fill="${colour}" stroke="none"/></marker>`;
}

function edgeOf({ graph, theme }: Scene, edge: number): string {
  const start = graph.starts[edge] ?? 0;
  const isBack = graph.picture.edges.back[edge] ?? false;
  let path = `M${round(graph.points[start] ?? 0)} ${round(graph.points[start + 1] ?? 0)}`;
  walkCurve(graph.points, start, graph.starts[edge + 1] ?? 0, graph.isDown, (...numbers) => {
    path += `C${numbers.map(round).join(" ")}`;
  });
  return `<path d="${path}" stroke="${isBack ? theme.danger : theme.line}" marker-end="url(#${isBack ? "b" : "a"})" data-from="${escape(graph.keys[graph.from[edge] ?? 0] ?? "")}" data-to="${escape(graph.keys[graph.to[edge] ?? 0] ?? "")}"/>`;
}

function nodeOf(scene: Scene, node: number, hues: readonly string[], width1: (font: string) => (text: string) => number): string {
  const { graph, theme, lens } = scene;
  const w = graph.width[node] ?? 0;
  const h = graph.height[node] ?? 0;
  const x = (graph.x[node] ?? 0) - w / 2;
  const y = (graph.y[node] ?? 0) - h / 2;
  const isRun = graph.kind[node] === RUN;
  const isPill = graph.isPill(node);
  const isGoneNow = isGone(graph, node);
  const hue = lens.id !== "type" && lens.step[node] !== 255 ? hueOf(scene, node) : typeHueOf(scene, node, hues);
  const border = node === scene.focus ? theme.accent : lens.id !== "type" || isPill ? hue : theme.border;
  const box = (dx: number, fill: string, dash = "") => `<rect x="${round(x + dx)}" y="${round(y + dx)}" width="${round(w)}" height="${round(h)}" rx="${isPill ? round(h / 2) : RADIUS}" fill="${fill}" stroke="${border}" stroke-width="1.2"${dash}/>`;
  const icon = scene.icons.get(iconName(graph, node));
  const left = x + (isPill ? 14 : 10);
  const room = x + w - (isPill ? 14 : 8) - left - 24;
  const title = plainText(graph.picture.nodes.title[node] ?? "");
  return [
    `<g data-key="${escape(graph.keys[node] ?? "")}" data-kind="${isRun ? "run" : isFolded(graph.kind[node]) ? "folded" : "version"}">`,
    `<title>${escape(title)}</title>`,
    ...(isFolded(graph.kind[node]) ? [box(6, theme.card), box(3, theme.card)] : []),
    box(0, node === scene.focus ? theme.accentSoft : theme.card),
    ...(isGoneNow ? [box(0, "url(#gone)", ` stroke-dasharray="4 3"`)] : []),
    ...(icon ? [`<g transform="translate(${round(left)} ${round(y + h / 2 - 8)}) scale(${16 / 24})" fill="none" stroke="${typeHueOf(scene, node, hues)}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">${icon.markup}</g>`] : []),
    `<text x="${round(left + 24)}" y="${round(y + h / 2 - 3)}" font-size="12" font-weight="600" fill="${isGoneNow ? theme.dim : theme.text}">${escape(cut(title, room, width1("600 12px")))}</text>`,
    `<text x="${round(left + 24)}" y="${round(y + h / 2 + 12.5)}" font-size="11" fill="${theme.dim}">${escape(cut(plainText(subtitleOf(graph, node, lens.id)), room, width1("400 11px")))}</text>`,
    `</g>`,
  ].join("");
}

/** Widths as the canvas measures them; without one, what letters are wide on the average. */
function measurer(family: string): (font: string) => (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  return (font) => (text) => {
    if (!context) return [...text].length * 6.6;
    context.font = `${font} ${family}`;
    return context.measureText(text).width;
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Lone surrogates are no characters; a file with one is no XML. */
export function escape(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\ufffd").replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
