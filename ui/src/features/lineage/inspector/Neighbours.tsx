import { Play } from "lucide-react";
import { Button, TypeIcon } from "@/components";
import { formatCount } from "@/lib/format";
import { RUN } from "../model/Graph";
import { plainText } from "../draw/scene";
import { show } from "../view/useGraphKeys";
import type { Lineage } from "../view/useLineage";
import styles from "./Inspector.module.css";

const SHOWN = 6;

/** What leads to a node and what it leads to, to go on from. */
export function Neighbours({ lineage, nodeKey }: { lineage: Lineage; nodeKey: string }) {
  const { graph } = lineage;
  const node = graph?.indexOf(nodeKey) ?? -1;
  if (!graph || node < 0) return null;
  const isRun = graph.kind[node] === RUN;
  return (
    <>
      <Side lineage={lineage} title={isRun ? "Inputs" : "Made by"} nodes={graph.before(node)} />
      <Side lineage={lineage} title={isRun ? "Outputs" : "Used by"} nodes={graph.after(node)} />
    </>
  );
}

function Side({ lineage, title, nodes }: { lineage: Lineage; title: string; nodes: readonly number[] }) {
  const { graph, stage, select, setCursor } = lineage;
  if (!graph || nodes.length === 0) return null;
  return (
    <section className={styles["section"]}>
      <h3 className={styles["heading"]}>
        {title} {nodes.length > 1 ? <span className="dim">{formatCount(nodes.length)}</span> : null}
      </h3>
      {nodes.slice(0, SHOWN).map((node) => {
        const { nodes: columns } = graph.picture;
        const type = columns.types[columns.type_at[node] ?? -1];
        return (
          <Button
            key={graph.keys[node]}
            kind="quiet"
            size="small"
            className={styles["entry"] ?? ""}
            onPress={() => {
              select([graph.keys[node] ?? ""]);
              setCursor(graph.keys[node] ?? "");
              if (stage.current) show(stage.current, graph, node);
            }}
          >
            {type === undefined ? <Play aria-hidden="true" className={styles["play"]} /> : <TypeIcon type={type} size="small" />}
            <span className="clip">{plainText(columns.title[node] ?? "")}</span>
          </Button>
        );
      })}
      {nodes.length > SHOWN ? <p className="small dim">{`${formatCount(nodes.length - SHOWN)} more`}</p> : null}
    </section>
  );
}
