import { useState } from "react";
import { useNavigate } from "react-router";
import { call, describeError, useRevision, type VersionRow } from "@/api";
import { ColumnChooser, countSelected, DataGrid, NO_SELECTION, PillRow, RelativeTime, useColumnLayout, type Column, type GridSelection, type Sort } from "@/components";
import { addressPath, type Address } from "@/lib/address";
import { formatBytes, formatBytesDelta, formatCount, plural } from "@/lib/format";
import { useStatus, useViewTitle } from "@/lib/slots";
import styles from "./CollectionPage.module.css";

const COLUMNS: readonly Column<VersionRow>[] = [
  { id: "index", title: "Version", width: 88, isSortable: true, isFixed: true, render: ({ index }) => <span className="strong">v{index}</span> },
  { id: "labels", title: "Aliases and tags", width: 200, isFlexible: true, render: ({ aliases, tags }) => <PillRow aliases={aliases.map((alias) => ({ name: alias.name, isProtected: alias.protected }))} tags={tags} /> },
  { id: "created", title: "Created", width: 112, isSortable: true, render: ({ created_at: at }) => <RelativeTime at={at} isPlain /> },
  { id: "size", title: "Size", width: 88, align: "end", isSortable: true, render: ({ size }) => formatBytes(size) },
  { id: "change", title: "Change", width: 96, align: "end", isSortable: true, render: ({ change }) => (change === null ? "" : formatBytesDelta(change)) },
  { id: "files", title: "Files", width: 92, align: "end", isSortable: true, render: ({ files }) => formatCount(files) },
];

/** A collection: the table of its versions. */
export function CollectionPage({ address }: { address: Address }) {
  const collection = `${address.entity}/${address.project}/${address.collection}`;
  const navigate = useNavigate();
  const [sort, setSort] = useState<Sort>({ column: "index", direction: "descending" });
  const [selection, setSelection] = useState<GridSelection>(NO_SELECTION);
  const [total, setTotal] = useState(0);
  const revision = useRevision("versions");
  const layout = useColumnLayout("versions", COLUMNS);
  const selected = countSelected(selection, total);
  useViewTitle(address.collection ?? "");
  useStatus(`${plural(total, "version")}${selected > 0 ? ` · ${formatCount(selected)} selected` : ""}`);
  const request = { collection, filter: null, sort: { key: sort.column, descending: sort.direction === "descending" }, metadata: [] };
  return (
    <>
      <div className={styles["bar"]}>
        <h1 className={styles["title"]}>{address.collection}</h1>
        <span className="grow" />
        <ColumnChooser layout={layout} />
      </div>
      <DataGrid
        label={`Versions of ${address.collection}`}
        layout={layout}
        dataKey={JSON.stringify([request, revision])}
        loadRows={(start, count, signal) => call("version.page", { ...request, rows: { start, count } }, signal)}
        rowKey={({ id }) => id}
        sort={sort}
        onSortChange={setSort}
        selection={selection}
        onSelectionChange={setSelection}
        onTotal={setTotal}
        isDim={({ state }) => state === "deleted"}
        typeAheadPattern={/^v?\d*$/i}
        onTypeAhead={async (text) => {
          const digits = text.replace(/^v/i, "");
          if (digits === "") return null;
          const { row } = await call("version.locate", { collection, filter: request.filter, sort: request.sort, index: Number(digits) });
          return row;
        }}
        onOpen={({ row }) => void navigate(addressPath({ ...address, suffix: `v${row.index}` }))}
        describeError={(error) => describeError(error).message}
      />
    </>
  );
}
