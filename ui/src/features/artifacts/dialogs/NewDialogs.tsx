import { useState } from "react";
import { useNavigate } from "react-router";
import { useCommand } from "@/api";
import { ComboBox, TextArea, TextField, TypeIcon } from "@/components";
import { pathOf } from "../paths";
import { closeArtifactDialog } from "./dialogState";
import { FormDialog } from "./FormDialog";
import { useEdit } from "./useEdit";

/** Types that W&B's own examples use, offered until the project has its own. */
const USUAL_TYPES = ["dataset", "model", "evaluation"];

export function NewCollectionDialog({ project, type: given }: { project: string; type: string | null }) {
  const navigate = useNavigate();
  const { data: types = [] } = useCommand("type.list", { project });
  const [name, setName] = useState("");
  const [type, setType] = useState(given ?? "dataset");
  const [description, setDescription] = useState("");
  const edit = useEdit("collection.create");
  const known = [...new Set([...types.map((each) => each.name), ...USUAL_TYPES])];
  const create = async () => {
    if (!(await edit.run({ project, name: name.trim(), type: type.trim(), description: description.trim() === "" ? null : description }))) return;
    closeArtifactDialog();
    void navigate(pathOf(`${project}/${name.trim()}`));
  };
  return (
    <FormDialog title="New collection" subtitle="An empty place; logging to a new name makes one, too." verb="Create collection" isBusy={edit.isBusy} isReady={name.trim() !== "" && type.trim() !== ""} onSubmit={() => void create()}>
      <TextField label="Name" autoFocus value={name} onChange={(next) => (setName(next), edit.clear())} error={edit.error} placeholder="e.g. plankton-train" />
      <ComboBox label="Type" inputValue={type} onInputChange={setType} onChoose={setType} options={known.map((each) => ({ value: each, label: each, icon: <TypeIcon type={each} /> }))} />
      <TextArea label="Description" value={description} onChange={setDescription} rows={2} placeholder="Optional, Markdown" />
    </FormDialog>
  );
}

export function NewProjectDialog() {
  const navigate = useNavigate();
  const { data: store } = useCommand("store.info", {});
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const edit = useEdit("project.create");
  const create = async () => {
    const project = name.trim();
    if (!(await edit.run({ project, description: description.trim() === "" ? null : description }))) return;
    closeArtifactDialog();
    void navigate(pathOf(project.includes("/") ? project : `${store?.default_entity ?? ""}/${project}`));
  };
  return (
    <FormDialog title="New project" verb="Create project" isBusy={edit.isBusy} isReady={name.trim() !== ""} onSubmit={() => void create()}>
      <TextField label="Name" autoFocus value={name} onChange={(next) => (setName(next), edit.clear())} error={edit.error} hint={store ? `Becomes ${store.default_entity}/…; write entity/project for another entity.` : undefined} />
      <TextArea label="Description" value={description} onChange={setDescription} rows={2} placeholder="Optional" />
    </FormDialog>
  );
}
