import { describe, expect, it } from "vitest";
import { lineageAnswers } from "@/testing/lineageMock";
import type { LineagePicture, LineageRequest } from "@/api";
import { cut } from "../draw/LabelCache";
import { crc32, zip } from "../export/zip";
import { histogram } from "../inspector/ClusterPanel";
import { detailAt, entrance, fit, freeBelow, reveal, settle, toPicture, zoomAt } from "./camera";
import { walkCurve } from "./curve";
import { Graph } from "./Graph";
import { GridIndex } from "./GridIndex";
import { edgeAt, isOnBadge, nodeAt, nodesIn } from "./hit";
import { LENSES, lensView } from "./lens";
import { chainOf, marksOf, walk, wayBetween } from "./reach";
import { isGone, spoken, stateWords, subtitleOf } from "./words";

const NOW = Date.UTC(2026, 10, 24);
export const OF: LineageRequest = { root: "#212", project: null, mode: "full", depth: null, query: null, types: [], after: null, before: null, hide: null, fold: null, fold_by: null, open: [], pulled: [], metadata: null };

function picture(of: Partial<LineageRequest> = {}, nodes = 0): LineagePicture {
  return lineageAnswers({ now: NOW, nodes })["lineage.picture"]?.({ of: { ...OF, ...of }, direction: null, previous: null, anchor: null }) as LineagePicture;
}

const graphOf = (of: Partial<LineageRequest> = {}, nodes = 0) => new Graph(picture(of, nodes));
const named = (graph: Graph, title: string) => graph.picture.nodes.title.findIndex((each) => each.startsWith(title));

describe("grid index", () => {
  it("finds what a scan of all boxes finds, each once", () => {
    let seed = 7;
    const random = () => ((seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647);
    const bounds = new Float32Array(4000);
    for (let at = 0; at < bounds.length; at += 4) {
      const [x, y] = [random() * 5000, random() * 3000];
      bounds.set([x, y, x + random() * (at % 400 === 0 ? 4000 : 180), y + random() * 60], at);
    }
    const index = new GridIndex(bounds);
    for (let round = 0; round < 40; round += 1) {
      const [l, t] = [random() * 5500 - 200, random() * 3300 - 200];
      const [r, b] = [l + random() * 1200, t + random() * 700];
      const all = Array.from({ length: 1000 }, (_, at) => at).filter((at) => (bounds[at * 4] ?? 0) <= r && (bounds[at * 4 + 2] ?? 0) >= l && (bounds[at * 4 + 1] ?? 0) <= b && (bounds[at * 4 + 3] ?? 0) >= t);
      expect(index.within(l, t, r, b)).toEqual(all);
    }
  });
  it("stands an empty picture", () => {
    expect(new GridIndex(new Float32Array()).within(-1e6, -1e6, 1e6, 1e6)).toEqual([]);
  });
});

describe("hit test", () => {
  const graph = graphOf();
  const none = new Uint8Array(graph.count);
  it("finds each node in its middle, nothing beside it, and not what is hidden", () => {
    for (let node = 0; node < graph.count; node += 1) expect(nodeAt(graph, graph.x[node] ?? 0, graph.y[node] ?? 0, none)).toBe(node);
    expect(nodeAt(graph, -500, -500, none)).toBe(-1);
    const hidden = none.slice();
    hidden[3] = 1;
    expect(nodeAt(graph, graph.x[3] ?? 0, graph.y[3] ?? 0, hidden)).toBe(-1);
  });
  it("finds an edge at its ends and the button of a folded node", () => {
    for (let edge = 0; edge < graph.edgeCount; edge += 1) {
      const start = graph.starts[edge] ?? 0;
      const found = edgeAt(graph, (graph.points[start] ?? 0) + 1, graph.points[start + 1] ?? 0, none, 6);
      expect(graph.from[found]).toBe(graph.from[edge]);
    }
    const cluster = named(graph, "resnet-plankton ×48");
    expect(isOnBadge(graph, cluster, (graph.x[cluster] ?? 0) + (graph.width[cluster] ?? 0) / 2, graph.y[cluster] ?? 0)).toBe(true);
    expect(isOnBadge(graph, graph.root, (graph.x[graph.root] ?? 0) + (graph.width[graph.root] ?? 0) / 2, graph.y[graph.root] ?? 0)).toBe(false);
  });
  it("takes what a rubber band touches", () => {
    expect(nodesIn(graph, -1e5, -1e5, 1e5, 1e5, none)).toHaveLength(graph.count);
  });
});

describe("camera", () => {
  const view = { width: 800, height: 600 };
  it("keeps the point under the pointer while zooming", () => {
    const before = { x: 120, y: -40, k: 0.7 };
    const point = toPicture(before, 300, 220);
    for (const k of [0.1, 0.9, 2.5]) {
      const now = toPicture(zoomAt(before, k, 300, 220), 300, 220);
      expect([now.x, now.y]).toEqual([expect.closeTo(point.x, 6), expect.closeTo(point.y, 6)]);
    }
  });
  it("draws cards near, titles farther, dots far", () => {
    expect([1, 0.68, 0.5, 0.4, 0.1].map(detailAt)).toEqual(["card", "card", "title", "title", "dot"]);
  });
  it("enters whole while it can be read, else at the root; fit never cuts", () => {
    expect(entrance({ left: 0, top: 0, right: 900, bottom: 400 }, { x: 10, y: 10 }, view, 3).k).toBeCloseTo(704 / 900);
    const far = entrance({ left: 0, top: 0, right: 40_000, bottom: 9000 }, { x: 20_000, y: 100 }, view, 3);
    expect(toPicture(far, 400, 300).x).toBeCloseTo(20_000);
    expect(toPicture(far, 0, 48).y).toBeCloseTo(0);
    expect(entrance({ left: 0, top: 0, right: 9000, bottom: 9000 }, { x: 10, y: 10 }, view, 5000).k).toBeCloseTo(504 / 9000);
    expect(toPicture(entrance({ left: 0, top: 0, right: 900_000, bottom: 100 }, { x: 7000, y: 50 }, view, 5000), 400, 300).x).toBeCloseTo(7000);
    const corner = entrance({ left: 0, top: 0, right: 4000, bottom: 9000 }, { x: 3990, y: 8990 }, view, 3, freeBelow(100, view));
    expect(toPicture(corner, 800 - 48, 600 - 160)).toEqual({ x: expect.closeTo(4000), y: expect.closeTo(9000) });
    expect(fit({ left: 0, top: 0, right: 100, bottom: 9000 }, view, 1, freeBelow(100, view)).k).toBeCloseTo(392 / 9000);
    const thread = entrance({ left: 0, top: 0, right: 4000, bottom: 40 }, { x: 3990, y: 20 }, view, 3);
    expect(thread.y).toBeLessThan(-200);
    expect(toPicture(thread, 800 - 48, 0).x).toBeCloseTo(4000);
    const all = fit({ left: 0, top: 0, right: 90_000, bottom: 9000 }, view);
    expect(all.x).toBeLessThan(0);
    expect(toPicture(all, 800, 0).x).toBeGreaterThan(90_000);
  });
  it("enters without cutting what has room beside it", () => {
    // Three columns of 300 with 100 between; the view of 800 begins within the first, the right of it is empty.
    const column = (left: number) => ({ left, top: 100, right: left + 300, bottom: 150 });
    const boxes = [0, 400, 800].map(column);
    const at = (x: number, y = 0) => settle({ x, y, k: 1 }, boxes, column(400), view);
    expect(at(200).x).toBe(348);
    expect(at(360).x).toBe(360);
    expect(at(350, 120).y).toBe(52);
    // What the view is about stays in it, also when more could be seen elsewhere.
    expect(settle({ x: 200, y: 0, k: 1 }, [...boxes, ...[1300, 1310, 1320].map((left) => ({ left, top: 0, right: left + 10, bottom: 9 }))], column(0), view).x).toBeLessThanOrEqual(0);
  });
  it("draws no spike where two points of an edge are one", () => {
    const pieces: number[][] = [];
    walkCurve([10, 5, 10, 5, 60, 40], 0, 6, false, (...numbers) => pieces.push(numbers));
    expect(pieces).toEqual([[35, 5, 35, 40, 60, 40]]);
  });
  it("bends steep edges beside each other, without crossing those that begin beside them", () => {
    const bends = (points: number[]) => {
      let at = 0;
      walkCurve(points, 0, 4, false, (ax) => (at = ax));
      return at;
    };
    expect(bends([0, 0, 80, 60])).toBe(40);
    // Downwards the upper one bends later, upwards the lower one.
    expect(bends([0, 100, 80, 2100])).toBeGreaterThan(bends([0, 200, 80, 2200]));
    expect(bends([0, 2100, 80, 100])).toBeLessThan(bends([0, 2200, 80, 200]));
    for (let from = -4000; from < 4000; from += 170) expect(bends([0, from, 80, from + 3000])).toBeGreaterThanOrEqual(20);
  });
  it("moves only to reveal", () => {
    const camera = { x: 0, y: 0, k: 1 };
    expect(reveal(camera, { left: 100, top: 100, right: 200, bottom: 140 }, view)).toBe(camera);
    expect(reveal(camera, { left: 900, top: 100, right: 1000, bottom: 140 }, view).x).toBe(248);
  });
});

describe("reach", () => {
  const graph = graphOf();
  it("marks all before and all after, not what is beside", () => {
    const vit = named(graph, "vit-plankton");
    const chain = chainOf(graph, vit);
    const title = (node: number) => graph.picture.nodes.title[node] ?? "";
    const marked = [...chain.nodes].flatMap((mark, node) => (mark === 1 ? [title(node)] : []));
    expect(marked).toContain("plankton-raw:v17");
    expect(marked).toContain("report:v5");
    expect(marked).not.toContain("eval-vit:v96");
    expect(chainOf(graph, vit, undefined, "down").nodes[graph.root]).toBe(0);
  });
  it("ends at a cycle", () => {
    const loop = named(graph, "self-play");
    expect(chainOf(graph, loop).nodes[named(graph, "replay-buffer")]).toBe(1);
    expect(graph.picture.counts.cycles).toBe(1);
  });
  it("finds a way and marks its edges only", () => {
    const way = wayBetween(graph, named(graph, "plankton-raw:v17"), named(graph, "report:v5"));
    expect(way).toHaveLength(9);
    const marks = marksOf(graph, way, way);
    const loop = ["self-play", "replay-buffer"].map((title) => graph.keys[named(graph, title)] ?? "");
    expect(marksOf(graph, loop, loop).edges.reduce((sum, each) => sum + each, 0)).toBe(1);
    expect([marks.count, marks.edges.reduce((sum, each) => sum + each, 0)]).toEqual([9, 8]);
  });
  it("walks by keys along edges and through a layer", () => {
    const step = (from: string, key: Parameters<typeof walk>[2]) => graph.picture.nodes.title[walk(graph, named(graph, from), key)];
    expect(step("plankton-train:v211", "previous")).toBe("train-split-0409");
    expect(step("train-split-0409", "next")).toBe("plankton-train:v211");
    expect(step("report:v5", "home")).toBe("plankton-train:v211");
    expect(step("plankton-raw:v17", "next")).toBe("train-split-0409");
    expect(step("plankton-raw:v17", "previous")).toBe("plankton-raw:v17");
    expect(graph.layer[walk(graph, graph.root, "end")]).toBe(graph.layers.length - 1);
    const [top] = graph.layers[graph.layer[named(graph, "sweep-resnet")] ?? 0] ?? [];
    expect(walk(graph, top ?? 0, "up")).toBe(top);
    expect(graph.layer[walk(graph, top ?? 0, "down")]).toBe(graph.layer[top ?? 0]);
  });
});

describe("words and lenses", () => {
  const graph = graphOf({ mode: "project", root: null });
  it("says what is gone", () => {
    const old = named(graph, "plankton-raw:v11");
    expect(stateWords(graph, old, NOW)).toBe("expired 2026-11-04");
    expect([isGone(graph, old), isGone(graph, named(graph, "replay-buffer")), isGone(graph, named(graph, "report"))]).toEqual([true, true, false]);
    expect(subtitleOf(graph, named(graph, "replay-buffer"))).toBe("purged");
    expect(subtitleOf(graph, named(graph, "train-resnet-0402"))).toBe("train · failed");
    expect(spoken(graph, named(graph, "train-resnet-0402"))).toContain("run, train, failed");
  });
  it("gives every node a step of the legend, or none", () => {
    for (const id of LENSES) {
      const { step, legend } = lensView(graph, id, NOW);
      for (const at of step) expect(at === 255 || at < legend.length).toBe(true);
      expect(legend.length > 0 || id === "number").toBe(true);
    }
  });
  it("cuts names before what tells them apart", () => {
    const width = (text: string) => [...text].length * 10;
    expect(cut("plankton-train:v211", 120, width)).toBe("plankt…:v211");
    expect(cut("resnet-plankton ×48", 120, width)).toBe("resnet-… ×48");
    expect(cut("step 4872", 72, width)).toBe("st…4872");
    expect(cut("short", 120, width)).toBe("short");
    expect(cut("x".repeat(1_000_000), 120, width).length).toBeLessThanOrEqual(12);
    expect(cut("anything at all", 5, width)).toBe("");
  });
  it("spreads values over bins", () => {
    expect(histogram([0, 0, 5, 10], 2)).toEqual([2, 2]);
    expect(histogram([3, 3, 3], 3).reduce((sum, each) => sum + each, 0)).toBe(3);
  });
  it("packs a ZIP that says its sums", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
    const bytes = zip([{ name: "a.png", bytes: new Uint8Array([1, 2, 3]) }]);
    expect(bytes).toHaveLength(30 + 5 + 3 + 46 + 5 + 22);
    expect([bytes[0], bytes[1], bytes[30 + 5 + 3], bytes.at(-22)]).toEqual([0x50, 0x4b, 0x50, 0x50]);
  });
});

describe("large pictures", () => {
  it("decode and cull ten thousand nodes without looking at all", () => {
    const graph = graphOf({ mode: "project", root: null, fold: false }, 10_000);
    expect(graph.count).toBeGreaterThanOrEqual(10_000);
    let met = 0;
    graph.nodeGrid.each(0, 0, 1200, 700, () => (met += 1));
    expect(met).toBeLessThan(200);
  });
});
