/** Places of the shell that the view in the middle fills: inspector, status bar, breadcrumb, window title. */
import { useEffect, useSyncExternalStore, type ReactNode } from "react";
import { createPortal } from "react-dom";

interface Slots {
  inspector: HTMLElement | null;
  hasInspector: number;
  status: ReactNode;
  title: string;
  /** Type of the collection in view, for the breadcrumb: it is no part of the address. */
  type: string | null;
}

let slots: Slots = { inspector: null, hasInspector: 0, status: null, title: "", type: null };
const listeners = new Set<() => void>();

export function setSlots(change: Partial<Slots>): void {
  slots = { ...slots, ...change };
  for (const listener of listeners) listener();
}

export function useSlots(): Slots {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => slots,
  );
}

/** Content of the right pane, drawn there as long as this is mounted. */
export function Inspector({ children }: { children: ReactNode }) {
  const { inspector } = useSlots();
  useEffect(() => {
    setSlots({ hasInspector: slots.hasInspector + 1 });
    return () => setSlots({ hasInspector: slots.hasInspector - 1 });
  }, []);
  return inspector ? createPortal(children, inspector) : null;
}

/** Left half of the status bar, e.g. "214 versions · 3 selected". */
export function useStatus(text: string): void {
  useEffect(() => {
    setSlots({ status: text });
    return () => setSlots({ status: null });
  }, [text]);
}

/** Title of the window and, in the shell, what "recent" lists call the view; `type` goes into the breadcrumb. */
export function useViewTitle(title: string, type: string | null = null): void {
  useEffect(() => {
    setSlots({ title, type });
    return () => setSlots({ title: "", type: null });
  }, [title, type]);
}
