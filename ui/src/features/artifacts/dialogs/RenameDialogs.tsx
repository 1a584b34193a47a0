import { useState } from "react";
import { useLocation, useNavigate } from "react-router";
import type { CollectionRow, Project } from "@/api";
import { TextField } from "@/components";
import { addressFromPath, addressPath } from "@/lib/address";
import { pathOf, projectOf } from "../paths";
import { movePin } from "../pins";
import { closeArtifactDialog } from "./dialogState";
import { FormDialog } from "./FormDialog";
import { useEdit } from "./useEdit";

export function RenameCollectionDialog({ row: { address, name } }: { row: Pick<CollectionRow, "address" | "name"> }) {
  const [text, setText] = useState(name);
  const edit = useEdit("collection.rename");
  const follow = useFollow();
  const rename = async () => {
    if (!(await edit.run({ collection: address, name: text.trim() }))) return;
    const next = `${projectOf(address)}/${text.trim()}`;
    movePin(address, next, text.trim());
    closeArtifactDialog();
    follow(address, next);
  };
  return (
    <FormDialog title={`Rename ${name}`} verb="Rename collection" isBusy={edit.isBusy} isReady={text.trim() !== "" && text.trim() !== name} onSubmit={() => void rename()}>
      <TextField label="Name" autoFocus value={text} onChange={(next) => (setText(next), edit.clear())} error={edit.error} hint="Scripts that use the old name will no longer find it." />
    </FormDialog>
  );
}

export function RenameProjectDialog({ project: { address, entity, name } }: { project: Project }) {
  const [text, setText] = useState(name);
  const edit = useEdit("project.rename");
  const follow = useFollow();
  const rename = async () => {
    if (!(await edit.run({ project: address, name: text.trim() }))) return;
    closeArtifactDialog();
    follow(address, `${entity}/${text.trim()}`);
  };
  return (
    <FormDialog title={`Rename project ${name}`} verb="Rename project" isBusy={edit.isBusy} isReady={text.trim() !== "" && text.trim() !== name} onSubmit={() => void rename()}>
      <TextField label="Name" autoFocus value={text} onChange={(next) => (setText(next), edit.clear())} error={edit.error} hint="Scripts that use the old name will no longer find it." />
    </FormDialog>
  );
}

/** When the view in the middle shows what was renamed, or something inside it, it goes along. */
function useFollow() {
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  return (before: string, after: string) => {
    const here = addressFromPath(pathname);
    if (!here?.project) return;
    const isInside = before.split("/").length === 2 ? `${here.entity}/${here.project}` === before : `${here.entity}/${here.project}/${here.collection ?? ""}` === before;
    if (!isInside) return;
    const [entity = "", project = "", collection = here.collection] = after.split("/");
    void navigate((collection === undefined ? pathOf(after) : addressPath({ ...here, entity, project, collection })) + search, { replace: true });
  };
}
