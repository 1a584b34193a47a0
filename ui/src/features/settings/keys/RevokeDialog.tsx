import { useState } from "react";
import { describeError, errorText, mutate, tellOutcome, type ApiKey } from "@/api";
import { Button, Dialog, Note } from "@/components";
import { roleLabel } from "@/lib/roles";

/** Ends a key; what it did stays in the history under its name. */
export function RevokeDialog({ apiKey: { id, name, role }, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const revoke = () => {
    if (isBusy) return;
    setBusy(true);
    mutate("key.revoke", { key: String(id) }).then(
      (outcome) => {
        tellOutcome(outcome);
        onClose();
      },
      (error: unknown) => {
        setBusy(false);
        setFailure(errorText(describeError(error)));
      },
    );
  };
  return (
    <Dialog
      title={`Revoke the key of ${name}?`}
      role="alertdialog"
      isOpen
      isBusy={isBusy}
      onClose={onClose}
      width={460}
      footer={
        <>
          <Button autoFocus isDisabled={isBusy} onPress={onClose}>
            Cancel
          </Button>
          <Button kind="destroy" needs="key.revoke" onPress={revoke}>
            Revoke key
          </Button>
        </>
      }
    >
      <p>{`Scripts with this key (${roleLabel(role)}) are refused from now on, and browsers signed in with it are signed out. Undo lets the key in again.`}</p>
      {failure ? (
        <Note tone="danger" isLive>
          {failure}
        </Note>
      ) : null}
    </Dialog>
  );
}
