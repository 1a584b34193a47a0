import { memo } from "react";
import { cx } from "@/lib/cx";
import { CheckMark } from "../Checkbox";
import styles from "./DataGrid.module.css";
import type { Column } from "./types";

export interface GridRowProps<Row> {
  id: string;
  index: number;
  row: Row | undefined;
  columns: readonly Column<Row>[];
  top: number;
  isSelected: boolean;
  isCursor: boolean;
  isDim: boolean;
  hasCheckboxes: boolean;
  rowData: ((row: Row) => Record<`data-${string}`, string | undefined>) | undefined;
}

function Row<R>({ id, index, row, columns, top, isSelected, isCursor, isDim, hasCheckboxes, rowData }: GridRowProps<R>) {
  const first = hasCheckboxes ? 2 : 1;
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-busy={row === undefined || undefined}
      data-index={index}
      className={cx(styles["row"], isSelected && styles["selected"], isCursor && styles["cursor"], isDim && styles["isDim"])}
      style={{ transform: `translate3d(0,${top}px,0)` }}
      {...(row === undefined ? {} : rowData?.(row))}
    >
      {hasCheckboxes ? (
        <div role="gridcell" aria-colindex={1} className={styles["check"]} data-check="">
          <CheckMark state={isSelected ? "on" : "off"} />
        </div>
      ) : null}
      {columns.map((column, at) => (
        <div key={column.id} role="gridcell" aria-colindex={at + first} className={cx(styles["cell"], column.align === "end" && styles["end"])}>
          {row === undefined ? <span className={styles["placeholder"]} style={{ width: `${35 + ((index * 7 + at * 23) % 40)}%` }} /> : column.render(row, index)}
        </div>
      ))}
    </div>
  );
}

/** One row. It renders again only when what it shows has changed; its element is used again for other rows as one scrolls. */
export const GridRow = memo(Row) as typeof Row;
