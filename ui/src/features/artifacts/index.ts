/** Projects, types and collections: the sidebar's tree, their pages, and the table of versions with its inspector. */
export { CollectionPage } from "./collection/CollectionPage";
export { ArtifactDialogs } from "./dialogs/ArtifactDialogs";
export { openArtifactDialog, type ArtifactDialog } from "./dialogs/dialogState";
export { comparePath, pathOf, typePath, versionPath } from "./paths";
export { ProjectPage } from "./project/ProjectPage";
export { ArtifactNavigation, type ArtifactNavigationProps } from "./sidebar/ArtifactNavigation";
export { formatRows, type CopyFormat, type Row as VersionTableRow } from "./collection/copyRows";
export { rowOf as versionTableRow } from "./collection/gather";
export { VersionMenu } from "./collection/VersionMenu";
export { versionAction, type ActionTools } from "./collection/versionActions";
export type { Scope as VersionScope } from "./collection/useVersionList";
export { copyAndTell } from "./copy";
export { OneVersion } from "./inspector/OneVersion";
