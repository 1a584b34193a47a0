/**
 * The surface: three canvases in a host. What is in view is drawn once into a bitmap larger than the view; panning and zooming only move that bitmap.
 * A new one is drawn behind it, a few milliseconds in each frame, and takes its place when it is whole.
 * The third canvas carries what changes with the pointer: the highlighted chain, rings, the rubber band.
 */
import type { Marks } from "../model/reach";
import { fit, toPicture, type Box, type Camera, type Size } from "../model/camera";
import { LabelCache } from "./LabelCache";
import { paint, paintCursor } from "./paint";
import type { Pass, Scene } from "./scene";

/** The bitmap reaches beyond each side of the view by this part of it. */
const MARGIN = 0.5;
const MOST_PIXELS = 16_000_000;
const BUSY_MS = 6;
const BUSY_STEPS = 1;
const IDLE_MS = 24;
const SETTLE_MS = 110;
const TWEEN_MS = 150;
const DOTS = 24;

interface Bitmap {
  canvas: HTMLCanvasElement;
  context: CanvasRenderingContext2D | null;
  pass: Pass | null;
}

export interface StageMarks {
  /** What stands out while everything else is dimmed. */
  marks: Marks | null;
  /** How much is left of what doesn't. */
  dim: number;
  /** The node where the keyboard is, −1 while it isn't here. */
  cursor: number;
}

export class Stage {
  readonly host: HTMLElement;
  readonly cache = new LabelCache();
  readonly #overlayCache = new LabelCache();
  scene: Scene | null = null;
  camera: Camera = { x: 0, y: 0, k: 1 };
  size: Size = { width: 0, height: 0 };
  band: Box | null = null;
  readonly #watchers = new Set<(camera: Camera, isSettled: boolean) => void>();
  #front: Bitmap;
  #back: Bitmap;
  #overlay: Bitmap;
  #marks: StageMarks = { marks: null, dim: 1, cursor: -1 };
  #job: Generator<void> | null = null;
  #jobPass: Pass | null = null;
  #frame = 0;
  #settle: ReturnType<typeof setTimeout> | undefined;
  #isMoving = false;
  #motion = { x: 0, y: 0 };
  #tween: { start: number; shift: Float32Array; scene: Scene } | null = null;
  #isEnded = false;

  constructor(host: HTMLElement) {
    this.host = host;
    this.#front = this.#bitmap();
    this.#back = this.#bitmap();
    this.#overlay = this.#bitmap();
    this.#back.canvas.style.visibility = "hidden";
  }

  #bitmap(): Bitmap {
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    this.host.append(canvas);
    return { canvas, context: canvas.getContext("2d"), pass: null };
  }

  end(): void {
    this.#isEnded = true;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#settle);
    for (const { canvas } of [this.#front, this.#back, this.#overlay]) {
      // Gives the memory back at once instead of with the next collection.
      canvas.width = 0;
      canvas.height = 0;
      canvas.remove();
    }
  }

  /** Calls whenever one looks elsewhere, and again when it has settled. */
  watch(watcher: (camera: Camera, isSettled: boolean) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #tell(isSettled: boolean): void {
    for (const watcher of this.#watchers) watcher(this.camera, isSettled);
  }

  resize(size: Size): void {
    if (size.width === this.size.width && size.height === this.size.height) return;
    this.size = size;
    this.redraw();
  }

  /** Shows another scene; `from` gives where its nodes were before, to move them from there. */
  show(scene: Scene, from?: Float32Array): void {
    this.scene = scene;
    this.#tween = from ? { start: performance.now(), shift: from, scene } : null;
    this.redraw();
  }

  mark(marks: StageMarks): void {
    this.#marks = marks;
    this.#drawOverlay();
  }

  showBand(band: Box | null): void {
    if (this.band === null && band === null) return;
    this.band = band;
    this.#drawOverlay();
  }

  /** Looks elsewhere. While one moves the bitmap is only shifted. */
  look(camera: Camera, isSettled = false): void {
    const before = this.camera;
    this.#motion = { x: camera.x - before.x, y: camera.y - before.y };
    this.camera = camera;
    this.#isMoving = !isSettled;
    this.#place();
    this.#tell(false);
    if (this.#needsMore()) this.#begin();
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => this.#settled(), isSettled ? 0 : SETTLE_MS);
  }

  #settled(): void {
    this.#isMoving = false;
    this.#motion = { x: 0, y: 0 };
    const drawn = this.#front.pass;
    if (drawn?.k !== this.camera.k || this.#needsMore()) this.#begin();
    this.#tell(true);
  }

  redraw(): void {
    this.#begin();
  }

  fitBox(box: Box, most = 1, below?: number): Camera {
    return fit(box, this.size, most, below);
  }

  toPicture(sx: number, sy: number): { x: number; y: number } {
    return toPicture(this.camera, sx, sy);
  }

  /** The bitmap doesn't reach far enough beyond the view any more. */
  #needsMore(): boolean {
    const pass = this.#job ? this.#jobPass : this.#front.pass;
    if (!pass) return true;
    const { x, y, k } = this.camera;
    const w = this.size.width / k;
    const h = this.size.height / k;
    // A job that is under way is left to finish while it will cover the view.
    const spare = this.#job ? 0 : this.#isMoving ? 0.18 : 0.02;
    const isOutside = x - w * spare < pass.left || y - h * spare < pass.top || x + w * (1 + spare) > pass.right || y + h * (1 + spare) > pass.bottom;
    return isOutside || pass.k / k > 3 || pass.k / k < 0.5;
  }

  #pass(): Pass {
    const { x, y, k } = this.camera;
    const ratio = this.#ratio();
    const w = this.size.width / k;
    const h = this.size.height / k;
    // Ahead of a movement there is more to come than behind it.
    const lead = (by: number, room: number) => Math.max(-1, Math.min(1, (by * 12) / Math.max(1, room))) * MARGIN * 0.6 * room;
    const left = x - w * MARGIN + lead(this.#motion.x, w);
    const top = y - h * MARGIN + lead(this.#motion.y, h);
    return { left, top, right: left + w * (1 + 2 * MARGIN), bottom: top + h * (1 + 2 * MARGIN), k, ratio };
  }

  #ratio(): number {
    const wish = globalThis.devicePixelRatio || 1;
    const area = this.size.width * this.size.height * (1 + 2 * MARGIN) ** 2;
    return Math.min(wish, Math.max(1, Math.sqrt(MOST_PIXELS / Math.max(1, area))));
  }

  #begin(): void {
    const { scene, size } = this;
    if (!scene || size.width < 1 || size.height < 1 || this.#isEnded) return;
    const pass = this.#pass();
    const { context, canvas } = this.#back;
    if (!context) return;
    this.#jobPass = pass;
    this.#job = this.#draw(context, canvas, scene, pass);
    this.#schedule();
  }

  *#draw(context: CanvasRenderingContext2D, canvas: HTMLCanvasElement, scene: Scene, pass: Pass): Generator<void> {
    setUp(context, canvas, pass);
    paintPaper(context, scene, pass);
    yield;
    const moved = this.#tween ? this.#between() : scene;
    this.cache.prepare(pass.k * pass.ratio, scene.theme.id, pass.left, pass.top);
    yield* paint(context, moved, pass, this.cache);
  }

  #schedule(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#work());
  }

  #work(): void {
    const job = this.#job;
    if (!job) return;
    const start = performance.now();
    // With nothing on the screen yet, or while nodes move, a whole frame is worth more than a smooth one.
    const budget = this.#front.pass === null || this.#tween ? 1000 : this.#isMoving ? BUSY_MS : IDLE_MS;
    // A web view may put strokes off until the frame ends, so their number is limited as well as the time.
    let left = this.#isMoving ? BUSY_STEPS : Number.POSITIVE_INFINITY;
    while (performance.now() - start < budget && left > 0) {
      left -= 1;
      if (job.next().done) {
        this.#job = null;
        this.#swap();
        return;
      }
    }
    this.#schedule();
  }

  #swap(): void {
    const drawn = this.#back;
    this.#back = this.#front;
    this.#front = drawn;
    drawn.pass = this.#jobPass;
    this.#place();
    this.#drawOverlay();
    drawn.canvas.style.visibility = "";
    this.#back.canvas.style.visibility = "hidden";
    this.host.dataset["drawn"] = String(Number(this.host.dataset["drawn"] ?? 0) + 1);
    if (this.#tween && performance.now() - this.#tween.start < TWEEN_MS) this.#begin();
    else if (this.#tween) {
      this.#tween = null;
      this.#begin();
    } else if (this.#needsMore() || (!this.#isMoving && drawn.pass?.k !== this.camera.k)) this.#begin();
  }

  /** The scene on its way from where its nodes were; edges are drawn straight between them. */
  #between(): Scene {
    const tween = this.#tween;
    if (!tween) throw new Error("Nothing moves");
    const { scene, shift } = tween;
    const t = Math.min(1, (performance.now() - tween.start) / TWEEN_MS);
    const left = (1 - t) ** 3;
    const graph = Object.assign(Object.create(Object.getPrototypeOf(scene.graph) as object) as Scene["graph"], scene.graph);
    const x = scene.graph.x.map((value, at) => value + (shift[at * 2] ?? 0) * left);
    const y = scene.graph.y.map((value, at) => value + (shift[at * 2 + 1] ?? 0) * left);
    const points = scene.graph.points.slice();
    for (let edge = 0; edge < scene.graph.edgeCount; edge += 1) bend(points, scene.graph.starts[edge] ?? 0, scene.graph.starts[edge + 1] ?? 0, shift, scene.graph.from[edge] ?? 0, scene.graph.to[edge] ?? 0, left);
    return { ...scene, graph: Object.assign(graph, { x, y, points }) };
  }

  /** Puts the bitmaps where the camera looks. */
  #place(): void {
    for (const bitmap of [this.#front, this.#overlay]) {
      const { canvas, pass } = bitmap;
      if (!pass) continue;
      const { x, y, k } = this.camera;
      const scale = k / pass.k;
      // On whole device pixels the bitmap stays sharp.
      const snap = (value: number) => (scale === 1 ? Math.round(value * pass.ratio) / pass.ratio : value);
      canvas.style.transform = `translate(${snap((pass.left - x) * k)}px, ${snap((pass.top - y) * k)}px)${scale === 1 ? "" : ` scale(${scale})`}`;
    }
  }

  #drawOverlay(): void {
    const { scene } = this;
    const { pass } = this.#front;
    const { context, canvas } = this.#overlay;
    const { marks, dim, cursor } = this.#marks;
    const isDimmed = marks !== null && dim < 1;
    this.#front.canvas.style.opacity = isDimmed ? String(dim) : "";
    this.#back.canvas.style.opacity = "";
    if (!scene || !pass || !context) return;
    setUp(context, canvas, pass);
    this.#overlay.pass = pass;
    this.#overlayCache.prepare(pass.k * pass.ratio, scene.theme.id, pass.left, pass.top);
    if (marks) for (const _ of paint(context, scene, pass, this.#overlayCache, marks)) continue;
    if (cursor >= 0 && cursor < scene.graph.count) paintCursor(context, scene, pass, this.#overlayCache, cursor);
    if (this.band) paintBand(context, scene, this.band, pass.k);
    this.#place();
  }
}

function setUp(context: CanvasRenderingContext2D, canvas: HTMLCanvasElement, pass: Pass): void {
  const width = Math.round((pass.right - pass.left) * pass.k * pass.ratio);
  const height = Math.round((pass.bottom - pass.top) * pass.k * pass.ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${width / pass.ratio}px`;
    canvas.style.height = `${height / pass.ratio}px`;
  } else {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
  }
  const scale = pass.k * pass.ratio;
  context.setTransform(scale, 0, 0, scale, -pass.left * scale, -pass.top * scale);
}

/** Points in a grid, so that one sees oneself move even where nothing is. */
function paintPaper(context: CanvasRenderingContext2D, { theme }: Scene, pass: Pass): void {
  if (theme.isForced) return;
  let step = DOTS;
  while (step * pass.k < 16) step *= 2;
  const size = 1.4 / pass.k;
  context.fillStyle = theme.grid;
  context.beginPath();
  for (let x = Math.ceil(pass.left / step) * step; x < pass.right; x += step) {
    for (let y = Math.ceil(pass.top / step) * step; y < pass.bottom; y += step) context.rect(x, y, size, size);
  }
  context.fill();
}

function paintBand(context: CanvasRenderingContext2D, { theme }: Scene, { left, top, right, bottom }: Box, k: number): void {
  context.globalAlpha = 0.12;
  context.fillStyle = theme.accent;
  context.fillRect(left, top, right - left, bottom - top);
  context.globalAlpha = 1;
  context.strokeStyle = theme.accent;
  context.lineWidth = 1 / k;
  context.strokeRect(left, top, right - left, bottom - top);
}

/** Moves the ends of an edge with its nodes, and what lies between by its part of the way. */
function bend(points: Float32Array, start: number, end: number, shift: Float32Array, from: number, to: number, left: number): void {
  const steps = Math.max(1, (end - start) / 2 - 1);
  for (let at = start; at < end; at += 2) {
    const part = (at - start) / 2 / steps;
    points[at] = (points[at] ?? 0) + left * ((shift[from * 2] ?? 0) * (1 - part) + (shift[to * 2] ?? 0) * part);
    points[at + 1] = (points[at + 1] ?? 0) + left * ((shift[from * 2 + 1] ?? 0) * (1 - part) + (shift[to * 2 + 1] ?? 0) * part);
  }
}
