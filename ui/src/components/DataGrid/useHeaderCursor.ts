import { useState, type KeyboardEvent } from "react";
import { shownWidth, type ColumnLayout } from "./columns";
import { MIN_COLUMN } from "./GridHeader";
import type { Column } from "./types";

const STEP = 16;

/** The cursor while it stands in the header: arrows walk the columns, Enter sorts, Shift with arrows changes the width. */
export function useHeaderCursor<Row>(id: string, layout: ColumnLayout<Row>, onSort: (column: Column<Row>) => void) {
  const [cursor, setCursor] = useState(0);
  const onKey = (event: KeyboardEvent): boolean => {
    const column = layout.columns[cursor];
    if (!column) return false;
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by !== 0 && event.shiftKey) layout.setWidth(column.id, Math.max(column.minWidth ?? MIN_COLUMN, shownWidth(document.getElementById(`${id}-h${cursor}`), column.width) + by * STEP));
    else if (by !== 0) setCursor(Math.min(layout.columns.length - 1, Math.max(0, cursor + by)));
    else if (event.key === "Enter" || event.key === " ") onSort(column);
    else return false;
    return true;
  };
  return { cursor: Math.min(cursor, layout.columns.length - 1), onKey };
}
