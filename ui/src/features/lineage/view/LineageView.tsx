import { Play, Route, TriangleAlert, X } from "lucide-react";
import { useRef } from "react";
import { useNavigate } from "react-router";
import { call, tellError } from "@/api";
import { Button, IconButton, Popover, TypeIcon } from "@/components";
import { addressPath, parseAddress } from "@/lib/address";
import { runPath } from "@/features/runs";
import { formatCount, plural } from "@/lib/format";
import { useStatus } from "@/lib/slots";
import { Cycles } from "../inspector/Cycles";
import { NodeInspector } from "../inspector/NodeInspector";
import { MAP_NODES } from "../model/camera";
import { Legend } from "../toolbar/LensMenu";
import { Toolbar } from "../toolbar/Toolbar";
import { GraphCanvas } from "./GraphCanvas";
import { IconSource } from "./IconSource";
import { LineageTable } from "./LineageTable";
import { Minimap } from "./Minimap";
import { LayersSkeleton, Nothing, TooMany, Trouble } from "./States";
import { useLineage, MANY, type Lineage } from "./useLineage";
import { useLineageCommands } from "./useLineageCommands";
import { useScene } from "./useScene";
import { runId, versionId } from "./useNodes";
import { useSelectionCommands } from "./useSelectionCommands";
import styles from "./View.module.css";

export interface LineageViewProps {
  /** The page's own thing: `#12` or `run:#7`; null shows the project. */
  home: string | null;
  project: string | null;
}

/** The lineage of a version, a run or a project: tools, the picture or its table, and the inspector. */
export function LineageView({ home, project }: LineageViewProps) {
  const lineage = useLineage(home, project);
  const { graph, error, view, isTooMany } = lineage;
  const open = useOpen();
  useLineageCommands(lineage);
  useSelectionCommands(lineage);
  useStatus(statusOf(lineage));
  return (
    <div className={styles["view"]}>
      <Toolbar lineage={lineage} />
      {view.isTable ? (
        <LineageTable lineage={lineage} open={open} />
      ) : (
        <div className={styles["stage"]}>
          {isTooMany ? <TooMany lineage={lineage} /> : error ? <Trouble lineage={lineage} /> : graph ? <Picture lineage={lineage} open={open} /> : <LayersSkeleton />}
        </div>
      )}
      <NodeInspector lineage={lineage} open={open} />
    </div>
  );
}

function Picture({ lineage, open }: { lineage: Lineage; open: (key: string) => void }) {
  const icons = useRef<HTMLDivElement>(null);
  const scene = useScene(lineage, icons);
  return (
    <>
      <IconSource types={lineage.graph?.picture.nodes.types ?? []} hostRef={icons} />
      <GraphCanvas lineage={lineage} scene={scene} open={open} />
      <Bottom lineage={lineage} />
      <Minimap lineage={lineage} scene={scene} />
      <Nothing lineage={lineage} />
      {lineage.isWaiting ? (
        <span role="status" className={`${styles["plate"]} ${styles["waiting"]} small`}>
          Laying out…
        </span>
      ) : null}
    </>
  );
}

/** What is in the picture, by kind; a click leaves it out. Beside it what needs to be known: ways, cycles, what is hidden or folded. */
function Bottom({ lineage }: { lineage: Lineage }) {
  const { graph, view, shown, total } = lineage;
  if (!graph) return null;
  const present = new Set(graph.picture.nodes.type_at);
  const types = graph.picture.nodes.types.filter((_, at) => present.has(at));
  const only = (type: string) => view.change({ types: view.types.includes(type) ? view.types.filter((each) => each !== type) : [...view.types, type] });
  return (
    <div className={styles["bottom"]} data-map={graph.count >= MAP_NODES ? true : undefined}>
      <Legend lineage={lineage} />
      {types.slice(0, 6).map((type) => (
        <Button key={type} size="small" kind="quiet" className={styles["chip"] ?? ""} icon={<TypeIcon type={type} size="small" />} aria-label={`Only ${type}`} aria-pressed={view.types.includes(type)} onPress={() => only(type)}>
          <span className="clip">{type}</span>
        </Button>
      ))}
      <Button size="small" kind="quiet" className={styles["chip"] ?? ""} icon={<Play className={styles["play"]} />} aria-label="Hide runs" aria-pressed={view.hide === "runs"} data-kind="runs" onPress={() => view.change({ hide: view.hide === "runs" ? null : "runs" })}>
        runs
      </Button>
      {shown?.kind === "path" ? (
        <span className={`${styles["plate"]} row small`}>
          <Route aria-hidden="true" className={styles["play"]} />
          {shown.way.length === 0 ? "No way between the two" : `Shortest way: ${plural(shown.way.length - 1, "step")}`}
          <IconButton size="small" label="Clear the way" icon={<X />} onPress={() => lineage.setShown(null)} />
        </span>
      ) : null}
      {view.hidden.length > 0 ? (
        <Button size="small" className={styles["chip"] ?? ""} onPress={() => view.change({ hidden: [] })}>
          {`Show ${formatCount(view.hidden.length)} hidden`}
        </Button>
      ) : null}
      {graph.picture.counts.cycles > 0 ? (
        <Popover label="Cycles" trigger={<Button size="small" className={styles["chip"] ?? ""} icon={<TriangleAlert />}>{plural(graph.picture.counts.cycles, "cycle")}</Button>}>
          <Cycles lineage={lineage} />
        </Popover>
      ) : null}
      {total !== null && total > MANY && view.isFolded && view.foldBy === null ? (
        <span className={`${styles["plate"]} row small`}>
          Folded by collection
          <Button size="small" onPress={() => view.change({ isFolded: false })}>{`Show all ${formatCount(total)}`}</Button>
        </span>
      ) : null}
    </div>
  );
}

/** "66 nodes · 71 edges · way of 4". */
function statusOf({ graph, selected, shown, view }: Lineage): string {
  if (!graph || view.isTable) return "";
  const { versions, runs, edges } = graph.picture.counts;
  const folded = versions + runs - graph.count;
  const parts = [`${plural(versions, "version")} · ${plural(runs, "run")} · ${plural(edges, "edge")}`];
  if (folded > 0) parts.push(`drawn as ${plural(graph.count, "node")}`);
  if (shown?.kind === "path" && shown.way.length > 0) parts.push(`way of ${formatCount(shown.way.length)} highlighted`);
  else if (selected.size > 1) parts.push(`${formatCount(selected.size)} selected`);
  return parts.join(" · ");
}

/** The page of a node. */
function useOpen(): (key: string) => void {
  const navigate = useNavigate();
  return (key) => {
    const run = runId(key);
    const version = versionId(key);
    if (run !== null) void navigate(runPath(run));
    if (version === null) return;
    call("version.show", { version: `#${version}` }).then(({ address }) => {
      const parsed = parseAddress(address);
      if (parsed) void navigate(addressPath(parsed));
    }, tellError);
  };
}
