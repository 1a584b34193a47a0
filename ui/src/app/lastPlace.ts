/** Where one was when the window closed. A browser keeps its own address, so only the desktop window asks for it. */
import { useEffect, useState } from "react";
import { useLocation } from "react-router";
import { useCommand } from "@/api";
import { readKept, writeKept } from "@/lib/persist";
import { getPlatform } from "@/platform";

const KEY = "lastPlace";

interface Place {
  /** Folder of the store that the place lies in. */
  store: string;
  /** Path with the search: tab, sort, filter and selection are in it. */
  path: string;
}

let isStart = true;

/** Notes every place that is gone to. */
export function useKeepPlace(): void {
  const { pathname, search } = useLocation();
  const { data: host } = useCommand("host.info", {});
  const store = host?.store_path;
  useEffect(() => {
    if (store !== undefined && pathname !== "/") writeKept<Place>(KEY, { store, path: pathname + search });
  }, [store, pathname, search]);
}

/** The place to return to in this store, when the window has just been started; null later, and while unknown undefined. */
export function useLastPlace(): string | null | undefined {
  const [place] = useState(() => (isStart && getPlatform().isDesktop ? readKept<Place | null>(KEY, null) : null));
  const { data: host } = useCommand("host.info", {}, { isEnabled: place !== null });
  useEffect(() => {
    isStart = false;
  }, []);
  if (place === null) return null;
  if (!host) return undefined;
  return place.store === host.store_path ? place.path : null;
}
