/** Places visited lately, newest first, for the palette. */
import { readKept, useKept, writeKept } from "./persist";

export interface Recent {
  /** Route, e.g. `/ada/demo/mnist:v3`. */
  path: string;
  title: string;
  type: string | null;
}

const KEY = "recents";
const MOST = 20;
const NONE: Recent[] = [];

export function noteRecent(recent: Recent): void {
  const others = readKept<Recent[]>(KEY, NONE).filter(({ path }) => path !== recent.path);
  writeKept(KEY, [recent, ...others].slice(0, MOST));
}

/** Takes a place off the list, once it turned out to be gone. */
export function forgetRecent(path: string): void {
  const before = readKept<Recent[]>(KEY, NONE);
  if (before.some((recent) => recent.path === path)) writeKept(KEY, before.filter((recent) => recent.path !== path));
}

export function useRecents(): readonly Recent[] {
  return useKept<Recent[]>(KEY, NONE)[0];
}
