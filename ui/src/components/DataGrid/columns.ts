import { useMemo } from "react";
import { useKept } from "@/lib/persist";
import type { Column } from "./types";

interface KeptLayout {
  order?: string[];
  /** Shown or hidden by the user; absent: as the column says. */
  shown?: Record<string, boolean>;
  widths?: Record<string, number>;
}
const NOTHING: KeptLayout = {};

export interface ColumnLayout<Row> {
  /** All columns in the user's order. */
  all: readonly Column<Row>[];
  /** Those in view, with the user's widths. */
  columns: readonly Column<Row>[];
  isShown: (id: string) => boolean;
  setShown: (id: string, isShown: boolean) => void;
  setWidth: (id: string, width: number | null) => void;
  move: (id: string, by: -1 | 1) => void;
  reset: () => void;
}

/** Choice, order and width of columns, kept under `id`. `columns` should be stable. */
export function useColumnLayout<Row>(id: string, columns: readonly Column<Row>[]): ColumnLayout<Row> {
  const [kept, setKept] = useKept<KeptLayout>(`columns.${id}`, NOTHING);
  return useMemo(() => {
    const all = inOrder(columns, kept.order ?? []);
    const isShown = (column: Column<Row>) => column.isFixed || (kept.shown?.[column.id] ?? !column.isHidden);
    const withWidth = (column: Column<Row>) => ({ ...column, width: kept.widths?.[column.id] ?? column.width });
    return {
      all,
      columns: all.filter(isShown).map(withWidth),
      isShown: (columnId) => all.some((column) => column.id === columnId && isShown(column)),
      setShown: (columnId, shown) => setKept({ ...kept, shown: { ...kept.shown, [columnId]: shown } }),
      setWidth: (columnId, width) => setKept({ ...kept, widths: withEntry(kept.widths ?? {}, columnId, width) }),
      move: (columnId, by) => setKept({ ...kept, order: moved(all.map((column) => column.id), columnId, by) }),
      reset: () => setKept(NOTHING),
    };
  }, [columns, kept, setKept]);
}

function inOrder<Row>(columns: readonly Column<Row>[], order: readonly string[]): readonly Column<Row>[] {
  if (order.length === 0) return columns;
  const place = (column: Column<Row>) => (order.includes(column.id) ? order.indexOf(column.id) : columns.indexOf(column));
  return columns.toSorted((a, b) => place(a) - place(b));
}

function withEntry(widths: Record<string, number>, id: string, width: number | null): Record<string, number> {
  const { [id]: _, ...others } = widths;
  return width === null ? others : { ...others, [id]: Math.round(width) };
}

function moved(order: string[], id: string, by: -1 | 1): string[] {
  const at = order.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= order.length) return order;
  const next = order.toSpliced(at, 1);
  next.splice(to, 0, id);
  return next;
}

const CHECK_WIDTH = 36;

/** `grid-template-columns` of header and rows. */
export function columnTemplate<Row>(columns: readonly Column<Row>[], hasCheckboxes: boolean, change?: { id: string; width: number }): string {
  const widths = columns.map((column) => {
    const width = change?.id === column.id ? change.width : column.width;
    const size = `calc(${width}px * var(--zoom))`;
    return column.isFlexible ? `minmax(${size}, 1fr)` : size;
  });
  const end = columns.some((column) => column.isFlexible) ? [] : ["minmax(0, 1fr)"];
  return [...(hasCheckboxes ? [`calc(${CHECK_WIDTH}px * var(--zoom))`] : []), ...widths, ...end].join(" ");
}

/** Least width of a row in CSS pixels at 100 % zoom. */
export function columnsWidth<Row>(columns: readonly Column<Row>[], hasCheckboxes: boolean): number {
  return columns.reduce((sum, column) => sum + column.width, hasCheckboxes ? CHECK_WIDTH : 0);
}
