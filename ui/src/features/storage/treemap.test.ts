import { describe, expect, it } from "vitest";
import { neighbour, snap, squarify, type Rect } from "./treemap";

const ROOM: Rect = { x: 10, y: 20, w: 900, h: 420 };
const areaOf = ({ w, h }: Rect) => w * h;
const overlap = (a: Rect, b: Rect) => Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));

/** Sizes as stores have them: few large ones, many small ones. */
function sizes(count: number): number[] {
  let state = 7;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.round(1e9 / (1 + (state % 997)) ** 1.4) + 1;
  });
}

describe("treemap", () => {
  it("gives each value its share, without overlaps, and fills the room", () => {
    for (const count of [1, 2, 3, 12, 120]) {
      const values = sizes(count);
      const total = values.reduce((sum, value) => sum + value, 0);
      const rects = squarify(values, ROOM);
      for (const [at, rect] of rects.entries()) {
        expect(areaOf(rect)).toBeCloseTo(((values[at] ?? 0) / total) * areaOf(ROOM), 4);
        expect(rect.x).toBeGreaterThanOrEqual(ROOM.x - 1e-6);
        expect(rect.y).toBeGreaterThanOrEqual(ROOM.y - 1e-6);
        expect(rect.x + rect.w).toBeLessThanOrEqual(ROOM.x + ROOM.w + 1e-6);
        expect(rect.y + rect.h).toBeLessThanOrEqual(ROOM.y + ROOM.h + 1e-6);
        for (const other of rects.slice(at + 1)) expect(overlap(rect, other)).toBeLessThan(1e-6);
      }
    }
  });
  it("stays exact on whole pixels", () => {
    const rects = squarify(sizes(60), ROOM).map(snap);
    expect(rects.reduce((sum, rect) => sum + areaOf(rect), 0)).toBe(areaOf(ROOM));
    for (const [at, rect] of rects.entries()) for (const other of rects.slice(at + 1)) expect(overlap(rect, other)).toBe(0);
  });
  it("takes none, nothing but zeros, and ten thousand", () => {
    expect(squarify([], ROOM)).toEqual([]);
    expect(squarify([0, 0], ROOM).every((rect) => areaOf(rect) === 0)).toBe(true);
    expect(squarify([3, 0], ROOM)[0]).toEqual(ROOM);
    expect(squarify([1, 2], { ...ROOM, w: 0 }).every((rect) => areaOf(rect) === 0)).toBe(true);
    const rects = squarify(sizes(10_000), ROOM);
    expect(rects.reduce((sum, rect) => sum + areaOf(rect), 0)).toBeCloseTo(areaOf(ROOM), 2);
  });
  it("makes tiles that are about square", () => {
    const rects = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, w: 600, h: 400 });
    expect(Math.max(...rects.map(({ w, h }) => Math.max(w / h, h / w)))).toBeLessThan(3);
  });
});

describe("arrows", () => {
  const rects: Rect[] = [
    { x: 0, y: 0, w: 100, h: 200 },
    { x: 100, y: 0, w: 100, h: 60 },
    { x: 100, y: 60, w: 100, h: 140 },
    { x: 200, y: 0, w: 40, h: 200 },
  ];
  it("go to what lies there, and nowhere at an edge", () => {
    expect(neighbour(rects, 0, "right")).toBe(2);
    expect(neighbour(rects, 1, "down")).toBe(2);
    expect(neighbour(rects, 2, "up")).toBe(1);
    expect(neighbour(rects, 2, "right")).toBe(3);
    expect(neighbour(rects, 3, "left")).toBe(2);
    expect(neighbour(rects, 0, "left")).toBeNull();
    expect(neighbour(rects, 3, "down")).toBeNull();
  });
  it("reach every tile of a map", () => {
    const map = squarify(sizes(40), ROOM).map(snap);
    const seen = new Set([0]);
    const queue = [0];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const direction of ["left", "right", "up", "down"] as const) {
        const next = neighbour(map, at, direction);
        if (next === null || seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
    expect(seen.size).toBe(map.length);
  });
});
