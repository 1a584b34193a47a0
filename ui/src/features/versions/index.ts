export { CollectionPage } from "./CollectionPage";
export { VersionPage } from "./VersionPage";
