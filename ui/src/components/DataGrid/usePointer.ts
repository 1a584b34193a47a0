import { useRef, type MouseEvent, type PointerEvent } from "react";
import type { SelectionActions } from "./useSelection";

const DRAG_DISTANCE = 6;

interface Options<Row> {
  selection: SelectionActions<Row>;
  moveTo: (index: number) => void;
  isSelected: (index: number) => boolean;
  onOpen: (index: number) => void;
  onMenu: (index: number, at: { x: number; y: number }) => void;
  onDrag: ((index: number) => void) | undefined;
}

/** Pointer use of rows, by delegation: one set of listeners however many rows there are. It acts on release. */
export function usePointer<Row>({ selection, moveTo, isSelected, onOpen, onMenu, onDrag }: Options<Row>) {
  const press = useRef<{ x: number; y: number; index: number } | null>(null);
  return {
    onClick: (event: MouseEvent) => {
      const index = rowIndex(event.target);
      if (index === null || isControl(event.target)) return;
      moveTo(index);
      const isCheck = (event.target as Element).closest("[data-check]") !== null;
      if (event.shiftKey) selection.extend(index, isCheck || event.ctrlKey || event.metaKey);
      else if (isCheck || event.ctrlKey || event.metaKey) selection.toggle(index);
      else selection.only(index);
    },
    onDoubleClick: (event: MouseEvent) => {
      const index = rowIndex(event.target);
      if (index !== null && !isControl(event.target) && !(event.target as Element).closest("[data-check]")) onOpen(index);
    },
    onContextMenu: (event: MouseEvent) => {
      const index = rowIndex(event.target);
      if (index === null) return;
      event.preventDefault();
      moveTo(index);
      if (!isSelected(index)) selection.only(index);
      onMenu(index, { x: event.clientX, y: event.clientY });
    },
    onPointerDown: (event: PointerEvent) => {
      const index = rowIndex(event.target);
      press.current = index === null || event.button !== 0 ? null : { x: event.clientX, y: event.clientY, index };
    },
    onPointerMove: (event: PointerEvent) => {
      if (!press.current || !onDrag) return;
      const { x, y, index } = press.current;
      if (Math.hypot(event.clientX - x, event.clientY - y) < DRAG_DISTANCE) return;
      press.current = null;
      onDrag(index);
    },
    onPointerUp: () => {
      press.current = null;
    },
  };
}

function rowIndex(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest("[data-index]") : null;
  return row instanceof HTMLElement ? Number(row.dataset["index"]) : null;
}

/** A link or button inside a row does its own thing. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest("a, button, input, [role=button]") !== null;
}
