import { Button, Facts } from "@/components";
import { formatCount, plural } from "@/lib/format";
import type { Lineage } from "../view/useLineage";
import { Cycles } from "./Cycles";
import styles from "./Inspector.module.css";

/** With nothing selected: what the picture stands for. */
export function PictureSummary({ lineage }: { lineage: Lineage }) {
  const { graph, view } = lineage;
  if (!graph) return null;
  const { counts } = graph.picture;
  return (
    <div className={styles["inspector"]}>
      <h2 className={styles["title"]}>Lineage</h2>
      <Facts
        facts={[
          { term: "Versions", value: formatCount(counts.versions) },
          { term: "Runs", value: formatCount(counts.runs) },
          { term: "Edges", value: formatCount(counts.edges) },
          { term: "Drawn", value: plural(graph.count, "node") },
          { term: "Hidden", value: view.hidden.length > 0 ? formatCount(view.hidden.length) : null },
        ]}
      />
      <Cycles lineage={lineage} />
      {graph.count > 0 ? <p className="dim">Select a node to see its facts here. Shift-click on a second one shows the shortest way between the two.</p> : null}
      {view.hidden.length > 0 ? <Button onPress={() => view.change({ hidden: [] })}>Show what is hidden</Button> : null}
    </div>
  );
}
