import { isFolded } from "../model/hit";
import { spoken } from "../model/words";
import type { Lineage } from "./useLineage";

/** At most so many of a kind stand in the page; the rest is told by number. */
const MOST = 12;

/** What a screen reader finds around the cursor: the node, what leads to it, what it leads to, its neighbours in the layer. The canvas says nothing. */
export function ShadowTree({ id, lineage: { graph, cursor, selected } }: { id: string; lineage: Lineage }) {
  const at = graph?.indexOf(cursor ?? "") ?? -1;
  if (graph === null || at < 0) return null;
  const row = [...(graph.layers[graph.layer[at] ?? 0] ?? [])];
  const place = row.indexOf(at);
  const near = new Set([at, ...graph.before(at).slice(0, MOST), ...graph.after(at).slice(0, MOST), ...row.slice(Math.max(0, place - 2), place + 3)]);
  return (
    <>
      {[...near].map((node) => {
        const key = graph.keys[node] ?? "";
        return (
          <div
            key={key}
            id={idOf(id, key)}
            role="treeitem"
            aria-label={spoken(graph, node)}
            aria-level={(graph.layer[node] ?? 0) + 1}
            aria-setsize={graph.layers[graph.layer[node] ?? 0]?.length ?? 1}
            aria-posinset={(graph.layers[graph.layer[node] ?? 0]?.indexOf(node) ?? 0) + 1}
            aria-selected={selected.has(key)}
            {...(isFolded(graph.kind[node]) ? { "aria-expanded": false } : {})}
          />
        );
      })}
    </>
  );
}

export function idOf(id: string, key: string): string {
  return `${id}-${key}`;
}
