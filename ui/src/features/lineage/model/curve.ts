/** Edges are cubic curves through their points: level where they leave, where they pass a layer, and where they arrive. */

/** Gives each piece of an edge as the two control points and the end of a cubic curve. */
export type Piece = (ax: number, ay: number, bx: number, by: number, x: number, y: number) => void;

/** How far a piece that runs back swings out before it turns. */
const SWING = 36;
/** Nearer points are one. */
const SAME = 0.5;
/** The share of its way in which a steep piece may bend, and after so much across the bends begin anew. */
const BENDS = 0.5;
const PERIOD = 1500;

/**
 * The share of its way along after which a piece is half-way across. Steep pieces would lie on each other in the middle
 * between two layers; they bend beside each other, in the order in which those that begin beside each other don't cross.
 */
function bend(along: number, across: number, from: number): number {
  const steep = Math.max(0, Math.min(1, (Math.abs(across) / along - 1) / 4));
  const phase = (((from % PERIOD) + PERIOD) % PERIOD) / PERIOD - 0.5;
  return 0.5 + steep * BENDS * (across > 0 ? -phase : phase);
}

/** Walks the pieces of an edge whose points lie in `points` from `start` to `end`; the first point is where the pen stands. */
export function walkCurve(points: ArrayLike<number>, start: number, end: number, isDown: boolean, piece: Piece): void {
  const last = end - 2;
  for (let at = start; at < last; at += 2) {
    const x = points[at] ?? 0;
    const y = points[at + 1] ?? 0;
    const toX = points[at + 2] ?? 0;
    const toY = points[at + 3] ?? 0;
    // Where a node is as wide as its layer, an edge begins where the next piece does: a curve of no length would be a spike.
    if (Math.abs(toX - x) < SAME && Math.abs(toY - y) < SAME) continue;
    const along = isDown ? toY - y : toX - x;
    const share = along > 0 ? bend(along, isDown ? toX - x : toY - y, isDown ? x : y) : 0;
    const swing = Math.max(SWING, -along / 3);
    // Ends leave and arrive with the flow even when the edge runs back; between them it goes its own way.
    const out = along > 0 ? share * along : at === start ? swing : -swing;
    const back = along > 0 ? along - out : at + 2 === last ? swing : -swing;
    if (isDown) piece(x, y + out, toX, toY - back, toX, toY);
    else piece(x + out, y, toX - back, toY, toX, toY);
  }
}

/** Left, top, right, bottom of an edge; control points may reach out, so it is never too small. */
export function boundsOf(points: ArrayLike<number>, start: number, end: number, bounds: Float32Array, at: number): void {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (let each = start; each < end; each += 2) {
    const x = points[each] ?? 0;
    const y = points[each + 1] ?? 0;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  bounds[at] = left - SWING;
  bounds[at + 1] = top - SWING;
  bounds[at + 2] = right + SWING;
  bounds[at + 3] = bottom + SWING;
}

/** Square of the distance between a point and an edge, by sixteen chords of each piece. */
export function distanceToCurve(points: ArrayLike<number>, start: number, end: number, isDown: boolean, px: number, py: number): number {
  let best = Number.POSITIVE_INFINITY;
  let fromX = points[start] ?? 0;
  let fromY = points[start + 1] ?? 0;
  walkCurve(points, start, end, isDown, (ax, ay, bx, by, x, y) => {
    let lastX = fromX;
    let lastY = fromY;
    for (let step = 1; step <= 16; step += 1) {
      const t = step / 16;
      const u = 1 - t;
      const nextX = u * u * u * fromX + 3 * u * u * t * ax + 3 * u * t * t * bx + t * t * t * x;
      const nextY = u * u * u * fromY + 3 * u * u * t * ay + 3 * u * t * t * by + t * t * t * y;
      best = Math.min(best, toSegment(px, py, lastX, lastY, nextX, nextY));
      lastX = nextX;
      lastY = nextY;
    }
    fromX = x;
    fromY = y;
  });
  return best;
}

function toSegment(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  return (px - ax - t * dx) ** 2 + (py - ay - t * dy) ** 2;
}
