/**
 * Labels and icons as bitmaps. Drawing text is what costs in WebKitGTK without a GPU (262 ms against 56 for 10,000 nodes);
 * a label that was drawn once at this size is copied from then on.
 */
const PAGE = 1024;
const MOST_PAGES = 8;
const GAP = 1;

interface Spot {
  page: number;
  x: number;
  y: number;
  /** Device pixels. */
  width: number;
  height: number;
}

interface Page {
  context: CanvasRenderingContext2D;
  shelfY: number;
  shelfHeight: number;
  x: number;
}

export type Draw = (context: CanvasRenderingContext2D) => void;

export class LabelCache {
  readonly #spots = new Map<string, Spot>();
  #pages: Page[] = [];
  #scale = 0;
  #theme = "";
  /** No page had room: one begins anew with the next drawing, where other labels are in view. */
  #isFull = false;
  #left = 0;
  #top = 0;
  readonly #widths = new Map<string, number>();
  readonly #cut = new Map<string, string>();

  /**
   * Labels are made for one scale (device pixels to one of the picture) and theme; others are forgotten.
   * `left` and `top`: what of the picture lies at the corner of the canvas, so that bitmaps fall on whole pixels and stay sharp.
   */
  prepare(scale: number, theme: string, left: number, top: number): void {
    this.#left = left;
    this.#top = top;
    if (this.#scale === scale && this.#theme === theme && !this.#isFull) return;
    this.#isFull = false;
    this.#scale = scale;
    this.#theme = theme;
    this.#spots.clear();
    for (const page of this.#pages) {
      page.context.setTransform(1, 0, 0, 1, 0, 0);
      page.context.clearRect(0, 0, PAGE, PAGE);
      Object.assign(page, { shelfY: 0, shelfHeight: 0, x: 0 });
    }
  }

  /** Draws a bitmap of `width` × `height` (of the picture) with its corner at x, y; `draw` makes it when it isn't there. */
  stamp(target: CanvasRenderingContext2D, key: string, x: number, y: number, width: number, height: number, draw: Draw): void {
    const spot = this.#spots.get(key) ?? this.#make(key, width, height, draw);
    if (spot === null) {
      target.save();
      target.translate(x, y);
      draw(target);
      target.restore();
      return;
    }
    const page = this.#pages[spot.page];
    const snap = (value: number, origin: number) => Math.round((value - origin) * this.#scale) / this.#scale + origin;
    if (page) target.drawImage(page.context.canvas, spot.x, spot.y, spot.width, spot.height, snap(x, this.#left), snap(y, this.#top), spot.width / this.#scale, spot.height / this.#scale);
  }

  #make(key: string, width: number, height: number, draw: Draw): Spot | null {
    const spot = this.#place(Math.ceil(width * this.#scale), Math.ceil(height * this.#scale));
    const context = spot && this.#pages[spot.page]?.context;
    if (!spot || !context) return null;
    context.setTransform(this.#scale, 0, 0, this.#scale, spot.x, spot.y);
    context.save();
    context.beginPath();
    context.rect(0, 0, spot.width / this.#scale, spot.height / this.#scale);
    context.clip();
    draw(context);
    context.restore();
    this.#spots.set(key, spot);
    return spot;
  }

  /** Shelves from left to right, from top to bottom; null when all pages are full. */
  #place(width: number, height: number): Spot | null {
    if (width > PAGE || height > PAGE || width < 1 || height < 1) return null;
    for (let at = 0; ; at += 1) {
      const page = this.#pages[at] ?? this.#addPage();
      if (!page) {
        this.#isFull = true;
        return null;
      }
      if (page.x + width > PAGE) Object.assign(page, { shelfY: page.shelfY + page.shelfHeight + GAP, shelfHeight: 0, x: 0 });
      if (page.shelfY + height > PAGE) continue;
      const spot = { page: at, x: page.x, y: page.shelfY, width, height };
      page.x += width + GAP;
      page.shelfHeight = Math.max(page.shelfHeight, height);
      return spot;
    }
  }

  #addPage(): Page | null {
    if (this.#pages.length >= MOST_PAGES) return null;
    const canvas = document.createElement("canvas");
    canvas.width = PAGE;
    canvas.height = PAGE;
    const context = canvas.getContext("2d");
    if (!context) return null;
    const page = { context, shelfY: 0, shelfHeight: 0, x: 0 };
    this.#pages.push(page);
    return page;
  }

  width(context: CanvasRenderingContext2D, text: string, font: string): number {
    const key = `${font}|${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      if (this.#widths.size > 50_000) this.#widths.clear();
      context.font = font;
      ({ width } = context.measureText(text));
      this.#widths.set(key, width);
    }
    return width;
  }

  /** The text cut to a width, in its middle: the end of `plankton-train:v211` is what tells it from others. */
  fit(context: CanvasRenderingContext2D, text: string, font: string, room: number): string {
    const key = `${font}|${Math.round(room)}|${text}`;
    let fitted = this.#cut.get(key);
    if (fitted === undefined) {
      if (this.#cut.size > 50_000) this.#cut.clear();
      fitted = cut(text, room, (part) => this.width(context, part, font));
      this.#cut.set(key, fitted);
    }
    return fitted;
  }
}

/** No label shows more letters, however long the name. */
const MOST_LETTERS = 200;

export function cut(text: string, room: number, width: (text: string) => number): string {
  const letters = Array.from(text.slice(0, MOST_LETTERS));
  const all = letters.join("");
  if (text.length <= MOST_LETTERS && width(all) <= room) return text;
  // An index, a count, a number, or the end of a name that many share their beginning with.
  const suffix = /(:[^:]{1,12}| ×[\d,.]+|\d[\d,.]{0,7})$/.exec(text)?.[0] ?? (letters.length > 10 ? letters.slice(-4).join("") : "");
  const tail = suffix === "" ? "…" : `…${suffix}`;
  const head = suffix === "" ? letters : letters.slice(0, Math.max(0, [...text].length - [...suffix].length));
  let low = 0;
  let high = head.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (width(head.slice(0, middle).join("") + tail) <= room) low = middle;
    else high = middle - 1;
  }
  if (low > 0) return head.slice(0, low).join("") + tail;
  return suffix !== "" && width(tail) <= room ? tail : width("…") <= room ? "…" : "";
}
