import { useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { MenuAt, type Point } from "./Menu";

export interface ContextMenuProps {
  label: string;
  /** The entries, made when the menu opens. */
  menu: () => ReactNode;
  children: ReactNode;
  className?: string;
}

/** Gives what it wraps a menu on right click, the Menu key and Shift+F10. */
export function ContextMenu({ label, menu, children, className }: ContextMenuProps) {
  const [at, setAt] = useState<Point | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const open = (point: Point) => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setAt(point);
  };
  const close = () => {
    setAt(null);
    opener.current?.focus({ preventScroll: true });
  };
  return (
    <div
      className={className}
      onContextMenu={(event: MouseEvent) => {
        event.preventDefault();
        open({ x: event.clientX, y: event.clientY });
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (!isMenuKey(event)) return;
        event.preventDefault();
        event.stopPropagation();
        open(pointOf(event.target as HTMLElement));
      }}
    >
      {children}
      <MenuAt at={at} onClose={close} label={label}>
        {at ? menu() : null}
      </MenuAt>
    </div>
  );
}

/** Menu key or Shift+F10. */
export function isMenuKey(event: { key: string; shiftKey: boolean }): boolean {
  return event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
}

/** Where a menu asked for by keyboard opens: below the start of the element. */
export function pointOf(element: HTMLElement): Point {
  const box = element.getBoundingClientRect();
  return { x: box.left + Math.min(24, box.width / 2), y: box.top + Math.min(box.height, 32) };
}
