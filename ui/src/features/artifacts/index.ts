/** Projects, types and collections: the sidebar's tree, their pages, and the table of versions with its inspector. */
export { CollectionPage } from "./collection/CollectionPage";
export { ArtifactDialogs } from "./dialogs/ArtifactDialogs";
export { openArtifactDialog, type ArtifactDialog } from "./dialogs/dialogState";
export { comparePath, pathOf, typePath, versionPath } from "./paths";
export { ProjectPage } from "./project/ProjectPage";
export { ArtifactNavigation, type ArtifactNavigationProps } from "./sidebar/ArtifactNavigation";
