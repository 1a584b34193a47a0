import { Copy } from "lucide-react";
import { useState } from "react";
import { describeError, errorText, mutate, type DescribedError, type KeyAdded } from "@/api";
import { announce, Button, Dialog, Note, RadioGroup, TextField } from "@/components";
import { ROLES, roleLabel } from "@/lib/roles";
import { getPlatform } from "@/platform";
import styles from "./Keys.module.css";

/** Name and role; then the key, this once. */
export function MakeKeyDialog({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<KeyAdded | null>(null);
  return made ? <Made made={made} onClose={onClose} /> : <Form onMade={setMade} onClose={onClose} />;
}

function Form({ onMade, onClose }: { onMade: (made: KeyAdded) => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState("member");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<DescribedError | null>(null);
  const isReady = name.trim() !== "";
  const make = () => {
    if (!isReady || isBusy) return;
    setBusy(true);
    setFailure(null);
    mutate("key.add", { name: name.trim(), role }).then(onMade, (error: unknown) => {
      setBusy(false);
      setFailure(describeError(error));
    });
  };
  return (
    <Dialog
      title="Make a key"
      isOpen
      isBusy={isBusy}
      onClose={onClose}
      onSubmit={make}
      width={480}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isBusy}>
            Cancel
          </Button>
          {/* Not disabled while it works: it has the focus, which would be lost. */}
          <Button type="submit" kind="primary" needs="key.add" isDisabled={!isReady}>
            Make key
          </Button>
        </>
      }
    >
      <div className={styles["form"]}>
        <TextField
          label="Name"
          autoFocus
          value={name}
          onChange={(next) => {
            setName(next);
            setFailure(null);
          }}
          placeholder="e.g. mia, or training-node-3"
          hint="Who or what will use it; the history shows this name. A name is used once, also after the key is revoked."
          error={failure === null ? null : errorText(failure)}
        />
        <RadioGroup label="Role" value={role} onChange={setRole} isDisabled={isBusy} options={ROLES.map((each) => ({ value: each.role, label: each.label, hint: each.may }))} />
      </div>
    </Dialog>
  );
}

function Made({ made: { name, role, key }, onClose }: { made: KeyAdded; onClose: () => void }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    void getPlatform()
      .copyText(key)
      .then(() => {
        setCopied(true);
        announce("Copied the key");
      });
  return (
    <Dialog
      title={`The key of ${name}`}
      subtitle={`Role: ${roleLabel(role)}`}
      isOpen
      onClose={onClose}
      width={520}
      footer={
        <Button onPress={onClose} kind={isCopied ? "primary" : "plain"}>
          Close
        </Button>
      }
    >
      <div className={styles["form"]}>
        <Note tone="warning">This is the only time the key is shown. The store keeps no copy of it; if it is lost, make another one.</Note>
        <div className={styles["key"]}>
          <code className="mono selectable" data-testid="api-key">
            {key}
          </code>
          <Button icon={<Copy />} kind={isCopied ? "plain" : "primary"} autoFocus onPress={copy}>
            {isCopied ? "Copied" : "Copy key"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
