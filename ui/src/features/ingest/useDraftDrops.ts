import { useEffect } from "react";
import { useLatest } from "@/lib/latest";

type Take = (paths: readonly string[]) => void;
let taker: Take | null = null;

/** While the log sheet is open, what is dropped on the window joins its version. */
export function useDraftDrops(take: Take): void {
  const latest = useLatest(take);
  useEffect(() => {
    const mine: Take = (paths) => latest.current(paths);
    taker = mine;
    return () => {
      if (taker === mine) taker = null;
    };
  }, [latest]);
}

export function draftTaker(): Take | null {
  return taker;
}
