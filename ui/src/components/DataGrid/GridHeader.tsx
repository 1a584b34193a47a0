import { ArrowDown, ArrowUp } from "lucide-react";
import { useRef, type PointerEvent } from "react";
import { cx } from "@/lib/cx";
import { CheckMark } from "../Checkbox";
import { shownWidth, type ColumnLayout } from "./columns";
import styles from "./DataGrid.module.css";
import type { Column, Sort } from "./types";

export interface GridHeaderProps<Row> {
  id: string;
  layout: ColumnLayout<Row>;
  sort: Sort | undefined;
  onSort: (column: Column<Row>) => void;
  /** The column that has the cursor while it is in the header, else −1. */
  cursor: number;
  hasCheckboxes: boolean;
  checkState: "on" | "off" | "mixed";
  onCheck: () => void;
  onResizePreview: (change: { id: string; width: number }) => void;
}

export const MIN_COLUMN = 48;

export function GridHeader<Row>({ id, layout, sort, onSort, cursor, hasCheckboxes, checkState, onCheck, onResizePreview }: GridHeaderProps<Row>) {
  const first = hasCheckboxes ? 2 : 1;
  return (
    <div role="row" aria-rowindex={1} className={cx(styles["row"], styles["head"])}>
      {hasCheckboxes ? (
        <div role="columnheader" aria-colindex={1} aria-label="Selected" className={styles["check"]} onClick={onCheck}>
          <CheckMark state={checkState} />
        </div>
      ) : null}
      {layout.columns.map((column, at) => (
        <div
          key={column.id}
          id={`${id}-h${at}`}
          role="columnheader"
          aria-colindex={at + first}
          aria-sort={column.isSortable ? (sort?.column === column.id ? sort.direction : "none") : undefined}
          className={cx(styles["cell"], column.align === "end" && styles["end"], column.isSortable && styles["sortable"], cursor === at && styles["headCursor"])}
          onClick={() => onSort(column)}
        >
          <span className="clip">{column.title}</span>
          {sort?.column === column.id ? sort.direction === "ascending" ? <ArrowUp aria-hidden="true" /> : <ArrowDown aria-hidden="true" /> : null}
          <Resizer column={column} layout={layout} onPreview={onResizePreview} />
        </div>
      ))}
    </div>
  );
}

function Resizer<Row>({ column, layout, onPreview }: { column: Column<Row>; layout: ColumnLayout<Row>; onPreview: GridHeaderProps<Row>["onResizePreview"] }) {
  const drag = useRef<{ from: number; start: number; width: number; zoom: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    const zoom = Number(getComputedStyle(event.currentTarget).getPropertyValue("--zoom")) || 1;
    const start = shownWidth(event.currentTarget.parentElement, column.width);
    drag.current = { from: event.clientX, start, width: start, zoom };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!drag.current) return;
    const { from, start, zoom } = drag.current;
    drag.current.width = Math.max(column.minWidth ?? MIN_COLUMN, start + (event.clientX - from) / zoom);
    onPreview({ id: column.id, width: drag.current.width });
  };
  const finish = () => {
    if (drag.current && drag.current.width !== drag.current.start) layout.setWidth(column.id, drag.current.width);
    drag.current = null;
  };
  return (
    // Keys for the same: Shift+Left and Shift+Right on the header cell.
    <span
      aria-hidden="true"
      className={styles["resizer"]}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={() => layout.setWidth(column.id, null)}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={finish}
      onPointerCancel={finish}
    />
  );
}
