import type { LineageImpact } from "@/api";
import { AliasPill, Button, Facts, Note } from "@/components";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { nameOfKey } from "../view/address";
import type { Lineage } from "../view/useLineage";
import styles from "./Inspector.module.css";

const SHOWN = 40;

/** What breaks when this was wrong, and whether it can be made again. */
export function ImpactPanel({ lineage, nodeKey, data }: { lineage: Lineage; nodeKey: string; data: LineageImpact }) {
  const { graph, setShown, refocus, select, setCursor } = lineage;
  const title = graph?.picture.nodes.title[graph.indexOf(nodeKey)] ?? "";
  const go = (key: string) => {
    if (graph && graph.indexOf(key) >= 0) {
      select([key]);
      setCursor(key, true);
    } else refocus(key);
  };
  return (
    <div className={styles["inspector"]}>
      <div className={styles["head"]}>
        <h2 className={styles["title"]}>{`Impact of ${title}`}</h2>
        <Button onPress={() => setShown(null)}>Done</Button>
      </div>
      <Facts
        facts={[
          { term: "Versions", value: `${formatCount(data.versions)} downstream` },
          { term: "Runs", value: formatCount(data.runs) },
          { term: "Logical", value: formatBytes(data.bytes) },
          { term: "Linked", value: data.links.length > 0 ? data.links.join(", ") : null },
        ]}
      />
      {data.lost.length > 0 ? (
        <Note tone="warning">
          {`It can't be made again: ${plural(data.lost.length, "version")} upstream ${data.lost.length === 1 ? "is" : "are"} gone, `}
          {data.lost
            .slice(0, 3)
            .map(({ title: each }) => each)
            .join(", ")}
          {data.lost.length > 3 ? " and others" : ""}.
        </Note>
      ) : null}
      {data.aliases.length > 0 ? (
        <section className={styles["section"]}>
          <h3 className={styles["heading"]}>Aliases on what depends on it</h3>
          <div className="row wrap">
            {data.aliases.slice(0, 12).map((alias) => (
              <AliasPill key={alias} name={alias} />
            ))}
            {data.aliases.length > 12 ? <span className="small dim">{`+${data.aliases.length - 12}`}</span> : null}
          </div>
        </section>
      ) : null}
      <section className={styles["section"]}>
        <h3 className={styles["heading"]}>Nearest first</h3>
        {data.rows.rows.slice(0, SHOWN).map((row) => (
          <Button key={row.key} kind="quiet" size="small" className={styles["entry"] ?? ""} onPress={() => go(row.key)}>
            <span className="clip grow">{row.title}</span>
            <span className="tiny dim">{row.distance}</span>
          </Button>
        ))}
        {data.rows.total > SHOWN ? (
          <Button size="small" onPress={() => lineage.view.change({ focus: nameOfKey(nodeKey), mode: "down", depth: null, isTable: true }, true)}>
            {`All ${formatCount(data.rows.total)} as a table`}
          </Button>
        ) : data.rows.total === 0 ? (
          <p className="dim">Nothing depends on it.</p>
        ) : null}
      </section>
    </div>
  );
}
