import { lazy, Suspense } from "react";
import { runDialogs } from "./opener";

const DIALOGS = {
  record: lazy(() => import("./dialogs/RecordDialog").then(({ RecordDialog }) => ({ default: RecordDialog }))),
  inputs: lazy(() => import("./dialogs/EdgesDialog").then(({ InputsDialog }) => ({ default: InputsDialog }))),
  outputs: lazy(() => import("./dialogs/EdgesDialog").then(({ OutputsDialog }) => ({ default: OutputsDialog }))),
  edit: lazy(() => import("./dialogs/EditRunDialog").then(({ EditRunDialog }) => ({ default: EditRunDialog }))),
  finish: lazy(() => import("./dialogs/EditRunDialog").then(({ FinishDialog }) => ({ default: FinishDialog }))),
  reproduce: lazy(() => import("./dialogs/ReproduceDialog").then(({ ReproduceDialog }) => ({ default: ReproduceDialog }))),
};

/** Draws whichever dialog about runs is open; once in the window. */
export function RunDialogs() {
  const open = runDialogs.use();
  if (open === null) return null;
  const onClose = runDialogs.close;
  const dialog = () => {
    switch (open.kind) {
      case "record":
        return <DIALOGS.record {...open} onClose={onClose} />;
      case "inputs":
        return <DIALOGS.inputs {...open} onClose={onClose} />;
      case "outputs":
        return <DIALOGS.outputs {...open} onClose={onClose} />;
      case "edit":
        return <DIALOGS.edit {...open} onClose={onClose} />;
      case "finish":
        return <DIALOGS.finish {...open} onClose={onClose} />;
      case "reproduce":
        return <DIALOGS.reproduce {...open} onClose={onClose} />;
    }
  };
  return <Suspense fallback={null}>{dialog()}</Suspense>;
}
