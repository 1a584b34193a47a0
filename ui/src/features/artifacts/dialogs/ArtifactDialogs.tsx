import { DeleteCollectionDialog, DeleteProjectDialog } from "./DeleteDialogs";
import { DescribeCollectionDialog } from "./DescribeCollectionDialog";
import { useArtifactDialog } from "./dialogState";
import { NewCollectionDialog, NewProjectDialog } from "./NewDialogs";
import { RenameCollectionDialog, RenameProjectDialog } from "./RenameDialogs";

/** Dialogs about projects and collections; mounted once in the window. */
export function ArtifactDialogs() {
  const open = useArtifactDialog();
  switch (open?.kind) {
    case "newCollection":
      return <NewCollectionDialog project={open.project} type={open.type} />;
    case "renameCollection":
      return <RenameCollectionDialog row={open.row} />;
    case "describeCollection":
      return <DescribeCollectionDialog row={open.row} />;
    case "deleteCollection":
      return <DeleteCollectionDialog row={open.row} />;
    case "newProject":
      return <NewProjectDialog />;
    case "renameProject":
      return <RenameProjectDialog project={open.project} />;
    case "deleteProject":
      return <DeleteProjectDialog project={open.project} />;
    default:
      return null;
  }
}
