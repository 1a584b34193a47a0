import { Search } from "lucide-react";
import { useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { call, describeError, useCommand, useRevision, type CollectionRow } from "@/api";
import { ColumnChooser, countSelected, DataGrid, EmptyState, NO_SELECTION, PillRow, RelativeTime, Sparkline, TextField, TypeIcon, TypePill, useColumnLayout, type Column, type GridSelection, type Sort } from "@/components";
import { addressPath, parseAddress, type Address } from "@/lib/address";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { useStatus, useViewTitle } from "@/lib/slots";
import styles from "./ProjectPage.module.css";

const COLUMNS: readonly Column<CollectionRow>[] = [
  {
    id: "name",
    title: "Name",
    width: 240,
    isFlexible: true,
    isSortable: true,
    isFixed: true,
    render: ({ name, type }) => (
      <>
        <TypeIcon type={type} size="small" /> <span className="strong">{name}</span>
      </>
    ),
  },
  { id: "type", title: "Type", width: 120, isHidden: true, render: ({ type }) => <TypePill type={type} /> },
  { id: "latest", title: "Latest", width: 80, render: ({ latest }) => latest },
  { id: "versions", title: "Versions", width: 92, align: "end", isSortable: true, render: ({ versions }) => formatCount(versions) },
  { id: "labels", title: "Aliases and tags", width: 220, render: ({ aliases, tags }) => <PillRow aliases={aliases.map((name) => ({ name }))} tags={tags} /> },
  { id: "size", title: "Logical size", width: 100, align: "end", isSortable: true, render: ({ logical_bytes: bytes }) => formatBytes(bytes) },
  { id: "sizes", title: "Size per version", width: 140, render: ({ name, sizes }) => <Sparkline label={`Sizes of the newest versions of ${name}`} values={sizes} height={20} /> },
  { id: "updated", title: "Last change", width: 120, isSortable: true, render: ({ updated_at: at }) => <RelativeTime at={at} isPlain /> },
];

/** A project, or one type of it: its collections. */
export function ProjectPage({ address }: { address: Address }) {
  const [params] = useSearchParams();
  const type = params.get("type");
  const project = `${address.entity}/${address.project}`;
  const title = type ?? address.project ?? "";
  const navigate = useNavigate();
  const [filter, setFilter] = useState("");
  const [sort, setSort] = useState<Sort>({ column: "name", direction: "ascending" });
  const [selection, setSelection] = useState<GridSelection>(NO_SELECTION);
  const [total, setTotal] = useState(0);
  const revision = useRevision("collections", "versions");
  const layout = useColumnLayout("collections", COLUMNS);
  const { data: types = [] } = useCommand("type.list", { project });
  const versions = useMemo(() => types.filter(({ name }) => type === null || name === type).reduce((sum, each) => sum + each.versions, 0), [type, types]);
  const selected = countSelected(selection, total);
  useViewTitle(title);
  useStatus(`${plural(total, "collection")}${selected > 0 ? ` · ${formatCount(selected)} selected` : ""}`);
  const request = { project, artifact_type: type, filter: filter === "" ? null : filter, sort: { key: sort.column, descending: sort.direction === "descending" } };
  return (
    <>
      <div className={styles["hero"]}>
        <h1 className={styles["title"]}>
          {type === null ? null : <TypeIcon type={type} size="large" />}
          <span className="clip">{title}</span>
        </h1>
        <div className={styles["facts"]}>
          <span>
            <span className="strong num">{formatCount(total)}</span> <span className="dim">{total === 1 ? "collection" : "collections"}</span>
          </span>
          <span>
            <span className="strong num">{formatCount(versions)}</span> <span className="dim">{versions === 1 ? "version" : "versions"}</span>
          </span>
        </div>
      </div>
      <div className={styles["bar"]}>
        <TextField className={styles["filter"] ?? ""} label="Filter by name" hideLabel placeholder="Filter by name" icon={<Search />} value={filter} onChange={setFilter} />
        <span className="grow" />
        <ColumnChooser layout={layout} />
      </div>
      <DataGrid
        label={type === null ? "Collections" : `Collections of type ${type}`}
        layout={layout}
        dataKey={JSON.stringify([request, revision])}
        loadRows={(start, count, signal) => call("collection.list", { ...request, rows: { start, count } }, signal)}
        rowKey={({ id }) => id}
        sort={sort}
        onSortChange={setSort}
        selection={selection}
        onSelectionChange={setSelection}
        onTotal={setTotal}
        rowData={({ address: drop }) => ({ "data-drop": `collection:${drop}` })}
        onOpen={({ row }) => {
          const target = parseAddress(row.address);
          if (target) void navigate(addressPath(target));
        }}
        describeError={(error) => describeError(error).message}
        empty={filter === "" ? <EmptyState title={type === null ? "Nothing is logged here yet" : `No collection of type ${type}`}>Drop a folder on the window to log one.</EmptyState> : <EmptyState title={`No name contains “${filter}”`} />}
      />
    </>
  );
}
