export { FilesTab } from "./FilesTab";
export { ExportHost } from "./export/ExportHost";
export { openExportDialog, type ExportWish } from "./export/opener";
export { QuickLook, type QuickLookProps } from "./QuickLook";
export type { Item } from "./types";
