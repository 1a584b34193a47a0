import { useState } from "react";
import { mutate, tellOutcome } from "@/api";
import { RadioGroup, TextField } from "@/components";
import { valueFromInput } from "../metadata/input";
import { EditDialog } from "./EditDialog";
import { collectionName, useSelectionCount, versionWords } from "./target";
import { useSubmit } from "./useSubmit";
import type { VersionDialogProps } from "./VersionDialogs";

type Mode = "set" | "remove";

/** One key of all selected versions: set or removed, as one operation. */
export default function MetadataDialog({ target, onClose }: VersionDialogProps) {
  const count = useSelectionCount(target.selection);
  const [mode, setMode] = useState<Mode>("set");
  const [path, setPath] = useState("");
  const [text, setText] = useState("");
  const submit = useSubmit(onClose);
  const value = valueFromInput(text);
  const isReady = path.trim() !== "" && (mode === "remove" || text.trim() !== "");
  const save = async () => tellOutcome(await mutate("metadata.set", { selection: target.selection, path: path.trim(), value: mode === "set" ? value : null }));
  return (
    <EditDialog
      title={`Metadata of ${versionWords(count)}`}
      subtitle={`In ${collectionName(target.collection)}`}
      submit={submit}
      action={`${mode === "set" ? "Set on" : "Remove from"} ${versionWords(count)}`}
      isDisabled={!isReady}
      onSubmit={() => submit.run(save)}
      onClose={onClose}
    >
      <RadioGroup<Mode>
        label="What"
        hideLabel
        orientation="horizontal"
        value={mode}
        onChange={setMode}
        options={[
          { value: "set", label: "Set a key" },
          { value: "remove", label: "Remove a key" },
        ]}
      />
      <TextField label="Key" isMono value={path} onChange={setPath} autoFocus placeholder="train.learning_rate" hint="Keys of nested objects are joined by dots." />
      {mode === "set" ? <TextField label="Value" isMono value={text} onChange={setText} hint={text.trim() === "" ? "JSON, or a plain text" : `Stored as ${value.length > 60 ? `${value.slice(0, 60)}…` : value}`} /> : null}
    </EditDialog>
  );
}
