import { useEffect, useId, useImperativeHandle, useState, type ReactNode } from "react";
import { useAppearance, useRowHeight } from "@/lib/appearance";
import { cx } from "@/lib/cx";
import { ErrorState } from "../ErrorState";
import { MenuAt, type Point } from "../Menu";
import { useVirtualRows } from "../virtual/useVirtualRows";
import virtual from "../virtual/virtual.module.css";
import { columnsWidth, columnTemplate } from "./columns";
import styles from "./DataGrid.module.css";
import { GridHeader } from "./GridHeader";
import { GridRow } from "./GridRow";
import type { Column, DataGridProps, GridTarget } from "./types";
import { useCursor } from "./useCursor";
import { useFittingLayout } from "./useFittingLayout";
import { useGridKeys } from "./useGridKeys";
import { useHeaderCursor } from "./useHeaderCursor";
import { useKeptPlace } from "./useKeptPlace";
import { usePointer } from "./usePointer";
import { useRows, useRowsInView } from "./useRows";
import { useSelection } from "./useSelection";

const HEAD_HEIGHT = 30;
const SPARE = 16;

/** A table for a million rows: pages come as they are needed, rows are drawn only where one looks, one Tab stop for all of it. */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { label, sort, onSortChange, rowKey, hideCheckboxes = false, isDim, rowData, menu } = props;
  const id = useId();
  const { zoom } = useAppearance();
  const rowHeight = useRowHeight(props.rowHeight);
  const headHeight = Math.round(HEAD_HEIGHT * zoom);
  const rows = useRows(props);
  const isFresh = rows.count === null;
  const count = rows.count ?? 0;
  const view = useVirtualRows(isFresh ? 24 : count, rowHeight, { headHeight });
  useRowsInView(rows, view.first, view.end, props.dataKey);
  const layout = useFittingLayout(props.layout, view.scrollRef, !hideCheckboxes);

  const cursor = useCursor({ ...props, count, cache: rows.cache, scrollToRow: view.scrollToRow });
  useKeptPlace({ ...view, ...cursor, id: props.place, isFresh });
  const selection = useSelection({ ...props, cache: rows.cache, count });
  const [menuAt, setMenuAt] = useState<Point | null>(null);

  const target = (index: number): GridTarget<Row> | null => {
    const row = rows.cache.get(index);
    return row === undefined ? null : { row, key: rowKey(row), index };
  };
  const on = (index: number, action: ((target: GridTarget<Row>) => void) | undefined) => {
    const found = target(index);
    if (found) action?.(found);
  };
  const onSort = (column: Column<Row>) => {
    if (!column.isSortable) return;
    const isSame = sort?.column === column.id;
    onSortChange?.({ column: column.id, direction: isSame ? (sort.direction === "ascending" ? "descending" : "ascending") : column.align === "end" ? "descending" : "ascending" });
  };
  const header = useHeaderCursor(id, layout, onSort);
  const act = (what: "open" | "look" | "edit" | "menu") => {
    if (what === "menu") openMenuAtCursor();
    else on(cursor.index, { open: props.onOpen, look: props.onQuickLook, edit: props.onEdit }[what]);
  };
  const openMenuAtCursor = () => {
    const row = document.getElementById(`${id}-r${cursor.index}`)?.getBoundingClientRect();
    if (!selection.isSelected(cursor.index, rows.cache.get(cursor.index))) selection.only(cursor.index);
    if (menu) setMenuAt({ x: (row?.left ?? 0) + 48, y: row?.bottom ?? 0 });
  };
  const onKeyDown = useGridKeys({
    count,
    pageRows: view.pageRows,
    cursor: cursor.index,
    moveTo: cursor.moveTo,
    selection,
    onHeaderKey: header.onKey,
    act,
    onTypeAhead: props.onTypeAhead,
    typeAheadPattern: props.typeAheadPattern,
  });
  const { onDrag } = props;
  const pointer = usePointer({
    selection,
    moveTo: cursor.moveTo,
    isSelected: (index) => selection.isSelected(index, rows.cache.get(index)),
    onOpen: (index) => on(index, props.onOpen),
    onMenu: (_, at) => menu && setMenuAt(at),
    onDrag: onDrag ? (index) => on(index, onDrag) : undefined,
  });
  useImperativeHandle(props.gridRef, () => ({
    focus: () => view.scrollRef.current?.focus(),
    goTo: (index) => {
      cursor.moveTo(index);
      selection.only(index);
    },
    rowAt: (index) => rows.cache.get(index),
    refresh: rows.refresh,
  }));
  const template = columnTemplate(layout.columns, !hideCheckboxes);
  useEffect(() => view.scrollRef.current?.style.setProperty("--columns", template), [template, view.scrollRef]);
  const menuTarget = menuAt ? target(cursor.index) : null;

  if (rows.error !== null && view.first === 0 && rows.cache.get(0) === undefined) {
    return <ErrorState title="The rows can't be read" why={props.describeError?.(rows.error) ?? String(rows.error)} onRetry={rows.refresh} />;
  }
  // As many elements as are ever in view at once, so that each keeps its key while one scrolls.
  const pool = Math.ceil(view.viewport / rowHeight) + SPARE;
  return (
    <div className={styles["grid"]}>
      <div
        ref={view.scrollRef}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={isFresh ? -1 : count + 1}
        aria-colcount={layout.columns.length + (hideCheckboxes ? 0 : 1)}
        aria-multiselectable="true"
        aria-activedescendant={cursor.index < 0 ? `${id}-h${header.cursor}` : count > 0 ? `${id}-r${cursor.index}` : undefined}
        className={cx(virtual["scroller"], styles["body"])}
        style={{ "--columns": template, "--grid-row": `${rowHeight}px`, "--grid-head": `${headHeight}px` } as React.CSSProperties}
        onScroll={view.onScroll}
        onKeyDown={onKeyDown}
      >
        <div className={styles["wide"]} style={{ minWidth: `calc(${columnsWidth(layout.columns, !hideCheckboxes)}px * var(--zoom))` }} role="presentation">
          <div role="rowgroup" className={styles["headBox"]}>
            <GridHeader
              id={id}
              layout={layout}
              sort={sort}
              onSort={onSort}
              cursor={cursor.index < 0 ? header.cursor : -1}
              hasCheckboxes={!hideCheckboxes}
              checkState={selection.count === 0 ? "off" : selection.count === count ? "on" : "mixed"}
              onCheck={() => (selection.count === 0 ? selection.all() : selection.none())}
              onResizePreview={(change) => view.scrollRef.current?.style.setProperty("--columns", columnTemplate(layout.columns, !hideCheckboxes, change))}
            />
          </div>
          <div className={virtual["spacer"]} style={{ height: view.spacer }} role="presentation" {...pointer}>
            <div className={virtual["layer"]} style={{ top: headHeight, height: Math.min(view.viewport, view.spacer) }} role="presentation">
              <div ref={view.rowsRef} className={virtual["rows"]} role="rowgroup">
                {Array.from({ length: view.end - view.first }, (_, at) => {
                  const index = view.first + at;
                  const row = rows.cache.get(index);
                  return (
                    <GridRow
                      key={index % pool}
                      id={`${id}-r${index}`}
                      index={index}
                      row={row}
                      columns={layout.columns}
                      top={(index - view.base) * rowHeight}
                      isSelected={!isFresh && selection.isSelected(index, row)}
                      isCursor={!isFresh && index === cursor.index}
                      isDim={row !== undefined && (isDim?.(row) ?? false)}
                      hasCheckboxes={!hideCheckboxes}
                      rowData={rowData}
                    />
                  );
                })}
              </div>
            </div>
          </div>
        </div>
        {rows.count === 0 && props.empty ? <EmptyBody>{props.empty}</EmptyBody> : null}
      </div>
      {menu ? (
        <MenuAt at={menuTarget ? menuAt : null} onClose={() => (setMenuAt(null), view.scrollRef.current?.focus({ preventScroll: true }))} label={`Actions for ${label}`}>
          {menuTarget ? menu(menuTarget) : null}
        </MenuAt>
      ) : null}
    </div>
  );
}

/** What stands where the rows would be; a grid may hold nothing but rows and cells. */
function EmptyBody({ children }: { children: ReactNode }) {
  return (
    <div role="row" className={styles["empty"]}>
      <div role="gridcell" className={styles["emptyCell"]}>
        {children}
      </div>
    </div>
  );
}
