import type { ReactNode, Ref } from "react";
import type { LoadRows } from "../virtual/PageCache";
import type { ColumnLayout } from "./columns";
import type { GridSelection, RowKey } from "./selection";

export interface Column<Row> {
  id: string;
  title: string;
  /** CSS pixels at 100 % zoom: what it needs. Where there is more room, columns grow by their widths. */
  width: number;
  /** Least width when it is made narrower; a flexible column is that narrow before others have to go. */
  minWidth?: number;
  /** Grows more than the others, and gives way before them; one column should. */
  isFlexible?: boolean;
  /** Where there isn't room for all columns, those with a rank go, the highest first. */
  yields?: number;
  /** The width is the person's: it neither grows nor shrinks. */
  isSized?: boolean;
  /** `end` for numbers. */
  align?: "start" | "end";
  isSortable?: boolean;
  /** Not shown until chosen in the column chooser. */
  isHidden?: boolean;
  /** Can't be hidden. */
  isFixed?: boolean;
  /** Controls inside must not be Tab stops (`tabIndex={-1}`); the grid is one stop. */
  render: (row: Row, index: number) => ReactNode;
}

export interface Sort {
  column: string;
  direction: "ascending" | "descending";
}

/** The row an action is about. `index` is its number under the present sort and filter. */
export interface GridTarget<Row> {
  row: Row;
  key: RowKey;
  index: number;
}

export interface GridHandle<Row> {
  focus: () => void;
  /** Moves the cursor to a row and shows it. */
  goTo: (index: number) => void;
  /** A row by number, if it is loaded. */
  rowAt: (index: number) => Row | undefined;
  refresh: () => void;
}

export interface DataGridProps<Row> {
  label: string;
  layout: ColumnLayout<Row>;
  /** Length of the list; may be left out when `loadRows` answers with `total`. */
  rowCount?: number;
  loadRows: LoadRows<Row>;
  rowKey: (row: Row) => RowKey;
  /** Changes whenever filter, sort or data change: rows are read again, the old ones stay in view until then. */
  dataKey: string | number;
  sort?: Sort | undefined;
  onSortChange?: (sort: Sort) => void;
  selection: GridSelection;
  onSelectionChange: (selection: GridSelection) => void;
  /** Keys of rows by number, for selecting long ranges in one request. Without it they are read page by page. */
  loadKeys?: (start: number, count: number) => Promise<readonly RowKey[]>;
  /** Where a row stands now, to keep the cursor on it after a refresh. */
  locateRow?: (key: RowKey) => Promise<number | null>;
  /** Typed text jumps to a row; only text that fits `typeAheadPattern` is taken, other letters stay shortcuts. */
  onTypeAhead?: (text: string) => number | null | Promise<number | null>;
  typeAheadPattern?: RegExp;
  onTotal?: (total: number) => void;
  /** Where the grid was left under this name, it is found again. */
  place?: string | undefined;
  onCursor?: (target: GridTarget<Row> | null) => void;
  onOpen?: (target: GridTarget<Row>) => void;
  onQuickLook?: (target: GridTarget<Row>) => void;
  onEdit?: (target: GridTarget<Row>) => void;
  /** Entries of the context menu; the row under it is part of the selection by then. */
  menu?: (target: GridTarget<Row>) => ReactNode;
  /** A pointer drag began on a row (for dragging out). */
  onDrag?: (target: GridTarget<Row>) => void;
  /** Drop target attributes and the like for a row. */
  rowData?: (row: Row) => Record<`data-${string}`, string | undefined>;
  /** A row that is drawn dimmed, e.g. one in the trash. */
  isDim?: (row: Row) => boolean;
  hideCheckboxes?: boolean;
  /** Row height at 100 % zoom; default by density. */
  rowHeight?: number;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
  /** Words for a failure of `loadRows`. */
  describeError?: (error: unknown) => string;
  gridRef?: Ref<GridHandle<Row>>;
}
