import type { Selection } from "@/api";
import ForGoodDialog from "./ForGoodDialog";

export interface PurgeDialogProps {
  /** What goes; null for all that lies in the trash. */
  selection: Selection | null;
  /** "3 versions". */
  what: string;
  onClose: () => void;
}

/** Takes versions out of the trash for good. */
export default function PurgeDialog({ selection, what, onClose }: PurgeDialogProps) {
  const isAll = selection === null;
  return (
    <ForGoodDialog
      act={{ kind: "empty", selection }}
      title={isAll ? "Empty the trash?" : `Delete ${what} for good?`}
      subtitle={isAll ? `Deletes ${what} for good` : "Out of the trash, at once"}
      action={isAll ? "Empty the trash" : "Delete for good"}
      onClose={onClose}
    />
  );
}
