/** Window furniture (pane widths, columns, theme) kept in the web view. Losing it loses nothing that matters, so failures are silent. */
import { useCallback, useSyncExternalStore } from "react";

const PREFIX = "cairn.";
const cache = new Map<string, unknown>();
const listeners = new Map<string, Set<() => void>>();

/** The kept value, or `fallback` when there is none or it can't be read. */
export function readKept<T>(key: string, fallback: T): T {
  if (cache.has(key)) return cache.get(key) as T;
  let value = fallback;
  try {
    const text = localStorage.getItem(PREFIX + key);
    if (text !== null) value = JSON.parse(text) as T;
  } catch {
    // Storage is off or holds something old: the fallback stands.
  }
  cache.set(key, value);
  return value;
}

export function writeKept<T>(key: string, value: T): void {
  cache.set(key, value);
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Storage is full or off: the value lives until the window closes.
  }
  for (const listener of listeners.get(key) ?? []) listener();
}

export function subscribeKept(key: string, listener: () => void): () => void {
  const set = listeners.get(key) ?? new Set();
  listeners.set(key, set.add(listener));
  return () => set.delete(listener);
}

/** Forgets what was read, as a fresh start of the window does. For tests. */
export function forgetKept(): void {
  cache.clear();
}

/** Like `useState`, but kept between starts and shared by everything that uses the same key. `fallback` must be stable. */
export function useKept<T>(key: string, fallback: T): [T, (value: T) => void] {
  const subscribe = useCallback((listener: () => void) => subscribeKept(key, listener), [key]);
  const value = useSyncExternalStore(subscribe, () => readKept(key, fallback));
  const set = useCallback((next: T) => writeKept(key, next), [key]);
  return [value, set];
}
