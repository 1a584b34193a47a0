import { Play, SearchX, Table2, Waypoints } from "lucide-react";
import { useEffect, useState } from "react";
import { describeError, errorDetails } from "@/api";
import { Button, EmptyState, ErrorState } from "@/components";
import { openRunDialog } from "@/features/runs";
import { formatCount, plural } from "@/lib/format";
import { getPlatform } from "@/platform";
import { filterCount, NO_FILTER } from "../toolbar/FilterMenu";
import type { Lineage } from "./useLineage";
import styles from "./View.module.css";

const SHOW_MS = 150;

/** Three layers of grey, where nodes will be; not before it is noticed. */
export function LayersSkeleton() {
  const [isVisible, setVisible] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), SHOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-busy="true" aria-label="Loading the lineage" className={styles["layers"]}>
      {isVisible
        ? [2, 1, 3].map((count) => (
            <div key={count}>
              {Array.from({ length: count }, (_, at) => (
                <i key={at} />
              ))}
            </div>
          ))
        : null}
    </div>
  );
}

export function Trouble({ lineage: { error, retry, view } }: { lineage: Lineage }) {
  if (!error) return null;
  const { title, message, hint } = describeError(error);
  return (
    <div className={styles["cover"]}>
      <ErrorState
        title={message === "" ? title : "The lineage can't be shown"}
        why={message}
        hint={hint}
        onRetry={retry}
        details={() => errorDetails(error)}
        onCopy={(text) => void getPlatform().copyText(text)}
        actions={
          <>
            {view.query === "" ? null : <Button onPress={() => view.change({ query: "" })}>Clear the query</Button>}
            {view.focus === null ? null : <Button onPress={() => view.change({ focus: null, camera: null }, true)}>Back to the start</Button>}
          </>
        }
      />
    </div>
  );
}

/** No runs at all, or none that match. */
export function Nothing({ lineage }: { lineage: Lineage }) {
  const { view, graph, home, project, of } = lineage;
  const isNarrowed = view.query !== "" || filterCount(view) > 0;
  const isAlone = graph !== null && graph.edgeCount === 0 && graph.count <= 1;
  const isAllHidden = graph !== null && graph.count > 0 && graph.keys.every((key) => view.hidden.includes(key));
  if (!graph || (!isAlone && !isAllHidden)) return null;
  if (isNarrowed && (graph.count === 0 || isAllHidden || of.root === null)) {
    return (
      <div className={styles["cover"]}>
        <EmptyState title="Nothing in the lineage matches" icon={<SearchX />} action={<Button onPress={() => view.change({ ...NO_FILTER, query: "" })}>Clear</Button>}>
          {view.query === "" ? `${plural(filterCount(view), "filter")} set.` : <code className="mono">{view.query}</code>}
        </EmptyState>
      </div>
    );
  }
  if (of.root === null) {
    return (
      <div className={styles["cover"]}>
        <EmptyState title="No runs in this project yet" icon={<Play />} action={<Button kind="primary" needs="run.start" onPress={() => openRunDialog({ kind: "record", project })}>Record a run…</Button>}>
          Each log makes one, scripts can start their own.
          <code className={`mono selectable ${styles["snippet"]}`}>cairnctl run exec --name train --job-type train -- python train.py</code>
        </EmptyState>
      </div>
    );
  }
  const isVersion = of.root.startsWith("#");
  return (
    <div className={styles["lonely"]}>
      <EmptyState
        title={isVersion ? "No run has used or produced this version" : "This run has used and logged nothing"}
        icon={<Waypoints />}
        action={
          <Button kind="primary" needs="run.edge" onPress={() => openRunDialog(isVersion ? { kind: "inputs", version: of.root ?? home ?? "" } : { kind: "inputs", run: Number(/#(\d+)/.exec(of.root ?? "")?.[1] ?? 0) })}>
            Add input…
          </Button>
        }
      >
        Say what it was made from, or let a script say it:
        <code className={`mono selectable ${styles["snippet"]}`}>cairnctl use ADDRESS --run ID</code>
      </EmptyState>
    </div>
  );
}

/** So much that a picture tells nothing: narrow it, or read it as a table. Drawing it stays possible. */
export function TooMany({ lineage }: { lineage: Lineage }) {
  const { total, view, drawAnyway } = lineage;
  return (
    <div className={styles["cover"]}>
      <EmptyState
        title={`${formatCount(total ?? 0)} versions and runs`}
        icon={<Waypoints />}
        action={
          <>
            <Button kind="primary" icon={<Table2 />} onPress={() => view.change({ isTable: true })}>
              Show as a table
            </Button>
            <Button onPress={drawAnyway}>{`Draw all ${formatCount(total ?? 0)}`}</Button>
          </>
        }
      >
        A query makes it a picture one can read, for example <code className="mono">+mnist:v3</code> or <code className="mono">type:model,alias:best</code>. Drawing all of it takes a while and much memory.
      </EmptyState>
    </div>
  );
}
