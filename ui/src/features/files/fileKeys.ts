import type { KeyboardEvent } from "react";
import { comboOf } from "@/lib/keys";
import { openExportDialog } from "./export/opener";
import { copyDigests, copyReferences } from "./fileActions";
import type { Item } from "./types";

/** Keys of the file lists. They are about the selected files, so they don't reach the window, where the same keys are about the version. */
export function fileKeys(version: string, items: readonly Item[]) {
  return (event: KeyboardEvent) => {
    if (event.defaultPrevented || items.length === 0) return;
    const combo = comboOf(event);
    if (combo === "Mod+E") openExportDialog({ version, paths: items.map(({ path }) => path) });
    else if (combo === "Mod+C" && (getSelection()?.toString() ?? "") === "") copyReferences(version, items);
    else if (combo === "Mod+Shift+C") void copyDigests(version, items, "sha256");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
