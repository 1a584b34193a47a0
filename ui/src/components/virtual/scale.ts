/**
 * Scroll arithmetic for lists of any length. Browsers stop at element heights of 33,554,428 px, so the scrolled element is
 * never taller than 4,000,000 px; beyond that one pixel of the scroll bar stands for several pixels of the list.
 */
export const MAX_SPACER = 4_000_000;

export interface Scale {
  /** Height of all rows together. */
  total: number;
  /** Height of the element that is scrolled. */
  spacer: number;
  /** Pixels of the list per pixel of the scroll bar. */
  ratio: number;
  /** The largest offset into the list. */
  maxTop: number;
}

/** With `endsWhole` a list that is scrolled to its end, too, has a whole row at its upper edge, and room below its last. */
export function makeScale(count: number, rowHeight: number, viewport: number, endsWhole = false): Scale {
  const rows = count * rowHeight;
  const total = endsWhole && rows > viewport ? Math.ceil((rows - viewport) / rowHeight) * rowHeight + viewport : rows;
  const spacer = Math.min(total, MAX_SPACER);
  const maxTop = Math.max(0, total - viewport);
  const ratio = total <= MAX_SPACER ? 1 : maxTop / Math.max(1, spacer - viewport);
  return { total, spacer, ratio, maxTop };
}

/** Rows are placed relative to a base row, so that their positions don't change while one scrolls within a stretch of this many rows. */
const BASE_STEP = 512;

export interface Range {
  /** First row to draw. */
  first: number;
  /** One past the last row to draw. */
  end: number;
  base: number;
}

export function rangeAt(top: number, count: number, rowHeight: number, viewport: number, overscan: number): Range {
  const seen = Math.floor(top / rowHeight);
  const first = Math.max(0, seen - overscan);
  const end = Math.min(count, Math.ceil((top + viewport) / rowHeight) + overscan);
  return { first, end: Math.max(first, end), base: Math.floor(seen / BASE_STEP) * BASE_STEP };
}

/** The offset that brings a row into view with the least movement. */
export function topToShow(index: number, top: number, rowHeight: number, viewport: number): number {
  const start = index * rowHeight;
  if (start < top) return start;
  return start + rowHeight > top + viewport ? start + rowHeight - viewport : top;
}
