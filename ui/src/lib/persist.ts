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
  if (Object.is(cache.get(key), value)) return;
  cache.set(key, value);
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Storage is full or off: the value lives until the window closes.
  }
  scheduleSave(key, value);
  for (const listener of listeners.get(key) ?? []) listener();
}

/** Keys whose newest value the host hasn't been given yet: the window may close before it is. */
const UNSAVED = "unsaved";

type Save = (values: Record<string, unknown>) => void;
let save: Save | undefined;
let saveTimer: ReturnType<typeof setTimeout> | undefined;
const SAVE_MS = 400;

/** Takes over the values that the host keeps, and from now on hands it every change. The web view's own copy serves the first paint. */
export function connectKept(values: Record<string, unknown>, onSave: Save): void {
  const unsaved = new Set(readKept<readonly string[]>(UNSAVED, []));
  for (const [key, value] of Object.entries(values)) {
    if (!unsaved.has(key) && JSON.stringify(value) !== JSON.stringify(readKept(key, undefined))) writeKept(key, value);
  }
  known = { ...values };
  save = onSave;
  noteUnsaved([...unsaved]);
  for (const key of unsaved) scheduleSave(key, readKept(key, undefined));
}

let known: Record<string, unknown> = {};

function scheduleSave(key: string, value: unknown): void {
  known[key] = value;
  noteUnsaved([...new Set([...readKept<readonly string[]>(UNSAVED, []), key])]);
  if (!save) return;
  clearTimeout(saveTimer);
  saveTimer = setTimeout(() => {
    save?.({ ...known });
    noteUnsaved([]);
  }, SAVE_MS);
}

function noteUnsaved(keys: readonly string[]): void {
  cache.set(UNSAVED, keys);
  try {
    localStorage.setItem(PREFIX + UNSAVED, JSON.stringify(keys));
  } catch {
    // As above.
  }
}

export function subscribeKept(key: string, listener: () => void): () => void {
  const set = listeners.get(key) ?? new Set();
  listeners.set(key, set.add(listener));
  return () => set.delete(listener);
}

/** Forgets what was read, as a fresh start of the window does. For tests. */
export function forgetKept(): void {
  cache.clear();
  known = {};
  save = undefined;
}

/** Like `useState`, but kept between starts and shared by everything that uses the same key. `fallback` must be stable. */
export function useKept<T>(key: string, fallback: T): [T, (value: T) => void] {
  const subscribe = useCallback((listener: () => void) => subscribeKept(key, listener), [key]);
  const value = useSyncExternalStore(subscribe, () => readKept(key, fallback));
  const set = useCallback((next: T) => writeKept(key, next), [key]);
  return [value, set];
}
