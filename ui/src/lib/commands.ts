/**
 * The seam between the one list of UI commands (`app/commands.ts`) and what can carry them out at the moment.
 * A mounted view offers handlers; a command without one is shown disabled.
 */
import { useEffect, useSyncExternalStore } from "react";
import { useLatest } from "./latest";

/** Commands that views and features carry out; the others are the shell's own. */
export type HandledCommand =
  | "log.files"
  | "log.folder"
  | "log.new"
  | "rules.open"
  | "go.parent"
  | "storage.collect"
  | "view.filter"
  | "view.refresh"
  | "view.tab1"
  | "view.tab2"
  | "view.tab3"
  | "view.tab4"
  | "view.tab5"
  | "view.tab6"
  | "selection.aliases"
  | "selection.tags"
  | "selection.ttl"
  | "selection.delete"
  | "selection.rename"
  | "selection.compare"
  | "selection.export"
  | "selection.copyReference"
  | "selection.copyDigest"
  | "selection.copyLink"
  | "selection.lineage"
  | "lineage.query"
  | "lineage.table"
  | "lineage.refocus"
  | "lineage.fold"
  | "lineage.pin"
  | "lineage.hide"
  | "lineage.impact"
  | "lineage.fit"
  | "lineage.fitSelection"
  | "lineage.zoomIn"
  | "lineage.zoomOut"
  | "lineage.previousFocus"
  | "lineage.nextFocus";

interface Handler {
  run: () => void;
  /** What the command is called here, where one key does different things to different things. */
  title: string | undefined;
}
const handlers = new Map<string, Handler[]>();
const listeners = new Set<() => void>();
let version = 0;

function changed() {
  version += 1;
  for (const listener of listeners) listener();
}

function offer(id: string, handler: Handler): () => void {
  handlers.set(id, [...(handlers.get(id) ?? []), handler]);
  changed();
  return () => {
    handlers.set(id, (handlers.get(id) ?? []).filter((each) => each !== handler));
    changed();
  };
}

/** Offers to carry out a command while mounted; the one mounted last wins. `null`: not now. `title` is what it is called here, if not as in the list. */
export function useCommandHandler(id: HandledCommand, handler: (() => void) | null, title?: string): void {
  const latest = useLatest(handler);
  const isOffered = handler !== null;
  useEffect(() => (isOffered ? offer(id, { run: () => latest.current?.(), title }) : undefined), [id, isOffered, latest, title]);
}

export function hasHandler(id: string): boolean {
  return (handlers.get(id)?.length ?? 0) > 0;
}

/** Carries out a command; false when nothing can. */
export function runHandler(id: string): boolean {
  const handler = handlers.get(id)?.at(-1);
  handler?.run();
  return handler !== undefined;
}

/** What whoever would carry out a command calls it. */
export function handlerTitle(id: string): string | undefined {
  return handlers.get(id)?.at(-1)?.title;
}

/** Renders again when a command becomes possible or impossible. */
export function useHandlers(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => version,
  );
}
