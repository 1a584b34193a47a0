/** Which part of the picture is in view, and how large. */
export interface Camera {
  /** Place of the picture at the view's left upper corner. */
  x: number;
  y: number;
  /** Screen pixels to one of the picture. */
  k: number;
}

export interface Size {
  width: number;
  height: number;
}

export const LEAST_ZOOM = 0.004;
export const MOST_ZOOM = 3;
/** From here on a node has room for its title, from there on for all of it. */
export const TITLE_ZOOM = 0.4;
export const CARD_ZOOM = 0.68;

export type Detail = "card" | "title" | "dot";

export function detailAt(k: number): Detail {
  return k >= CARD_ZOOM ? "card" : k >= TITLE_ZOOM ? "title" : "dot";
}

export function clampZoom(k: number): number {
  return Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, k));
}

/** The same point of the picture stays under the same point of the screen. */
export function zoomAt(camera: Camera, k: number, sx: number, sy: number): Camera {
  const next = clampZoom(k);
  return { k: next, x: camera.x + sx / camera.k - sx / next, y: camera.y + sy / camera.k - sy / next };
}

export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x + dx / camera.k, y: camera.y + dy / camera.k };
}

export function toPicture(camera: Camera, sx: number, sy: number): { x: number; y: number } {
  return { x: camera.x + sx / camera.k, y: camera.y + sy / camera.k };
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Left free around what fits. */
const MARGIN = 48;

/** Fewer nodes are found without a map. */
export const MAP_NODES = 60;

/** Left free below so many nodes: the map lies over the picture there, and the legend and the zoom. */
export function freeBelow(count: number, { height }: Size): number {
  return count >= MAP_NODES ? Math.max(MARGIN, Math.min(160, height / 3)) : MARGIN;
}

/** Shows a box in the middle of what is free, as large as fits, never larger than `most`. */
export function fit({ left, top, right, bottom }: Box, view: Size, most = 1, below = MARGIN): Camera {
  const width = Math.max(1, right - left);
  const height = Math.max(1, bottom - top);
  const k = clampZoom(Math.min(most, Math.max(LEAST_ZOOM, (view.width - 2 * MARGIN) / width), Math.max(LEAST_ZOOM, (view.height - MARGIN - below) / height)));
  return centre((left + right) / 2, (top + bottom) / 2 + (below - MARGIN) / 2 / k, k, view);
}

export function centre(x: number, y: number, k: number, view: Size): Camera {
  return { k, x: x - view.width / 2 / k, y: y - view.height / 2 / k };
}


/** So many are entered at one of them, even if they don't fit; more are seen as a whole first. */
const MOST_CARDS = 300;

/** Farther off, a picture is a speck or a thread: nothing to find one's way by. */
const LEAST_WHOLE = 0.05;

/** Where a picture is entered: whole while its titles can be read then or when it is large, else at a node. */
export function entrance(all: Box, node: { x: number; y: number }, view: Size, count: number, below = MARGIN): Camera {
  const whole = fit(all, view, 1, below);
  const isWhole = whole.k >= TITLE_ZOOM || (count > MOST_CARDS && whole.k >= LEAST_WHOLE);
  return isWhole ? whole : within(all, centre(node.x, node.y, Math.max(whole.k, 0.84), view), view, below);
}

/** Shows picture rather than what lies beyond its rim: a node at the rim would leave half of the view empty. */
function within({ left, top, right, bottom }: Box, camera: Camera, view: Size, below: number): Camera {
  const along = (at: number, from: number, to: number, room: number) => (to - from <= room ? (from + to - room) / 2 : Math.max(from, Math.min(to - room, at)));
  const m = MARGIN / camera.k;
  const x = along(camera.x, left - m, right + m, view.width / camera.k);
  const y = along(camera.y, top - m, bottom + below / camera.k, view.height / camera.k);
  return { ...camera, x, y };
}

/** One direction of a box. */
interface Span {
  from: number;
  to: number;
}

/** Moves a view that is entered so that it cuts few of the boxes at its rim and shows many whole; `held` stays in it. */
export function settle(camera: Camera, boxes: readonly Box[], held: Box, view: Size, below = MARGIN): Camera {
  const m = MARGIN / camera.k;
  const [width, height] = [view.width / camera.k, view.height / camera.k];
  const isInBand = (box: Box) => box.bottom > camera.y && box.top < camera.y + height;
  const x = clearest({ from: camera.x, to: camera.x + width }, [m, m], boxes.filter(isInBand).map(acrossOf), acrossOf(held));
  const isInColumns = (box: Box) => box.right > x && box.left < x + width;
  const y = clearest({ from: camera.y, to: camera.y + height }, [m, below / camera.k], boxes.filter(isInColumns).map(downOf), downOf(held));
  return { ...camera, x, y };
}

const acrossOf = ({ left, right }: Box): Span => ({ from: left, to: right });
const downOf = ({ top, bottom }: Box): Span => ({ from: top, to: bottom });

/** A span that is cut weighs more than one that is out of view: half a name says nothing. */
const CUT_WEIGHT = 3;

/** Where a window begins best: as it is, or where a span begins or ends at its margin. */
function clearest(window: Span, [before, after]: readonly [number, number], spans: readonly Span[], held: Span): number {
  const room = window.to - window.from;
  const least = Math.min(window.from, held.to + after - room);
  const most = Math.max(window.from, held.from - before);
  const starts = spans.flatMap(({ from, to }) => [from - before, to + after - room]).filter((at) => at >= least && at <= most);
  const worth = (at: number) =>
    spans.reduce((sum, { from, to }) => (to <= at || from >= at + room ? sum : from >= at && to <= at + room ? sum + 1 : sum - CUT_WEIGHT), 0) - Math.abs(at - window.from) / room;
  return [...new Set([window.from, ...starts])].reduce((best, at) => (worth(at) > worth(best) ? at : best));
}

/** Moves only as far as it takes to have a box in view. */
export function reveal(camera: Camera, { left, top, right, bottom }: Box, view: Size, margin = MARGIN): Camera {
  const w = view.width / camera.k;
  const h = view.height / camera.k;
  const m = Math.min(margin / camera.k, w / 4, h / 4);
  const x = left - m < camera.x ? left - m : right + m > camera.x + w ? right + m - w : camera.x;
  const y = top - m < camera.y ? top - m : bottom + m > camera.y + h ? bottom + m - h : camera.y;
  return x === camera.x && y === camera.y ? camera : { ...camera, x, y };
}
