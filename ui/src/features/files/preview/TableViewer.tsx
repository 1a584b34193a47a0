import { useMemo } from "react";
import type { ColumnKind, PreviewOf } from "./types";
import { VirtualTable, type VirtualColumn } from "./VirtualTable";

const NAMES: Record<ColumnKind, string> = { empty: "empty", integer: "integer", number: "number", boolean: "boolean", text: "text" };

export interface TableViewerProps {
  label: string;
  pages: readonly PreviewOf<"table">[];
  onEnd: (() => void) | null;
}

/** Rows of CSV and the like, with what each column seems to hold. */
export function TableViewer({ label, pages, onEnd }: TableViewerProps) {
  const rows = useMemo(() => pages.flatMap((page) => page.rows), [pages]);
  const columns = useMemo(() => (pages[0] ? toColumns(pages[0]) : []), [pages]);
  const cell = (row: number, column: number) => {
    const value = rows[row]?.[column];
    return value === null || value === undefined ? <span className="dim">–</span> : <span title={value.length > 24 ? value : undefined}>{value}</span>;
  };
  return (
    <VirtualTable
      label={label}
      columns={columns}
      count={rows.length}
      total={pages[0]?.totalRows ?? null}
      onEnd={onEnd}
      cell={cell}
    />
  );
}

/** Widths by what the first rows hold. */
function toColumns({ columns, rows }: PreviewOf<"table">): VirtualColumn[] {
  return columns.map(({ name, kind }, at) => {
    const longest = rows.slice(0, 50).reduce((most, row) => Math.max(most, row[at]?.length ?? 0), Math.max(name.length, NAMES[kind].length));
    return { id: `${at}`, title: name, note: NAMES[kind], width: Math.min(320, Math.max(72, longest * 7.4 + 28)), isFlexible: kind === "text", align: kind === "integer" || kind === "number" ? "end" : "start" };
  });
}
