import { useMemo } from "react";
import { useCommand } from "@/api";
import { Button, Facts } from "@/components";
import { openDeleteDialog, openTagDialog, openTtlDialog } from "@/features/versions";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { isFolded } from "../model/hit";
import { fitSelection } from "../view/useLineageCommands";
import type { Lineage } from "../view/useLineage";
import { versionId } from "../view/useNodes";
import styles from "./Inspector.module.css";

/** Sums of several nodes, a way that was found between two, and what can be done to all. */
export function ManyNodes({ lineage }: { lineage: Lineage }) {
  const { graph, selected, shown } = lineage;
  const keys = [...selected];
  const ids = useMemo(() => [...selected].map(versionId).filter((id) => id !== null), [selected]);
  const folded = keys.filter((key) => isFolded(graph?.kind[graph.indexOf(key)])).length;
  const selection = useMemo(() => ({ kind: "versions" as const, versions: ids }), [ids]);
  const { data: plan } = useCommand("version.delete_plan", { selection }, { isEnabled: ids.length > 0, keepPrevious: true });
  const [a, b] = keys;
  return (
    <div className={styles["inspector"]}>
      <h2 className={styles["title"]}>{`${formatCount(selected.size)} selected`}</h2>
      <Facts
        facts={[
          { term: "Versions", value: ids.length > 0 ? formatCount(ids.length) : null },
          { term: "Runs", value: keys.length - ids.length - folded > 0 ? formatCount(keys.length - ids.length - folded) : null },
          { term: "Folded", value: folded > 0 ? formatCount(folded) : null },
          { term: "Logical", value: plan ? formatBytes(plan.logical_bytes) : null },
          { term: "Exclusive", value: plan ? <>{formatBytes(plan.freed_bytes)} <span className="dim">freed if deleted</span></> : null },
        ]}
      />
      {shown?.kind === "path" ? <Way lineage={lineage} /> : null}
      <div className={styles["actions"]}>
        {keys.length === 2 && shown === null ? <Button onPress={() => void lineage.showPath(a ?? "", b ?? "")}>Show the shortest way</Button> : null}
        <Button onPress={() => fitSelection(lineage)}>Fit into view</Button>
        <Button onPress={() => lineage.hide(keys)}>Hide</Button>
        <Button needs="tag.edit" isDisabled={ids.length === 0} onPress={() => openTagDialog({ selection, collection: "" })}>
          Edit tags…
        </Button>
        <Button needs="ttl.set" isDisabled={ids.length === 0} onPress={() => openTtlDialog({ selection, collection: "" })}>
          Set TTL…
        </Button>
        <Button needs="version.delete" isDisabled={ids.length === 0} onPress={() => openDeleteDialog({ selection, collection: "" })}>
          {`Delete ${plural(ids.length, "version")}…`}
        </Button>
      </div>
    </div>
  );
}

function Way({ lineage: { graph, shown, setShown, setCursor } }: { lineage: Lineage }) {
  if (shown?.kind !== "path" || !graph) return null;
  return (
    <section className={styles["section"]}>
      <h3 className={styles["heading"]}>{shown.way.length === 0 ? "There is no way between them" : `Shortest way: ${plural(shown.way.length - 1, "step")}`}</h3>
      {shown.isIndirect ? <p className="small dim">It goes against the flow somewhere: the two only have something in common.</p> : null}
      <ol>
        {shown.way.map((key) => (
          <li key={key}>
            <Button kind="quiet" size="small" className={styles["entry"] ?? ""} onPress={() => setCursor(key, true)}>
              {graph.picture.nodes.title[graph.indexOf(key)] ?? key}
            </Button>
          </li>
        ))}
      </ol>
      <Button size="small" onPress={() => setShown(null)}>
        Clear the way
      </Button>
    </section>
  );
}
