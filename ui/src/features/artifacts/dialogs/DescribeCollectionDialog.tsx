import { useEffect, useState } from "react";
import { useCommand, type CollectionRow } from "@/api";
import { Skeleton, TextArea } from "@/components";
import { closeArtifactDialog } from "./dialogState";
import { FormDialog } from "./FormDialog";
import { useEdit } from "./useEdit";

export function DescribeCollectionDialog({ row: { address, name } }: { row: Pick<CollectionRow, "address" | "name"> }) {
  const { data } = useCommand("collection.show", { collection: address });
  const [text, setText] = useState<string | null>(null);
  const edit = useEdit("collection.describe");
  const before = data?.description;
  useEffect(() => setText((now) => now ?? before ?? null), [before]);
  const save = async () => {
    if (text !== null && (await edit.run({ collection: address, description: text }))) closeArtifactDialog();
  };
  return (
    <FormDialog title={`Describe ${name}`} verb="Save description" isBusy={edit.isBusy} isReady={text !== null && text !== before} onSubmit={() => void save()}>
      {text === null ? <Skeleton label="the description" lines={2} /> : <TextArea label="Description" hideLabel autoFocus rows={6} value={text} onChange={(next) => (setText(next), edit.clear())} error={edit.error} hint="Markdown" />}
    </FormDialog>
  );
}
