import { Button } from "@/components";
import { plural } from "@/lib/format";
import { boxOf } from "../view/useLineageCommands";
import type { Lineage } from "../view/useLineage";
import styles from "./Inspector.module.css";

const SHOWN = 20;

/** Edges that close a cycle, drawn back in red. */
export function Cycles({ lineage: { graph, stage, select } }: { lineage: Lineage }) {
  if (!graph || graph.picture.counts.cycles === 0) return null;
  const edges = Array.from({ length: graph.edgeCount }, (_, edge) => edge).filter((edge) => graph.picture.edges.back[edge]);
  const { title } = graph.picture.nodes;
  return (
    <section className={styles["section"]}>
      <h3 className={styles["heading"]}>{plural(edges.length, "cycle")}</h3>
      <p className="small dim">Something was made from what it made itself. These edges run back, in red.</p>
      {edges.slice(0, SHOWN).map((edge) => {
        const [from, to] = [graph.from[edge] ?? 0, graph.to[edge] ?? 0];
        const keys = [graph.keys[from] ?? "", graph.keys[to] ?? ""];
        return (
          <Button
            key={edge}
            kind="quiet"
            size="small"
            className={styles["entry"] ?? ""}
            onPress={() => {
              select(keys);
              const box = boxOf(graph, keys);
              if (box && stage.current) stage.current.look(stage.current.fitBox(box), true);
            }}
          >
            <span className="clip">{`${title[from]} → ${title[to]}`}</span>
          </Button>
        );
      })}
      {edges.length > SHOWN ? <p className="small dim">{`${edges.length - SHOWN} more`}</p> : null}
    </section>
  );
}
