/** Viewers for what is a list by nature: bytes, tensors, archive entries. */
import { Folder } from "lucide-react";
import { useMemo } from "react";
import { CutText, Facts } from "@/components";
import { formatBytes, formatCount } from "@/lib/format";
import styles from "./preview.module.css";
import type { PreviewOf } from "./types";
import { VirtualTable, type VirtualColumn } from "./VirtualTable";

interface Paged<T> {
  label: string;
  pages: readonly T[];
  onEnd: (() => void) | null;
}

const HEX: readonly VirtualColumn[] = [
  { id: "offset", title: "Offset", width: 88, isMono: true },
  { id: "hex", title: "Bytes", width: 376, isMono: true },
  { id: "ascii", title: "Text", width: 150, isMono: true, isFlexible: true },
];

/** Sixteen bytes a row with their place and their printable signs. */
export function HexViewer({ label, pages, onEnd }: Paged<PreviewOf<"hex">>) {
  const rows = useMemo(() => pages.flatMap((page) => page.rows), [pages]);
  const cell = (row: number, column: number) => {
    const line = rows[row];
    if (!line) return null;
    if (column === 0) return <span className="dim">{line.offset.toString(16).padStart(8, "0")}</span>;
    return column === 1 ? line.hex : line.ascii;
  };
  return <VirtualTable label={label} columns={HEX} count={rows.length} total={Math.ceil((pages[0]?.total ?? 0) / 16)} cell={cell} onEnd={onEnd} rowHeight={22} />;
}

/** Characters of a tensor's name that stay: the number of its layer stands before what all layers have. */
const TAIL = 22;

const TENSORS: readonly VirtualColumn[] = [
  { id: "name", title: "Name", width: 190, isFlexible: true, isMono: true },
  { id: "dtype", title: "Type", width: 66, isMono: true },
  { id: "shape", title: "Shape", width: 96, align: "end", isMono: true },
  { id: "bytes", title: "Size", width: 76, align: "end" },
];

/** Names, types, shapes and sizes of a weights file; nothing of it is run or unpickled. */
export function TensorsViewer({ label, pages, onEnd }: Paged<PreviewOf<"tensors">>) {
  const rows = useMemo(() => pages.flatMap((page) => page.tensors), [pages]);
  const first = pages[0];
  const facts = Object.entries(first?.metadata ?? {}).map(([term, value]) => ({ term, value: <span className="selectable">{value}</span> }));
  const cell = (row: number, column: number) => {
    const tensor = rows[row];
    if (!tensor) return null;
    // All begin alike.
    if (column === 0) return <CutText text={tensor.name || "(unnamed)"} tail={tensor.name.slice(-TAIL)} />;
    if (column === 1) return tensor.dtype;
    return column === 2 ? (tensor.shape.length === 0 ? "scalar" : tensor.shape.join(" × ")) : tensor.bytes === 0 ? "unknown" : formatBytes(tensor.bytes);
  };
  return (
    <>
      {facts.length > 0 ? (
        <details className={styles["metadata"]}>
          <summary>{formatCount(facts.length)} metadata {facts.length === 1 ? "entry" : "entries"}</summary>
          <Facts facts={facts} termWidth={160} />
        </details>
      ) : null}
      <VirtualTable label={label} columns={TENSORS} count={rows.length} total={first?.total ?? null} cell={cell} onEnd={onEnd} />
    </>
  );
}

const ENTRIES: readonly VirtualColumn[] = [
  { id: "path", title: "Path", width: 240, isFlexible: true, isMono: true },
  { id: "bytes", title: "Size", width: 96, align: "end" },
  { id: "packed", title: "Packed", width: 96, align: "end" },
];

/** What an archive says it holds. Nothing is unpacked. */
export function ArchiveViewer({ label, pages, onEnd }: Paged<PreviewOf<"archive">>) {
  const rows = useMemo(() => pages.flatMap((page) => page.entries), [pages]);
  const cell = (row: number, column: number) => {
    const entry = rows[row];
    if (!entry) return null;
    if (column > 0) return entry.folder ? null : formatBytes(column === 1 ? entry.bytes : entry.packedBytes);
    return (
      <span title={entry.path}>
        {entry.folder ? <Folder className={styles["inline"]} aria-label="folder" /> : null} {entry.path}
      </span>
    );
  };
  return <VirtualTable label={label} columns={ENTRIES} count={rows.length} total={pages[0]?.total ?? null} cell={cell} onEnd={onEnd} />;
}
