import { ArrowUpRight, Search } from "lucide-react";
import { useMemo, useState } from "react";
import { call, describeError, useCommand, useRevision, type LineageRow } from "@/api";
import { Button, DataGrid, EmptyState, Facts, IconButton, MenuItem, NO_SELECTION, Select, TextField, useColumnLayout, type Column, type GridSelection } from "@/components";
import { useDebounced } from "@/lib/debounce";
import { formatBytes, formatCount } from "@/lib/format";
import { formatDate } from "@/lib/time";
import { formatNumber } from "../model/words";
import type { Lineage } from "../view/useLineage";
import styles from "./Inspector.module.css";

const SORTS = [
  { value: "created", label: "Newest" },
  { value: "title", label: "Name" },
  { value: "size", label: "Size" },
] as const;

/** A folded node: its members with search and order, how they are spread, pull one out, open all. */
export function ClusterPanel({ lineage, clusterKey }: { lineage: Lineage; clusterKey: string }) {
  const { graph, of, view, toggleFold, pullOut } = lineage;
  const node = graph?.indexOf(clusterKey) ?? -1;
  const [text, setText] = useState("");
  const [sortKey, setSortKey] = useState<string>(view.metadata === null ? "created" : `meta.${view.metadata}`);
  const [selection, setSelection] = useState<GridSelection>(NO_SELECTION);
  const wanted = useDebounced(text.trim(), 150);
  const sort = useMemo(() => ({ key: sortKey, descending: sortKey !== "title" }), [sortKey]);
  const sorts = view.metadata === null ? SORTS : [...SORTS, { value: `meta.${view.metadata}`, label: view.metadata }];
  const columns = useMemo(() => memberColumns(view.metadata, (row) => pullOut(clusterKey, [row.key])), [clusterKey, pullOut, view.metadata]);
  const layout = useColumnLayout("lineage.members", columns);
  const revision = useRevision("lineage", "versions");
  if (!graph || node < 0) return null;
  const { nodes } = graph.picture;
  return (
    <div className={styles["inspector"]}>
      <div className={styles["head"]}>
        <h2 className={styles["title"]}>{nodes.title[node]}</h2>
        <Button onPress={() => toggleFold(clusterKey)}>{`Open all ${formatCount(nodes.members[node] ?? 0)}`}</Button>
      </div>
      <Facts facts={[{ term: "Members", value: nodes.subtitle[node] || null }, { term: "Logical", value: formatBytes(nodes.size[node]) }]} />
      <Histogram lineage={lineage} clusterKey={clusterKey} sort={sort} />
      <div className={styles["tools"]}>
        <TextField label="Search the members" hideLabel icon={<Search />} placeholder="Search" value={text} onChange={setText} />
        <Select label="Order" hideLabel value={sortKey} options={sorts} onChange={setSortKey} />
      </div>
      <div className={styles["list"]}>
        <DataGrid
          label={`Members of ${nodes.title[node]}`}
          layout={layout}
          dataKey={`${revision}|${wanted}|${sortKey}|${JSON.stringify(of)}`}
          loadRows={(start, count, signal) => call("lineage.members", { of, key: clusterKey, text: wanted === "" ? null : wanted, sort, rows: { start, count } }, signal)}
          rowKey={({ key }) => key}
          selection={selection}
          onSelectionChange={setSelection}
          onOpen={({ row }) => pullOut(clusterKey, [row.key])}
          menu={({ row }) => (
            <>
              <MenuItem label="Pull out" onAction={() => pullOut(clusterKey, [row.key])} />
              <MenuItem label="Refocus" onAction={() => lineage.refocus(row.key)} />
            </>
          )}
          hideCheckboxes
          empty={wanted === "" ? undefined : <EmptyState title={`No member contains “${wanted}”`} action={<Button onPress={() => setText("")}>Clear</Button>} />}
          describeError={(error) => describeError(error).message}
        />
      </div>
      <p className="small dim">Enter or a double click pulls a member out of the fold.</p>
    </div>
  );
}

function memberColumns(metadata: string | null, pull: (row: LineageRow) => void): Column<LineageRow>[] {
  return [
    { id: "title", title: "Name", width: 104, isFlexible: true, isFixed: true, render: ({ title }) => <span className="clip" title={title}>{title}</span> },
    { id: "value", title: metadata ?? "Made", width: 92, align: "end", render: ({ number, created_at: at }) => (metadata === null ? formatDate(at) : number === null ? "" : formatNumber(number)) },
    { id: "pull", title: "", width: 44, render: (row) => <IconButton size="small" label={`Pull ${row.title} out`} icon={<ArrowUpRight />} excludeFromTabOrder onPress={() => pull(row)} /> },
  ];
}

const BINS = 24;
const MOST = 500;

/** How the members are spread over time, size or the number of the lens. */
function Histogram({ lineage: { of }, clusterKey, sort }: { lineage: Lineage; clusterKey: string; sort: { key: string; descending: boolean } }) {
  const { data } = useCommand("lineage.members", { of, key: clusterKey, text: null, sort, rows: { start: 0, count: MOST } }, { keepPrevious: true });
  const isNumber = sort.key.startsWith("meta.");
  const values = (data?.rows ?? []).map(({ created_at: at, size, number }) => (isNumber ? number : sort.key === "size" ? size : at)).filter((value): value is number => value !== null);
  if (values.length < 5) return null;
  const least = Math.min(...values);
  const most = Math.max(...values);
  const words = (value: number) => (isNumber ? formatNumber(value) : sort.key === "size" ? formatBytes(value) : formatDate(value));
  const counts = histogram(values, BINS);
  const tallest = Math.max(...counts);
  return (
    <figure aria-label={`Spread from ${words(least)} to ${words(most)}`}>
      <div className={styles["bars"]} aria-hidden="true">
        {Array.from({ length: counts.length }, (_, at) => (
          <span key={at} style={{ height: `${((counts[at] ?? 0) / tallest) * 100}%` }} />
        ))}
      </div>
      <div className={styles["scale"]}>
        <span className="tiny dim">{words(least)}</span>
        <span className="tiny dim">{words(most)}</span>
      </div>
    </figure>
  );
}

/** How many values fall into each of so many parts of their range. */
export function histogram(values: readonly number[], bins: number): number[] {
  const least = Math.min(...values);
  const span = Math.max(...values) - least || 1;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const at = Math.min(bins - 1, Math.floor(((value - least) / span) * bins));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}
