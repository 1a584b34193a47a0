import { useState } from "react";
import { describeError, errorText, mutate, tellOutcome, type EditName, type Outcome, type Request } from "@/api";

/** An edit from a dialog: a refusal stays in the dialog, a success is told with Undo. */
export function useEdit<K extends EditName>(name: K) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  /** Answers whether it was done. */
  const run = async (request: Request<K>): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      tellOutcome((await mutate(name, request)) as Outcome);
      return true;
    } catch (failure) {
      setError(errorText(describeError(failure)));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, clear: () => setError(null), run };
}
