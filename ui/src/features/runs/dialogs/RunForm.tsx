import { useState, type ReactNode } from "react";
import { describeError, errorText } from "@/api";
import { Button, Dialog, Note } from "@/components";
import styles from "../Runs.module.css";

export interface RunFormProps {
  title: string;
  subtitle?: ReactNode;
  /** What the button does. */
  verb: string;
  isReady?: boolean;
  isDestructive?: boolean;
  /** Rejects with the reason, which is shown in the dialog. */
  onSubmit: () => Promise<unknown>;
  onClose: () => void;
  children?: ReactNode;
}

/** A dialog with Cancel and one verb; a refusal is shown in place. */
export function RunForm({ title, subtitle, verb, isReady = true, isDestructive = false, onSubmit, onClose, children }: RunFormProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = () => {
    if (!isReady || isBusy) return;
    setBusy(true);
    setError(null);
    onSubmit().then(onClose, (reason: unknown) => {
      setBusy(false);
      setError(errorText(describeError(reason)));
    });
  };
  return (
    <Dialog
      title={title}
      subtitle={subtitle}
      isOpen
      isBusy={isBusy}
      width={520}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isBusy}>
            Cancel
          </Button>
          <Button type="submit" kind={isDestructive ? "destroy" : "primary"} isDisabled={!isReady || isBusy}>
            {isBusy ? "Working…" : verb}
          </Button>
        </>
      }
    >
      <div className={styles["form"]}>
        {children}
        {error === null ? null : (
          <Note tone="danger" isLive>
            {error}
          </Note>
        )}
      </div>
    </Dialog>
  );
}
