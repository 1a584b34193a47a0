import { useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState, type MouseEvent } from "react";
import { useRowHeight } from "@/lib/appearance";
import { cx } from "@/lib/cx";
import { ErrorState } from "../ErrorState";
import { MenuAt, type Point } from "../Menu";
import { useVirtualRows } from "../virtual/useVirtualRows";
import virtual from "../virtual/virtual.module.css";
import styles from "./Tree.module.css";
import { TreeItem } from "./TreeItem";
import type { TreeNode, TreeProps } from "./types";
import { useTreeKeys, useTreeModel } from "./useTree";

const DRAG_DISTANCE = 6;
const SPARE = 16;

/** A tree of any size: children are read when a folder opens, and of a long folder only what is in view. One Tab stop. */
export function Tree(props: TreeProps) {
  const { label, expanded, onExpandedChange, selected, onSelectedChange, isMultiple = false, menu, onDrag, look = "plain" } = props;
  const id = useId();
  const rowHeight = useRowHeight(props.rowHeight ?? 28);
  const { model, error, refresh } = useTreeModel(props);
  const view = useVirtualRows(model.count, rowHeight, { endsWhole: true });
  useLayoutEffect(() => model.want(view.first, Math.max(view.end, view.first + 1)));
  const [wanted, setWanted] = useState(0);
  const cursor = Math.min(wanted, Math.max(0, model.count - 1));
  const anchor = useRef(0);
  const [menuAt, setMenuAt] = useState<Point | null>(null);
  const press = useRef<{ x: number; y: number; node: TreeNode } | null>(null);
  const cursorNode = model.row(cursor)?.node;
  useFollowSelection(selected, view.viewport, (only, isNewRoom) => {
    const found = model.indexOf(only, cursor);
    if (found === null) return false;
    if (model.row(cursor)?.node?.id !== only) setWanted(found);
    // Of several, the one that is left may be far from where one is working.
    if (!isMultiple) reveal(found, isNewRoom);
    return true;
  });

  const reveal = (index: number, isNewRoom: boolean) => {
    const before = view.topRow();
    view.scrollToRow(index, false);
    // A row that is cut at the lower edge says that more follow; one at the upper edge runs into what stands above.
    if (isNewRoom || view.topRow() !== before) view.scrollTo(Math.ceil(view.topRow()));
  };
  const select = (index: number, event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }) => {
    const node = model.row(index)?.node;
    if (!node) return;
    if (isMultiple && event.shiftKey) {
      const ids = new Set<string>();
      for (let at = Math.min(anchor.current, index); at <= Math.max(anchor.current, index); at += 1) {
        const each = model.row(at)?.node;
        if (each) ids.add(each.id);
      }
      return onSelectedChange(ids, node);
    }
    anchor.current = index;
    if (isMultiple && (event.ctrlKey || event.metaKey)) return toggle(index);
    return onSelectedChange(new Set([node.id]), node);
  };
  const toggle = (index: number) => {
    const node = model.row(index)?.node;
    if (!node) return;
    const next = new Set(selected);
    if (!next.delete(node.id)) next.add(node.id);
    onSelectedChange(next, node);
  };
  const setOpen = (node: TreeNode, isOpen: boolean) => {
    const next = new Set(expanded);
    if (isOpen) next.add(node.id);
    else next.delete(node.id);
    onExpandedChange(next);
  };
  const show = (index: number) => {
    setWanted(index);
    view.scrollToRow(index);
  };
  const act = (what: "open" | "look" | "edit" | "menu", node: TreeNode) => {
    if (what === "menu") {
      const box = document.getElementById(`${id}-${cursor}`)?.getBoundingClientRect();
      if (menu) setMenuAt({ x: (box?.left ?? 0) + 32, y: box?.bottom ?? 0 });
    } else if (what === "open" && !props.onOpen && node.hasChildren) setOpen(node, !expanded.has(node.id));
    else ({ open: props.onOpen, look: props.onQuickLook, edit: props.onEdit })[what]?.(node);
  };
  const onKeyDown = useTreeKeys({
    model,
    cursor,
    pageRows: view.pageRows,
    expanded,
    setOpen,
    toggle: (index) => (isMultiple ? toggle(index) : undefined),
    act,
    moveTo: (index, event) => {
      show(index);
      if (!(event.ctrlKey || event.metaKey)) select(index, event);
    },
  });
  useImperativeHandle(props.treeRef, () => ({
    focus: () => view.scrollRef.current?.focus(),
    refresh,
    step: (by) => {
      const next = Math.min(model.count - 1, Math.max(0, cursor + by));
      show(next);
      select(next, { shiftKey: false, ctrlKey: false, metaKey: false });
    },
  }));

  const indexAt = (event: { target: EventTarget }) => {
    const row = event.target instanceof Element ? event.target.closest("[data-index]") : null;
    return row instanceof HTMLElement ? Number(row.dataset["index"]) : null;
  };
  const onClick = (event: MouseEvent) => {
    const index = indexAt(event);
    const node = index === null ? undefined : model.row(index)?.node;
    if (index === null || !node) return;
    setWanted(index);
    if (event.target instanceof Element && event.target.closest("[data-twist]")) setOpen(node, !expanded.has(node.id));
    else select(index, event);
  };
  const onContextMenu = (event: MouseEvent) => {
    const index = indexAt(event);
    if (index === null || !menu) return;
    event.preventDefault();
    setWanted(index);
    const node = model.row(index)?.node;
    if (node && !selected.has(node.id)) select(index, { shiftKey: false, ctrlKey: false, metaKey: false });
    setMenuAt({ x: event.clientX, y: event.clientY });
  };

  if (error !== null && model.count === 0) return <ErrorState title="The list can't be read" why={error instanceof Error ? error.message : String(error)} onRetry={refresh} />;
  if (model.isLoaded && model.count === 0 && props.empty) return <>{props.empty}</>;
  // As many elements as are ever in view at once, so that each keeps its key while one scrolls.
  const pool = Math.ceil(view.viewport / rowHeight) + SPARE;
  return (
    <div className={cx(styles["tree"], styles[look])}>
      <div
        ref={view.scrollRef}
        role="tree"
        tabIndex={0}
        aria-label={label}
        aria-multiselectable={isMultiple}
        aria-activedescendant={model.count > 0 ? `${id}-${cursor}` : undefined}
        className={cx(virtual["scroller"], styles["body"])}
        onScroll={view.onScroll}
        onKeyDown={onKeyDown}
      >
        <div
          className={virtual["spacer"]}
          style={{ height: view.spacer }}
          role="presentation"
          onClick={onClick}
          onDoubleClick={(event) => {
            const index = indexAt(event);
            const node = index === null ? undefined : model.row(index)?.node;
            if (node && !(event.target instanceof Element && event.target.closest("[data-twist]"))) act("open", node);
          }}
          onContextMenu={onContextMenu}
          onPointerDown={(event) => {
            const index = indexAt(event);
            const node = index === null ? undefined : model.row(index)?.node;
            press.current = node && event.button === 0 ? { x: event.clientX, y: event.clientY, node } : null;
          }}
          onPointerMove={(event) => {
            if (!press.current || !onDrag || Math.hypot(event.clientX - press.current.x, event.clientY - press.current.y) < DRAG_DISTANCE) return;
            onDrag(press.current.node);
            press.current = null;
          }}
          onPointerUp={() => {
            press.current = null;
          }}
        >
          <div className={virtual["layer"]} style={{ top: 0, height: Math.min(view.viewport, view.spacer) }} role="presentation">
            <div ref={view.rowsRef} className={virtual["rows"]} role="presentation">
              {Array.from({ length: view.end - view.first }, (_, at) => {
                const index = view.first + at;
                const row = model.row(index);
                return row ? (
                  <TreeItem
                    key={index % pool}
                    id={`${id}-${index}`}
                    row={row}
                    top={(index - view.base) * rowHeight}
                    height={rowHeight}
                    isExpanded={row.node !== undefined && expanded.has(row.node.id)}
                    isSelected={row.node !== undefined && selected.has(row.node.id)}
                    isCursor={index === cursor}
                  />
                ) : null;
              })}
            </div>
          </div>
        </div>
      </div>
      {menu ? (
        <MenuAt at={cursorNode ? menuAt : null} onClose={() => (setMenuAt(null), view.scrollRef.current?.focus({ preventScroll: true }))} label={`Actions for ${label}`}>
          {menuAt && cursorNode ? menu(cursorNode) : null}
        </MenuAt>
      ) : null}
    </div>
  );
}

/** When something else selects one node (navigation, say), the cursor follows once its row is read, and stays in view where the room for rows changes. */
function useFollowSelection(selected: ReadonlySet<string>, room: number, follow: (id: string, isNewRoom: boolean) => boolean) {
  const followed = useRef<{ selected: ReadonlySet<string>; room: number } | null>(null);
  useEffect(() => {
    const [only] = selected;
    if (followed.current?.selected === selected && followed.current.room === room) return;
    if (selected.size !== 1 || only === undefined || follow(only, followed.current?.room !== room)) followed.current = { selected, room };
  });
}
