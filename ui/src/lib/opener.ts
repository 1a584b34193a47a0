/** A dialog that any part of the window may open: `open` from anywhere, one mounted host draws it. */
import { useSyncExternalStore } from "react";

export interface Opener<T> {
  open: (request: T) => void;
  close: () => void;
  /** The open request, or null. */
  use: () => T | null;
  /** The same, outside components. */
  current: () => T | null;
}

export function createOpener<T>(): Opener<T> {
  let request: T | null = null;
  const listeners = new Set<() => void>();
  const set = (next: T | null) => {
    request = next;
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const current = () => request;
  return { open: set, close: () => set(null), use: () => useSyncExternalStore(subscribe, current), current };
}
