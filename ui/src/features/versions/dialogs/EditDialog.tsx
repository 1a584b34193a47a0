import type { ReactNode } from "react";
import { call, errorText, tellError } from "@/api";
import { Button, Dialog, Note, type DialogProps } from "@/components";
import styles from "./Dialogs.module.css";
import { JobProgress } from "./JobProgress";
import type { Submit } from "./useSubmit";

export interface EditDialogProps extends Pick<DialogProps, "title" | "subtitle" | "width" | "footerStart" | "role"> {
  submit: Submit & { job?: number | null };
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
  const job = submit.job ?? null;
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
        job === null ? (
          <>
            <Button onPress={onClose} isDisabled={submit.isBusy}>
              Cancel
            </Button>
            <Button type="submit" kind={kind} isDisabled={isOff}>
              {submit.isBusy ? "Working…" : action}
            </Button>
          </>
        ) : (
          <>
            <Button onPress={() => void call("job.cancel", { job }).catch(tellError)}>Stop</Button>
            <Button onPress={onClose}>Go on in the background</Button>
          </>
        )
      }
    >
      <div className={styles["body"]}>
        {children}
        {job === null ? null : <JobProgress job={job} />}
        {submit.error && submit.error.code !== "plan-stale" ? (
          <Note tone={submit.error.severity === "info" ? "info" : "danger"} isLive>
            {errorText(submit.error)}
          </Note>
        ) : null}
      </div>
    </Dialog>
  );
}
