import { useState } from "react";
import { mutate, useCommand, type Selection } from "@/api";
import { toast } from "@/components";
import { EditDialog } from "./EditDialog";
import { ForGood } from "./ForGood";
import { needsName } from "./forGood";
import { onlyVersion } from "./target";
import { useSubmit } from "./useSubmit";

export interface PurgeDialogProps {
  /** What goes; null for all that lies in the trash. */
  selection: Selection | null;
  /** "3 versions", "all 12 versions". */
  what: string;
  count: number;
  /** Their logical bytes; null when they aren't all at hand. */
  bytes: number | null;
  /** Name of the one collection they are of; null when of several. */
  name: string | null;
  onClose: () => void;
}

/** Takes versions out of the trash for good. */
export default function PurgeDialog({ selection, what, count, bytes, name, onClose }: PurgeDialogProps) {
  const [typed, setTyped] = useState("");
  const only = selection === null ? null : onlyVersion(selection);
  const { data } = useCommand("version.bytes", { version: `#${only ?? 0}` }, { isEnabled: only !== null });
  const submit = useSubmit(onClose);
  const wanted = needsName(count, bytes ?? 0) ? (name ?? "trash") : null;
  const save = async () => toast({ text: (await mutate("trash.empty", { selection })).summary });
  return (
    <EditDialog
      role="alertdialog"
      kind="destroy"
      title={selection === null ? "Empty the trash?" : `Delete ${what} for good?`}
      subtitle={selection === null ? `Deletes ${what} for good` : "Out of the trash, at once"}
      width={520}
      submit={submit}
      action={selection === null ? "Empty the trash" : "Delete for good"}
      isDisabled={wanted !== null && typed.trim() !== wanted}
      onSubmit={() => submit.run(save)}
      onClose={onClose}
    >
      <ForGood freed={data?.exclusive ?? null} logical={bytes} name={wanted} typed={typed} onType={setTyped} />
    </EditDialog>
  );
}
