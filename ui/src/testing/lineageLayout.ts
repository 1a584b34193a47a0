/** Layers for the mock only: the engine's layout is another matter. */
export interface Laid {
  x: number[];
  y: number[];
  layer: number[];
  points: number[];
  starts: number[];
  back: boolean[];
  width: number;
  height: number;
}

export const NODE_WIDTH = 176;
export const NODE_HEIGHT = 44;
const GAP_X = 84;
const GAP_Y = 22;

/** `orders`: places before, so that what was there keeps its order. */
export function layOut(count: number, from: readonly number[], to: readonly number[], isDown: boolean): Laid {
  const back = findBack(count, from, to);
  const layer = layersOf(count, from, to, back);
  const rows = orderOf(count, layer, from, to);
  const y = placeOf(count, rows, from, to);
  const along = layer.map((each) => NODE_WIDTH / 2 + each * (NODE_WIDTH + GAP_X));
  const x = along;
  const points: number[] = [];
  const starts = [0];
  const most = Math.max(0, ...y.slice(0, 20_000)) + NODE_HEIGHT;
  for (let edge = 0; edge < from.length; edge += 1) {
    route(points, from[edge] ?? 0, to[edge] ?? 0, back[edge] ?? false);
    starts.push(points.length);
  }
  const width = Math.max(0, ...new Set(along)) + NODE_WIDTH / 2;
  if (!isDown) return { x, y, layer, points, starts, back, width, height: most };
  const turned = points.map((_, at) => points[at % 2 === 0 ? at + 1 : at - 1] ?? 0);
  return { x: y.map((each) => each * 3.4), y: x.map((each) => each * 0.5), layer, points: turned.map((value, at) => (at % 2 === 0 ? value * 3.4 : value * 0.5)), starts, back, width: most * 3.4, height: width * 0.5 };

  function route(list: number[], a: number, b: number, isBack: boolean): void {
    const [ax, ay, bx, by] = [(x[a] ?? 0) + NODE_WIDTH / 2, y[a] ?? 0, (x[b] ?? 0) - NODE_WIDTH / 2, y[b] ?? 0];
    list.push(ax, ay);
    if (isBack) list.push(ax + 24, Math.min(ay, by) - NODE_HEIGHT, bx - 24, Math.min(ay, by) - NODE_HEIGHT);
    else {
      for (let at = (layer[a] ?? 0) + 1; at < (layer[b] ?? 0); at += 1) {
        const t = (at - (layer[a] ?? 0)) / ((layer[b] ?? 1) - (layer[a] ?? 0));
        list.push(at * (NODE_WIDTH + GAP_X) + NODE_WIDTH / 2, ay + (by - ay) * t);
      }
    }
    list.push(bx, by);
  }
}

function findBack(count: number, from: readonly number[], to: readonly number[]): boolean[] {
  const out: number[][] = Array.from({ length: count }, () => []);
  from.forEach((node, edge) => out[node]?.push(edge));
  const state = new Uint8Array(count);
  const back = from.map(() => false);
  for (let root = 0; root < count; root += 1) {
    if (state[root] !== 0) continue;
    const stack: [number, number][] = [[root, 0]];
    state[root] = 1;
    while (stack.length > 0) {
      const top = stack.at(-1) as [number, number];
      const edge = out[top[0]]?.[top[1]];
      if (edge === undefined) {
        state[top[0]] = 2;
        stack.pop();
        continue;
      }
      top[1] += 1;
      const next = to[edge] ?? 0;
      if (state[next] === 1) back[edge] = true;
      else if (state[next] === 0) {
        state[next] = 1;
        stack.push([next, 0]);
      }
    }
  }
  return back;
}

function layersOf(count: number, from: readonly number[], to: readonly number[], back: readonly boolean[]): number[] {
  const layer = Array.from({ length: count }, () => 0);
  const waiting = new Int32Array(count);
  const out: number[][] = Array.from({ length: count }, () => []);
  from.forEach((node, edge) => {
    if (back[edge]) return;
    out[node]?.push(to[edge] ?? 0);
    waiting[to[edge] ?? 0] = (waiting[to[edge] ?? 0] ?? 0) + 1;
  });
  const queue = layer.map((_, node) => node).filter((node) => waiting[node] === 0);
  for (const node of queue) {
    for (const next of out[node] ?? []) {
      layer[next] = Math.max(layer[next] ?? 0, (layer[node] ?? 0) + 1);
      waiting[next] = (waiting[next] ?? 0) - 1;
      if (waiting[next] === 0) queue.push(next);
    }
  }
  // What comes from nowhere stands right before what uses it.
  for (let node = count - 1; node >= 0; node -= 1) {
    const nexts = out[node] ?? [];
    if (layer[node] === 0 && nexts.length > 0) layer[node] = Math.max(0, Math.min(...nexts.map((next) => layer[next] ?? 1)) - 1);
  }
  return layer;
}

function orderOf(count: number, layer: readonly number[], from: readonly number[], to: readonly number[]): number[][] {
  const rows: number[][] = [];
  for (let node = 0; node < count; node += 1) (rows[layer[node] ?? 0] ??= []).push(node);
  const near: number[][] = Array.from({ length: count }, () => []);
  from.forEach((node, edge) => {
    near[node]?.push(to[edge] ?? 0);
    near[to[edge] ?? 0]?.push(node);
  });
  const place = new Float64Array(count);
  const note = (row: readonly number[]) => row.forEach((node, at) => (place[node] = at - row.length / 2));
  for (let at = 0; at < rows.length; at += 1) rows[at] ??= [];
  rows.forEach(note);
  for (let sweep = 0; sweep < 6; sweep += 1) {
    for (const row of sweep % 2 === 0 ? rows : rows.toReversed()) {
      const wish = new Map(row.map((node) => [node, mean((near[node] ?? []).map((other) => place[other] ?? 0), place[node] ?? 0)]));
      row.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || a - b);
      note(row);
    }
  }
  return rows;
}

function placeOf(count: number, rows: readonly number[][], from: readonly number[], to: readonly number[]): number[] {
  const step = NODE_HEIGHT + GAP_Y;
  const y = Array.from({ length: count }, () => 0);
  const tallest = Math.max(0, ...rows.map((row) => row.length));
  for (const row of rows) row.forEach((node, at) => (y[node] = ((tallest - row.length) / 2 + at) * step + step / 2));
  const near: number[][] = Array.from({ length: count }, () => []);
  from.forEach((node, edge) => {
    near[node]?.push(to[edge] ?? 0);
    near[to[edge] ?? 0]?.push(node);
  });
  for (let sweep = 0; sweep < 8; sweep += 1) {
    for (const row of rows) {
      for (const [at, node] of row.entries()) {
        const wish = mean((near[node] ?? []).map((other) => y[other] ?? 0), y[node] ?? 0);
        const least = at === 0 ? Number.NEGATIVE_INFINITY : (y[row[at - 1] ?? 0] ?? 0) + step;
        const most = at === row.length - 1 ? Number.POSITIVE_INFINITY : (y[row[at + 1] ?? 0] ?? 0) - step;
        y[node] = Math.max(least, Math.min(most, wish));
      }
    }
  }
  const top = Math.min(...y.slice(0, 50_000)) - step / 2;
  return y.map((each) => each - top);
}

function mean(values: readonly number[], otherwise: number): number {
  return values.length === 0 ? otherwise : values.reduce((sum, value) => sum + value, 0) / values.length;
}
