import { useMemo, useState } from "react";
import { IconButton } from "@/components";
import { X } from "lucide-react";
import { formatCount } from "@/lib/format";
import { JsonTree } from "./JsonViewer";
import { parseJsonTree } from "./jsonTree";
import styles from "./preview.module.css";
import type { PreviewOf } from "./types";
import { VirtualTable, type VirtualColumn } from "./VirtualTable";

export interface JsonlViewerProps {
  label: string;
  pages: readonly PreviewOf<"jsonl">[];
  onEnd: (() => void) | null;
}

/** Records: a column for each key when all are objects with few keys, else one line each; a record opens below as a tree. */
export function JsonlViewer({ label, pages, onEnd }: JsonlViewerProps) {
  const rows = useMemo(() => pages.flatMap((page) => page.rows), [pages]);
  const keys = useMemo(() => [...new Set(pages.flatMap((page) => page.columns))], [pages]);
  const [values] = useState(() => new Map<string, Map<string, string>>());
  const [open, setOpen] = useState<number | null>(null);
  const record = useMemo(() => (open === null ? null : parseJsonTree(rows[open]?.text ?? "")), [open, rows]);
  const isTable = keys.length > 0 && keys.length <= 50;
  const columns = useMemo<readonly VirtualColumn[]>(() => [{ id: "#", title: "#", width: 56, align: "end" }, ...(isTable ? keys.map((key) => keyColumn(key, rows.slice(0, MEASURED).map((row) => fieldsOf(row.text).get(key) ?? ""))) : [{ id: "text", title: "Record", width: 320, isFlexible: true, isMono: true }])], [isTable, keys, rows]);
  const valueOf = (row: number, key: string) => {
    const text = rows[row]?.text ?? "";
    if (!values.has(text)) values.set(text, fieldsOf(text));
    return values.get(text)?.get(key) ?? "";
  };
  const cell = (row: number, column: number) => {
    if (column === 0) return <RowButton row={row} isOpen={open === row} onPress={() => setOpen(open === row ? null : row)} />;
    const line = rows[row];
    if (!line?.valid) return column === 1 ? <span className={line?.cut ? "" : "danger"}>{line?.text}</span> : null;
    return isTable ? valueOf(row, keys[column - 1] ?? "") : line.text;
  };
  return (
    <>
      <VirtualTable
        label={label}
        columns={columns}
        count={rows.length}
        onEnd={onEnd}
        cell={cell}
      />
      {record && open !== null ? (
        <section className={styles["record"]} aria-label={`Record ${open + 1}`}>
          <div className={styles["strip"]}>
            <span className="small strong grow">Record {formatCount(open + 1)}</span>
            <IconButton size="small" label="Close record" icon={<X />} onPress={() => setOpen(null)} />
          </div>
          <JsonTree key={open} label={`Record ${open + 1}`} top={record} />
        </section>
      ) : null}
    </>
  );
}

function RowButton({ row, isOpen, onPress }: { row: number; isOpen: boolean; onPress: () => void }) {
  return (
    <button type="button" className={styles["rowButton"]} aria-label={`Open record ${row + 1}`} aria-expanded={isOpen} onClick={onPress}>
      {formatCount(row + 1)}
    </button>
  );
}

/** Rows that decide on the widths and sides of the columns. */
const MEASURED = 30;

function keyColumn(key: string, values: readonly string[]): VirtualColumn {
  const known = values.filter((value) => value !== "" && value !== "null");
  const isNumber = known.length > 0 && known.every((value) => Number.isFinite(Number(value)));
  const longest = Math.max(key.length, ...values.map(({ length }) => length));
  return { id: key, title: key, width: Math.min(240, Math.max(64, longest * (isNumber ? 8.2 : 7.4) + 28)), isFlexible: !isNumber, align: isNumber ? "end" : "start" };
}

/** The values of a record by key, strings without their quotes. */
function fieldsOf(text: string): Map<string, string> {
  const top = parseJsonTree(text);
  const fields = new Map<string, string>();
  for (const node of top?.children ?? []) {
    const isNested = node.children.length > 0;
    fields.set(node.key, isNested ? (node.kind === "object" ? "{…}" : `[${node.children.length}]`) : node.kind === "string" ? plain(node.text) : node.text);
  }
  return fields;
}

function plain(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}
