import { useEffect, useRef, type CSSProperties, type ReactNode } from "react";
import { useRowHeight } from "@/lib/appearance";
import { cx } from "@/lib/cx";
import { useVirtualRows } from "@/components/virtual/useVirtualRows";
import virtual from "@/components/virtual/virtual.module.css";
import styles from "./VirtualTable.module.css";

export interface VirtualColumn {
  id: string;
  title: string;
  /** A quieter second line of the header, e.g. the type. */
  note?: string;
  /** CSS pixels at 100 % zoom. */
  width: number;
  isFlexible?: boolean;
  align?: "start" | "end";
  isMono?: boolean;
}

export interface VirtualTableProps {
  label: string;
  columns: readonly VirtualColumn[];
  count: number;
  /** Length of the whole list, when more rows exist than are loaded. */
  total?: number | null;
  cell: (row: number, column: number) => ReactNode;
  /** The last row came into view. */
  onEnd?: (() => void) | null;
  rowHeight?: number;
  hideHeader?: boolean;
}

/** Rows to read, however many: no selection, no cursor; it scrolls by keys once it has the focus, and its text can be selected. */
export function VirtualTable({ label, columns, count, total, cell, onEnd, rowHeight = 28, hideHeader = false }: VirtualTableProps) {
  const height = useRowHeight(rowHeight);
  const hasNotes = columns.some(({ note }) => note !== undefined);
  const head = useRowHeight(hideHeader ? 0 : hasNotes ? 48 : 30);
  const view = useVirtualRows(count, height, { headHeight: head });
  const end = useRef(onEnd);
  end.current = onEnd;
  const isAtEnd = count > 0 && view.end >= count;
  useEffect(() => {
    if (isAtEnd) end.current?.();
  }, [isAtEnd, count]);
  const template = columns.map(({ width, isFlexible }) => (isFlexible ? `minmax(calc(${width}px * var(--zoom)), 1fr)` : `calc(${width}px * var(--zoom))`)).join(" ");
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const style = { "--template": template, "--line-height": `${height}px`, "--head": `${head}px` } as CSSProperties;
  return (
    <div className={styles["table"]} style={style}>
      <div ref={view.scrollRef} className={virtual["scroller"]} onScroll={view.onScroll} role="table" tabIndex={0} aria-label={label} aria-rowcount={total ?? count} aria-colcount={columns.length}>
        <div style={{ minWidth: `calc(${width}px * var(--zoom))` }} role="presentation">
          {hideHeader ? null : (
            <div className={styles["head"]} role="row" aria-rowindex={1}>
              {columns.map((column) => (
                <div key={column.id} role="columnheader" className={cx(styles["title"], column.align === "end" && styles["end"])} title={column.title}>
                  <span className="clip strong">{column.title}</span>
                  {hasNotes ? <span className="clip tiny dim">{column.note}</span> : null}
                </div>
              ))}
            </div>
          )}
          <div className={virtual["spacer"]} style={{ height: view.spacer }} role="presentation">
            <div className={virtual["layer"]} style={{ top: head, height: Math.min(view.viewport, view.spacer) }} role="presentation">
              <div ref={view.rowsRef} className={virtual["rows"]} role="rowgroup">
                {Array.from({ length: view.end - view.first }, (_, at) => {
                  const row = view.first + at;
                  return (
                    <div key={row} role="row" aria-rowindex={row + 2} className={styles["row"]} style={{ transform: `translate3d(0,${(row - view.base) * height}px,0)` }}>
                      {columns.map((column, place) => (
                        <div key={column.id} role="cell" className={cx(styles["cell"], column.align === "end" && styles["end"], column.isMono && "mono")}>
                          {cell(row, place)}
                        </div>
                      ))}
                    </div>
                  );
                })}
              </div>
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}
