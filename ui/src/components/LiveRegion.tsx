import { useSyncExternalStore } from "react";
import { VisuallyHidden } from "react-aria-components";

/** What a screen reader is told apart from focus: results, counts, progress. One region for the window, so that messages don't talk over each other. */
let message = "";
let serial = 0;
const listeners = new Set<() => void>();

/** Says a sentence politely. The same sentence twice is said twice. */
export function announce(text: string): void {
  serial += 1;
  message = text;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function LiveRegion() {
  const count = useSyncExternalStore(subscribe, () => serial);
  return (
    <VisuallyHidden>
      <div role="status" aria-live="polite" aria-atomic="true">
        <span key={count}>{message}</span>
      </div>
    </VisuallyHidden>
  );
}
