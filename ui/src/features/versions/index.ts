export { closeDialog, openAliasDialog, openDeleteDialog, openDescribeDialog, openMetadataDialog, openTagDialog, openTtlDialog, type VersionsTarget } from "./dialogs/store";
export type { PurgeDialogProps } from "./dialogs/PurgeDialog";
export { restoreVersions } from "./dialogs/restoring";
export { PurgeDialog, VersionDialogs } from "./dialogs/VersionDialogs";
export { VersionPage } from "./VersionPage";
export { becauseShort, becauseWords, secondsUntil } from "./words";
