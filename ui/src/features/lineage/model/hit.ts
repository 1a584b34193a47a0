/** What lies under a point of the picture. */
import { distanceToCurve } from "./curve";
import { CHAIN, GROUP, SIBLINGS, type Graph } from "./Graph";

/** Half the side of the button on a folded node that opens it. */
export const BADGE = 12;

export function isFolded(kind: number | undefined): boolean {
  return kind === SIBLINGS || kind === CHAIN || kind === GROUP;
}

/** The node at a point, −1 when there is none; `slack` widens small nodes for the pointer. */
export function nodeAt(graph: Graph, x: number, y: number, isHidden: Uint8Array, slack = 0): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  graph.nodeGrid.each(x - slack, y - slack, x + slack, y + slack, (node) => {
    if (isHidden[node] === 1) return;
    const away = Math.max(0, Math.abs((graph.x[node] ?? 0) - x) - (graph.width[node] ?? 0) / 2) + Math.max(0, Math.abs((graph.y[node] ?? 0) - y) - (graph.height[node] ?? 0) / 2);
    if (away < least) {
      least = away;
      best = node;
    }
  });
  return best;
}

/** Whether the point is on the button that opens a folded node. */
export function isOnBadge(graph: Graph, node: number, x: number, y: number): boolean {
  if (!isFolded(graph.kind[node])) return false;
  const right = (graph.x[node] ?? 0) + (graph.width[node] ?? 0) / 2;
  return Math.abs(x - right) <= BADGE && Math.abs(y - (graph.y[node] ?? 0)) <= BADGE;
}

/** The edge nearest to a point within `slack`, −1 when there is none. */
export function edgeAt(graph: Graph, x: number, y: number, isHidden: Uint8Array, slack: number): number {
  let best = -1;
  let least = slack * slack;
  graph.edgeGrid.each(x - slack, y - slack, x + slack, y + slack, (edge) => {
    if (isHidden[graph.from[edge] ?? 0] === 1 || isHidden[graph.to[edge] ?? 0] === 1) return;
    const away = distanceToCurve(graph.points, graph.starts[edge] ?? 0, graph.starts[edge + 1] ?? 0, graph.isDown, x, y);
    if (away < least) {
      least = away;
      best = edge;
    }
  });
  return best;
}

/** Nodes whose middle lies in a rectangle, for the rubber band. */
export function nodesIn(graph: Graph, left: number, top: number, right: number, bottom: number, isHidden: Uint8Array): number[] {
  return graph.nodeGrid.within(left, top, right, bottom).filter((node) => isHidden[node] !== 1);
}
