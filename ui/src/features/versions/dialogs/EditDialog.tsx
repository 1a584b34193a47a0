import type { ReactNode } from "react";
import { Button, Dialog, Note, type DialogProps } from "@/components";
import styles from "./Dialogs.module.css";
import type { Submit } from "./useSubmit";

export interface EditDialogProps extends Pick<DialogProps, "title" | "subtitle" | "width" | "footerStart" | "role"> {
  submit: Submit;
  /** Says what it will do: "Set TTL on 38 versions". */
  action: string;
  kind?: "primary" | "destroy";
  isDisabled?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that changes something: Cancel, one button that says what it does, the failure in place. */
export function EditDialog({ submit, action, kind = "primary", isDisabled = false, onSubmit, onClose, children, ...rest }: EditDialogProps) {
  const isOff = isDisabled || submit.isBusy;
  return (
    <Dialog
      {...rest}
      isOpen
      isBusy={submit.isBusy}
      onClose={onClose}
      onSubmit={() => {
        if (!isOff) onSubmit();
      }}
      footer={
        <>
          <Button onPress={onClose} isDisabled={submit.isBusy}>
            Cancel
          </Button>
          <Button type="submit" kind={kind} isDisabled={isOff}>
            {submit.isBusy ? "Working…" : action}
          </Button>
        </>
      }
    >
      <div className={styles["body"]}>
        {children}
        {submit.error ? (
          <Note tone="danger" isLive>
            {[submit.error.message || submit.error.title, submit.error.hint].filter(Boolean).join(" ")}
          </Note>
        ) : null}
      </div>
    </Dialog>
  );
}
