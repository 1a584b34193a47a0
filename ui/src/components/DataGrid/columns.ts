import { useMemo, useState } from "react";
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
  /** How many of those have given way because the table is narrow; told by the grid. */
  gone: number;
  setGone: (count: number) => void;
  setShown: (id: string, isShown: boolean) => void;
  setWidth: (id: string, width: number | null) => void;
  move: (id: string, by: -1 | 1) => void;
  reset: () => void;
}

/** Choice, order and width of columns, kept under `id`. `columns` should be stable. */
export function useColumnLayout<Row>(id: string, columns: readonly Column<Row>[]): ColumnLayout<Row> {
  const [kept, setKept] = useKept<KeptLayout>(`columns.${id}`, NOTHING);
  const [gone, setGone] = useState(0);
  const layout = useMemo((): Omit<ColumnLayout<Row>, "gone" | "setGone"> => {
    const all = inOrder(columns, kept.order ?? []);
    const isShown = (column: Column<Row>) => column.isFixed || (kept.shown?.[column.id] ?? !column.isHidden);
    return {
      all,
      columns: all.filter(isShown).map((column) => asChosen(column, kept)),
      isShown: (columnId) => all.some((column) => column.id === columnId && isShown(column)),
      setShown: (columnId, shown) => setKept({ ...kept, shown: { ...kept.shown, [columnId]: shown } }),
      setWidth: (columnId, width) => setKept({ ...kept, widths: withEntry(kept.widths ?? {}, columnId, width) }),
      move: (columnId, by) => setKept({ ...kept, order: moved(all.map((column) => column.id), columnId, by) }),
      reset: () => setKept(NOTHING),
    };
  }, [columns, kept, setKept]);
  return useMemo(() => ({ ...layout, gone, setGone }), [layout, gone]);
}

/** What a person has set stays so: a width, and a column asked for by name even where it is narrow. */
function asChosen<Row>({ yields, ...column }: Column<Row>, { shown, widths }: KeptLayout): Column<Row> {
  const width = widths?.[column.id];
  return { ...column, ...(shown?.[column.id] || yields === undefined ? {} : { yields }), ...(width === undefined ? {} : { width, isSized: true }) };
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
/** Room after the last column, so that it ends where the heads of pages do. */
const END = 14;
/** How much faster than the others a flexible column grows. */
const GROWTH = 2;

/** `grid-template-columns` of header and rows. */
export function columnTemplate<Row>(columns: readonly Column<Row>[], hasCheckboxes: boolean, change?: { id: string; width: number }): string {
  const tracks = columns.map((column) => (change?.id === column.id ? pixels(change.width) : track(column)));
  const end = columns.every((column) => column.isSized || change?.id === column.id) ? `minmax(${END}px, 1fr)` : `${END}px`;
  return [...(hasCheckboxes ? [pixels(CHECK_WIDTH)] : []), ...tracks, end].join(" ");
}

function track<Row>(column: Column<Row>): string {
  if (column.isSized) return pixels(column.width);
  return `minmax(${pixels(leastWidth(column))}, ${column.width * (column.isFlexible ? GROWTH : 1)}fr)`;
}

function pixels(width: number): string {
  return `calc(${width}px * var(--zoom))`;
}

function leastWidth<Row>({ width, minWidth, isFlexible, isSized }: Column<Row>): number {
  return isFlexible && !isSized ? (minWidth ?? width) : width;
}

/** Least width of a row in CSS pixels at 100 % zoom. */
export function columnsWidth<Row>(columns: readonly Column<Row>[], hasCheckboxes: boolean): number {
  return columns.reduce((sum, column) => sum + leastWidth(column), (hasCheckboxes ? CHECK_WIDTH : 0) + END);
}

/** Columns in the order in which they go when there isn't room for all. */
function yielding<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  return columns.filter(({ yields }) => yields !== undefined).toSorted((a, b) => (b.yields ?? 0) - (a.yields ?? 0));
}

/** How many columns have to go so that the others stand side by side in `room` CSS pixels at 100 % zoom, as far as they may. */
export function countYielding<Row>(columns: readonly Column<Row>[], hasCheckboxes: boolean, room: number): number {
  let over = columnsWidth(columns, hasCheckboxes) - room;
  let count = 0;
  for (const column of yielding(columns)) {
    if (over <= 0) break;
    over -= leastWidth(column);
    count += 1;
  }
  return count;
}

/** The columns that stay when `count` have gone. */
export function withoutYielding<Row>(columns: readonly Column<Row>[], count: number): readonly Column<Row>[] {
  const gone = new Set(yielding(columns).slice(0, count));
  return columns.filter((column) => !gone.has(column));
}

/** Width of a cell as it stands there, in CSS pixels at 100 % zoom; `width` where nothing can be measured. */
export function shownWidth(cell: Element | null | undefined, width: number): number {
  if (!cell) return width;
  const zoom = Number(getComputedStyle(cell).getPropertyValue("--zoom")) || 1;
  return cell.getBoundingClientRect().width / zoom || width;
}
