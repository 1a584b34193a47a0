/** Squarified treemap (Bruls, Huizing, van Wijk): areas in proportion, tiles as square as they go. Pure. */

export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}

export type Direction = "left" | "right" | "up" | "down";

/** A rectangle for each value, in the order of the values; together they fill `room`. Values that aren't above zero get none. */
export function squarify(values: readonly number[], room: Rect): Rect[] {
  const rects = values.map((): Rect => ({ x: room.x, y: room.y, w: 0, h: 0 }));
  const order = values.map((_, at) => at).filter((at) => valueAt(values, at) > 0);
  order.sort((a, b) => valueAt(values, b) - valueAt(values, a));
  let left = order.reduce((sum, at) => sum + valueAt(values, at), 0);
  let free = room;
  for (let start = 0; start < order.length && free.w > 0 && free.h > 0; ) {
    const row = takeRow(values, order, start, free, left);
    const isLast = start + row.count === order.length;
    free = placeRow(values, order.slice(start, start + row.count), row.sum, isLast ? 1 : row.sum / left, free, rects);
    left -= row.sum;
    start += row.count;
  }
  return rects;
}

function valueAt(values: readonly number[], at: number): number {
  return values[at] ?? 0;
}

/** As many of the next values as make the least square one of their row squarer. */
function takeRow(values: readonly number[], order: readonly number[], start: number, free: Rect, left: number) {
  const scale = (free.w * free.h) / left;
  const side = Math.min(free.w, free.h);
  const most = valueAt(values, order[start] ?? 0) * scale;
  let sum = 0;
  let worst = Number.POSITIVE_INFINITY;
  let count = 0;
  for (let at = start; at < order.length; at += 1) {
    const area = valueAt(values, order[at] ?? 0) * scale;
    const next = sum + area;
    const ratio = Math.max((side * side * most) / (next * next), (next * next) / (side * side * area));
    if (ratio > worst) break;
    worst = ratio;
    sum = next;
    count += 1;
  }
  return { count, sum: sum / scale };
}

/** Places a row along the shorter side; gives what is left of the room. */
function placeRow(values: readonly number[], row: readonly number[], sum: number, share: number, { x, y, w, h }: Rect, rects: Rect[]): Rect {
  const isColumn = w >= h;
  const depth = (isColumn ? w : h) * share;
  const side = isColumn ? h : w;
  let along = 0;
  for (const at of row) {
    const length = (valueAt(values, at) / sum) * side;
    rects[at] = isColumn ? { x, y: y + along, w: depth, h: length } : { x: x + along, y, w: length, h: depth };
    along += length;
  }
  return isColumn ? { x: x + depth, y, w: w - depth, h } : { x, y: y + depth, w, h: h - depth };
}

/** Edges on whole pixels: neighbours still share them. */
export function snap({ x, y, w, h }: Rect): Rect {
  const [left, top] = [Math.round(x), Math.round(y)];
  return { x: left, y: top, w: Math.round(x + w) - left, h: Math.round(y + h) - top };
}

/** The tile that an arrow key goes to, or null at the edge: near in that direction, and beside rather than askew. */
export function neighbour(rects: readonly Rect[], from: number, direction: Direction): number | null {
  const here = rects[from];
  if (!here) return null;
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, rect] of rects.entries()) {
    const cost = at === from ? Number.POSITIVE_INFINITY : costOf(turned(here, direction), turned(rect, direction));
    if (cost < least) [best, least] = [at, cost];
  }
  return best;
}

/** The rectangle as it lies when the direction is turned to the right. */
function turned({ x, y, w, h }: Rect, direction: Direction): Rect {
  if (direction === "right") return { x, y, w, h };
  if (direction === "left") return { x: -x - w, y, w, h };
  return direction === "down" ? { x: y, y: x, w: h, h: w } : { x: -y - h, y: x, w: h, h: w };
}

function costOf(a: Rect, b: Rect): number {
  const ahead = b.x - (a.x + a.w);
  if (ahead < -1) return Number.POSITIVE_INFINITY;
  const gap = Math.max(0, b.y - (a.y + a.h), a.y - (b.y + b.h));
  return ahead + 4 * gap + Math.abs(b.y + b.h / 2 - (a.y + a.h / 2)) / 8;
}
