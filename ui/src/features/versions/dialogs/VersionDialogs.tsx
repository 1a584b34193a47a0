import { lazy, Suspense } from "react";
import { closeDialog, useOpenDialog, type DialogKind, type VersionsTarget } from "./store";

export interface VersionDialogProps {
  target: VersionsTarget;
  onClose: () => void;
}

const DIALOGS: Record<DialogKind, ReturnType<typeof lazy<React.ComponentType<VersionDialogProps>>>> = {
  aliases: lazy(() => import("./AliasDialog")),
  tags: lazy(() => import("./TagDialog")),
  ttl: lazy(() => import("./TtlDialog")),
  delete: lazy(() => import("./DeleteDialog")),
  describe: lazy(() => import("./DescribeDialog")),
  metadata: lazy(() => import("./MetadataDialog")),
  restore: lazy(() => import("./RestoreDialog")),
};

/** For the trash, which opens it with what it knows. */
export const PurgeDialog = lazy(() => import("./PurgeDialog"));

/** Draws whichever dialog about versions is open; once in the window. */
export function VersionDialogs() {
  const open = useOpenDialog();
  if (open === null) return null;
  const DialogOf = DIALOGS[open.kind];
  return (
    <Suspense fallback={null}>
      <DialogOf key={open.serial} target={open} onClose={closeDialog} />
    </Suspense>
  );
}
