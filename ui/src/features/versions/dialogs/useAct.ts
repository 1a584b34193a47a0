import { useEffect, useRef, useState } from "react";
import { tellError, tellOutcome, type Outcome, type RetentionAct } from "@/api";
import { carryOut } from "@/api/retention";
import { useSubmit, type Submit } from "./useSubmit";

/** A shorter job shows no progress: it would only flicker. */
const SLOW_MS = 500;

export interface Acting extends Submit {
  /** The job that does it, once that takes a while. */
  job: number | null;
  /** Carries an act out and tells its outcome, with Undo; `after` does more with it and tells in its place. */
  act: (act: RetentionAct, stamp: string, after?: (outcome: Outcome) => Promise<unknown>) => void;
}

/** Carries out what a dialog planned. A dialog that was closed meanwhile has its failure told by a toast. */
export function useAct(onDone: () => void): Acting {
  const [job, setJob] = useState<number | null>(null);
  const isGone = useRef(false);
  const submit = useSubmit(() => {
    if (!isGone.current) onDone();
  });
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  const act: Acting["act"] = (what, stamp, after) =>
    submit.run(async () => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      try {
        const outcome = await carryOut(what, stamp, (id) => {
          timer = setTimeout(() => setJob(id), SLOW_MS);
        });
        await (after ? after(outcome) : tellOutcome(outcome));
      } catch (error) {
        if (isGone.current) tellError(error);
        throw error;
      } finally {
        clearTimeout(timer);
        setJob(null);
      }
    });
  return { ...submit, job, act };
}
