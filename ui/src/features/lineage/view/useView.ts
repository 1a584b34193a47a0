import { useCallback, useMemo, useRef } from "react";
import { useAddressParams } from "@/lib/addressParams";
import { useLatest } from "@/lib/latest";
import { readView, writeView, type Mode, type ViewParams } from "./address";

export interface View extends ViewParams {
  /** Changes parts of the view. `isStep`: Back leads to how it was. */
  change: (change: Partial<ViewParams>, isStep?: boolean) => void;
}

/** The view as the address has it. */
export function useView(first: Mode): View {
  const [params, setParams] = useAddressParams();
  const latest = useLatest(params);
  const last = useRef<ViewParams | null>(null);
  const view = useMemo(() => {
    // Lists that say the same stay the same: a new place to look at must not have everything worked out again.
    last.current = settled(readView(params, first), last.current);
    return last.current;
  }, [params, first]);
  const change = useCallback(
    (next: Partial<ViewParams>, isStep = false) => {
      // Two changes in one moment build on each other, so the newest address is kept here as well.
      latest.current = writeView(latest.current, next, first);
      setParams(latest.current, { replace: !isStep, preventScrollReset: true });
    },
    [first, latest, setParams],
  );
  return useMemo(() => ({ ...view, change }), [change, view]);
}

const LISTS = ["types", "open", "pulled", "hidden", "pins", "selected"] as const;

/** The view with the lists of the one before, where they are equal. */
export function settled(next: ViewParams, before: ViewParams | null): ViewParams {
  if (before === null) return next;
  const kept: Partial<ViewParams> = {};
  for (const name of LISTS) if (next[name].length === before[name].length && next[name].every((each, at) => each === before[name][at])) kept[name] = before[name];
  return { ...next, ...kept };
}
