import { useState } from "react";
import { describeError, type DescribedError } from "@/api";

export interface Submit {
  isBusy: boolean;
  error: DescribedError | null;
  run: (work: () => Promise<unknown>) => void;
}

/** Runs the work of a dialog's primary button: busy while it lasts, closed when it is done, the reason in place when it failed. */
export function useSubmit(onDone: () => void): Submit {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<DescribedError | null>(null);
  const run = (work: () => Promise<unknown>) => {
    if (isBusy) return;
    setBusy(true);
    setError(null);
    work().then(onDone, (reason: unknown) => {
      setBusy(false);
      setError(describeError(reason));
    });
  };
  return { isBusy, error, run };
}
