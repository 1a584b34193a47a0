import type { ReactNode } from "react";
import { Button, Dialog } from "@/components";
import { closeArtifactDialog } from "./dialogState";
import styles from "./Dialogs.module.css";

export interface FormDialogProps {
  title: string;
  subtitle?: ReactNode;
  /** What the button does. */
  verb: string;
  isBusy: boolean;
  isReady: boolean;
  onSubmit: () => void;
  isDestructive?: boolean;
  children?: ReactNode;
}

/** A dialog with Cancel and one verb. */
export function FormDialog({ title, subtitle, verb, isBusy, isReady, onSubmit, isDestructive = false, children }: FormDialogProps) {
  const submit = () => {
    if (isReady && !isBusy) onSubmit();
  };
  return (
    <Dialog
      title={title}
      subtitle={subtitle}
      isOpen
      isBusy={isBusy}
      width={460}
      role={isDestructive ? "alertdialog" : "dialog"}
      onClose={closeArtifactDialog}
      onSubmit={submit}
      footer={
        <>
          <Button onPress={closeArtifactDialog} isDisabled={isBusy} {...(isDestructive ? { autoFocus: true } : {})}>
            Cancel
          </Button>
          <Button type="submit" kind={isDestructive ? "destroy" : "primary"} isDisabled={!isReady || isBusy}>
            {verb}
          </Button>
        </>
      }
    >
      <div className={styles["form"]}>{children}</div>
    </Dialog>
  );
}
