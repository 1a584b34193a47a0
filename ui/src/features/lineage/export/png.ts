/** The picture as PNG, drawn by the same hand as the window; what is too large for one canvas becomes tiles in a ZIP archive. */
import { LabelCache } from "../draw/LabelCache";
import { paint } from "../draw/paint";
import type { Scene } from "../draw/scene";
import type { Cut } from "./svg";
import { zip } from "./zip";

/** Longer sides than this no web view draws. */
export const MOST_SIDE = 16_384;
const TILE = 8192;

export interface Png {
  blob: Blob;
  /** `png`, or `zip` for tiles. */
  ending: "png" | "zip";
  tiles: number;
}

export async function toPng(scene: Scene, cut: Cut, scale: number, isTransparent: boolean): Promise<Png> {
  const width = Math.ceil((cut.right - cut.left) * scale);
  const height = Math.ceil((cut.bottom - cut.top) * scale);
  if (width <= MOST_SIDE && height <= MOST_SIDE && width * height <= TILE * TILE) return { blob: await drawn(scene, cut, scale, isTransparent), ending: "png", tiles: 1 };
  const files: { name: string; bytes: Uint8Array }[] = [];
  const side = TILE / scale;
  for (let row = 0; cut.top + row * side < cut.bottom; row += 1) {
    for (let column = 0; cut.left + column * side < cut.right; column += 1) {
      const part = { left: cut.left + column * side, top: cut.top + row * side, right: Math.min(cut.right, cut.left + (column + 1) * side), bottom: Math.min(cut.bottom, cut.top + (row + 1) * side) };
      const blob = await drawn(scene, part, scale, isTransparent);
      files.push({ name: `lineage-${row + 1}-${column + 1}.png`, bytes: new Uint8Array(await blob.arrayBuffer()) });
    }
  }
  return { blob: new Blob([zip(files)], { type: "application/zip" }), ending: "zip", tiles: files.length };
}

async function drawn(scene: Scene, { left, top, right, bottom }: Cut, scale: number, isTransparent: boolean): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil((right - left) * scale);
  canvas.height = Math.ceil((bottom - top) * scale);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("The web view gave no canvas of this size");
  if (!isTransparent) {
    context.fillStyle = scene.theme.paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.setTransform(scale, 0, 0, scale, -left * scale, -top * scale);
  const cache = new LabelCache();
  cache.prepare(scale, scene.theme.id, left, top);
  let since = performance.now();
  for (const _ of paint(context, scene, { left, top, right, bottom, k: 1, ratio: scale }, cache)) {
    if (performance.now() - since < 30) continue;
    // The window stays alive while a large picture is drawn.
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  canvas.width = 0;
  if (!blob) throw new Error("The web view couldn't make the picture");
  return blob;
}
