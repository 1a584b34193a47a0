/** Which dialog about versions is open. Anything may open one; `VersionDialogs`, mounted once in the window, draws it. */
import { useSyncExternalStore } from "react";
import { isAllowed, type CommandName, type Selection, type VersionRow } from "@/api";

export interface VersionsTarget {
  /** What the dialog is about; by filter it may be hundreds of thousands. */
  selection: Selection;
  /** Rows that are at hand anyway, to name versions and to know what they have. */
  rows?: readonly VersionRow[];
  /** Address or `#id` of the collection. */
  collection: string;
}

export type DialogKind = "aliases" | "tags" | "ttl" | "delete" | "describe" | "metadata" | "restore";
export interface OpenDialog extends VersionsTarget {
  kind: DialogKind;
  /** A dialog opened anew starts fresh, even for the same versions. */
  serial: number;
}

let open: OpenDialog | null = null;
let serial = 0;
const listeners = new Set<() => void>();

function set(next: OpenDialog | null): void {
  open = next;
  for (const listener of listeners) listener();
}

/** What each of them calls in the end. */
const NEEDS: Record<DialogKind, CommandName> = { aliases: "alias.set", tags: "tag.edit", ttl: "ttl.set", delete: "version.delete", describe: "version.describe", metadata: "metadata.set", restore: "trash.restore" };

function opener(kind: DialogKind): (target: VersionsTarget) => void {
  return (target) => {
    if (!isAllowed(NEEDS[kind])) return;
    serial += 1;
    set({ ...target, kind, serial });
  };
}

export const openAliasDialog = opener("aliases");
export const openTagDialog = opener("tags");
export const openTtlDialog = opener("ttl");
export const openDeleteDialog = opener("delete");
/** For one version. */
export const openDescribeDialog = opener("describe");
/** Sets or removes one key of every version of the selection. */
export const openMetadataDialog = opener("metadata");

/** For versions in the trash whose coming back needs a question. */
export const openRestoreDialog = opener("restore");

export function closeDialog(): void {
  set(null);
}

export function useOpenDialog(): OpenDialog | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
}
