import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { useLatest } from "@/lib/latest";
import { readView, writeView, type Mode, type ViewParams } from "./address";

export interface View extends ViewParams {
  /** Changes parts of the view. `isStep`: Back leads to how it was. */
  change: (change: Partial<ViewParams>, isStep?: boolean) => void;
}

/** The view as the address has it. */
export function useView(first: Mode): View {
  const [params, setParams] = useSearchParams();
  const latest = useLatest(params);
  const view = useMemo(() => readView(params, first), [params, first]);
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
