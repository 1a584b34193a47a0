import { useEffect, useLayoutEffect, useRef } from "react";
import { useLatest } from "@/lib/latest";
import type { VirtualRows } from "../virtual/useVirtualRows";

interface Place {
  /** Row at the upper edge, with its fraction. */
  top: number;
  cursor: number;
}

const MOST_PLACES = 100;
const places = new Map<string, Place>();

function note(id: string, place: Place): void {
  places.delete(id);
  places.set(id, place);
  const [oldest] = places.keys();
  if (places.size > MOST_PLACES && oldest !== undefined) places.delete(oldest);
}

interface Options extends Pick<VirtualRows, "topRow" | "scrollTo"> {
  /** Missing: nothing is kept. */
  id: string | undefined;
  /** The length of the list isn't known yet. */
  isFresh: boolean;
  index: number;
  put: (index: number) => void;
}

/** Keeps where a grid was scrolled to and its cursor when it goes, and returns there when it comes again under the same id. */
export function useKeptPlace({ id, isFresh, index, topRow, scrollTo, put }: Options): void {
  const latest = useLatest({ index, topRow });
  const isReturned = useRef(false);
  useLayoutEffect(() => {
    if (isFresh || isReturned.current) return;
    isReturned.current = true;
    const before = id === undefined ? undefined : places.get(id);
    if (!before) return;
    put(before.cursor);
    scrollTo(before.top);
  }, [id, isFresh, put, scrollTo]);
  useEffect(
    () => () => {
      const { index: cursor, topRow: now } = latest.current;
      if (id !== undefined && isReturned.current) note(id, { top: now(), cursor });
    },
    [id, latest],
  );
}
