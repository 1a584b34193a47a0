import { describeError } from "@/api";
import { Button, Note, Skeleton } from "@/components";
import { OneVersion } from "@/features/artifacts";
import { Inspector } from "@/lib/slots";
import { isFolded } from "../model/hit";
import type { Lineage } from "../view/useLineage";
import { onlyKey, runId, useVersion, useVersionScope, versionId } from "../view/useNodes";
import { ClusterPanel } from "./ClusterPanel";
import { ImpactPanel } from "./ImpactPanel";
import { ManyNodes } from "./ManyNodes";
import { PictureSummary } from "./PictureSummary";
import { RunPanel } from "./RunPanel";
import { Neighbours } from "./Neighbours";
import styles from "./Inspector.module.css";

/** The right pane of a lineage: what is selected, or with nothing selected the picture. */
export function NodeInspector({ lineage, open }: { lineage: Lineage; open: (key: string) => void }) {
  return (
    <Inspector>
      <Content lineage={lineage} open={open} />
    </Inspector>
  );
}

function Content({ lineage, open }: { lineage: Lineage; open: (key: string) => void }) {
  const { graph, selected, shown } = lineage;
  const key = onlyKey(lineage);
  if (shown?.kind === "impact") return <ImpactPanel lineage={lineage} nodeKey={shown.key} data={shown.data} />;
  if (key === undefined) return selected.size === 0 ? <PictureSummary lineage={lineage} /> : <ManyNodes lineage={lineage} />;
  if (isFolded(graph?.kind[graph.indexOf(key)])) return <ClusterPanel key={key} lineage={lineage} clusterKey={key} />;
  const version = versionId(key);
  if (version !== null) return <VersionPanel key={key} lineage={lineage} nodeKey={key} id={version} />;
  const run = runId(key);
  return run === null ? null : <RunPanel key={key} lineage={lineage} id={run} open={open} />;
}

function VersionPanel({ lineage, nodeKey, id }: { lineage: Lineage; nodeKey: string; id: number }) {
  const { version, error } = useVersion(id);
  const actions = useVersionScope(version);
  const title = lineage.graph?.picture.nodes.title[lineage.graph.indexOf(nodeKey)] ?? version?.address ?? "";
  if (error && !version) {
    return (
      <div className={styles["inspector"]}>
        <h2 className={styles["title"]}>{title}</h2>
        <Note tone="info">{describeError(error).message}</Note>
        <p className="dim">Its place in the lineage is kept.</p>
        <Neighbours lineage={lineage} nodeKey={nodeKey} />
      </div>
    );
  }
  if (!version || !actions) return <Skeleton label={title} lines={6} />;
  return (
    <div className={styles["inspector"]}>
      <div className={styles["crumb"]}>
        <span className="small dim clip" title={version.address}>
          {version.name}
        </span>
        {lineage.graph?.root === lineage.graph?.indexOf(nodeKey) ? (
          <span className="small dim">focus</span>
        ) : (
          <Button size="small" kind="quiet" onPress={() => lineage.refocus(nodeKey)}>
            Refocus
          </Button>
        )}
      </div>
      <div>{actions.scope.one ? <OneVersion row={actions.scope.one} scope={actions.scope} tools={actions.tools} /> : null}</div>
      <Neighbours lineage={lineage} nodeKey={nodeKey} />
    </div>
  );
}
