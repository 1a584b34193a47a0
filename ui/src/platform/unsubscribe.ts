import type { Unsubscribe } from "./types";

/** Turns a promise of "stop listening" into a plain function that also works when it is called before the promise is done. */
export function toSyncUnsubscribe(pending: Promise<Unsubscribe>): Unsubscribe {
  let isStopped = false;
  let stop: Unsubscribe | undefined;
  pending.then(
    (ready) => {
      if (isStopped) ready();
      else stop = ready;
    },
    () => undefined,
  );
  return () => {
    isStopped = true;
    stop?.();
    stop = undefined;
  };
}
