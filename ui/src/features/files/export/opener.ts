import { isAllowed } from "@/api";
import { createOpener } from "@/lib/opener";

export interface ExportWish {
  /** Address or `#id` of the version. */
  version: string;
  /** Files or folders chosen beforehand; the whole version without them. */
  paths?: readonly string[];
}

export const exportOpener = createOpener<ExportWish>();

/** Opens the export dialog; `ExportHost` draws it. */
export function openExportDialog(wish: ExportWish): void {
  if (!isAllowed("export.start")) return;
  exportOpener.open(wish);
}
