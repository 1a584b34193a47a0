import { Play, SearchX } from "lucide-react";
import { useMemo, useState } from "react";
import { call, describeError, useRevision, type LineageRow } from "@/api";
import { Button, CutText, DataGrid, EmptyState, RelativeTime, SegmentedControl, TypeIcon, useColumnLayout, type Column, type GridSelection, type Sort } from "@/components";
import { suffixOf } from "@/lib/address";
import { formatBytes, formatCount } from "@/lib/format";
import { plainText } from "../draw/scene";
import { distanceWords, formatNumber } from "../model/words";
import styles from "./View.module.css";
import { LineageMenu } from "./LineageMenu";
import { NO_FILTER } from "../toolbar/FilterMenu";
import type { Lineage } from "./useLineage";

const PARTS = [
  { value: "all", label: "All" },
  { value: "up", label: "Upstream" },
  { value: "down", label: "Downstream" },
  { value: "versions", label: "Versions" },
  { value: "runs", label: "Runs" },
] as const;
const SORTABLE: Record<string, string> = { distance: "distance", title: "title", type: "type", created: "created", size: "size" };

/** The same lineage as a list, with the same selection: for screen readers, and for what is too much for a picture. */
export function LineageTable({ lineage, open }: { lineage: Lineage; open: (key: string) => void }) {
  const { of, view, graph, selected, select, setCursor } = lineage;
  const [part, setPart] = useState<(typeof PARTS)[number]["value"]>("all");
  const [sort, setSort] = useState<Sort>({ column: of.root === null ? "created" : "distance", direction: of.root === null ? "descending" : "ascending" });
  const [total, setTotal] = useState<number | null>(null);
  const columns = useMemo(() => columnsOf(view.metadata), [view.metadata]);
  const layout = useColumnLayout("lineage", columns);
  const revision = useRevision("lineage", "versions");
  const selection = useMemo<GridSelection>(() => ({ all: false, keys: selected }), [selected]);
  const order = { key: SORTABLE[sort.column] ?? "distance", descending: sort.direction === "descending" };
  return (
    <div className={styles["table"]}>
      <div className={styles["tableBar"]}>
        <SegmentedControl label="Part" value={part} options={of.root === null ? PARTS.filter(({ value }) => value !== "up" && value !== "down") : PARTS} onChange={setPart} />
        <span className="small dim" aria-live="polite">
          {total === null ? "" : `${formatCount(total)} in the list`}
        </span>
      </div>
      <DataGrid
        label="Lineage as a table"
        layout={layout}
        dataKey={`${revision}|${part}|${order.key}|${String(order.descending)}|${JSON.stringify(of)}`}
        loadRows={(start, count, signal) => call("lineage.list", { of, sort: order, part: part === "all" ? null : part, rows: { start, count } }, signal)}
        rowKey={({ key }) => key}
        sort={sort}
        onSortChange={setSort}
        selection={selection}
        onSelectionChange={(next) => select(next.all ? (graph?.keys ?? []) : [...next.keys].map(String))}
        onTotal={setTotal}
        onCursor={(target) => target && setCursor(target.row.key)}
        onOpen={({ row }) => open(row.key)}
        onQuickLook={({ row }) => select([row.key])}
        menu={() => <LineageMenu lineage={lineage} open={open} />}
        isDim={({ state }) => state === "deleted" || state === "purged"}
        empty={<EmptyState title="Nothing in this lineage matches" icon={<SearchX />} action={<Button onPress={() => (setPart("all"), view.change({ ...NO_FILTER, query: "" }))}>Clear</Button>} />}
        describeError={(error) => describeError(error).message}
      />
    </div>
  );
}

/** Without much room the state goes first, then the type, which the icon tells, the aliases and the time. */
function columnsOf(metadata: string | null): Column<LineageRow>[] {
  return [
    { id: "title", title: "Name", width: 220, minWidth: 140, isFlexible: true, isFixed: true, isSortable: true, render: (row) => <Name row={row} /> },
    { id: "type", title: "Type", width: 90, yields: 3, isSortable: true, render: ({ subtitle }) => subtitle },
    { id: "distance", title: "Distance", width: 124, isSortable: true, render: ({ distance }) => distanceWords(distance) },
    { id: "state", title: "State", width: 96, yields: 4, render: ({ state }) => STATES[state] ?? state },
    { id: "aliases", title: "Aliases", width: 120, yields: 2, render: ({ aliases }) => aliases.join(", ") },
    { id: "created", title: "Made", width: 108, yields: 1, isSortable: true, render: ({ created_at: at }) => <RelativeTime at={at} isPlain /> },
    { id: "size", title: "Size", width: 84, align: "end", isSortable: true, render: ({ size }) => (size === null ? "" : formatBytes(size)) },
    ...(metadata === null ? [] : [{ id: "number", title: metadata, width: 90, align: "end" as const, render: ({ number }: LineageRow) => (number === null ? "" : formatNumber(number)) }]),
    { id: "before", title: "Made from", width: 84, align: "end", isHidden: true, render: ({ before }) => formatCount(before.length) },
  ];
}

const STATES: Record<string, string> = { committed: "", deleted: "in the trash" };

function Name({ row: { title, address, subtitle } }: { row: LineageRow }) {
  const name = plainText(title);
  return (
    <span className="row clip">
      {address === null ? <Play aria-label="run" className={styles["play"]} /> : <TypeIcon type={subtitle} size="small" />}
      <CutText text={name} tail={address === null ? "" : suffixOf(name)} title={address ?? name} className="strong" />
    </span>
  );
}
