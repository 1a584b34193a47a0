import { KeyRound } from "lucide-react";
import { useState } from "react";
import { describeError, useCommand, type ApiKey } from "@/api";
import { Button, EmptyState, Note, Skeleton } from "@/components";
import { useRefusal } from "@/lib/refusal";
import store from "../Store.module.css";
import { KeyTable } from "./KeyTable";
import { MakeKeyDialog } from "./MakeKeyDialog";
import { RevokeDialog } from "./RevokeDialog";

/** Keys of other people, other machines and scripts. */
export function KeysSection() {
  const reason = useRefusal(["key.list", "key.add"]);
  const { data: keys, error } = useCommand("key.list", {}, { isEnabled: reason === null });
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const make = (
    <Button kind="primary" needs="key.add" onPress={() => setMaking(true)}>
      Make a key…
    </Button>
  );
  return (
    <div className={store["sections"]}>
      <p className="dim">A key lets somebody else, another machine or a script use this store, with its own name in the history and its own role. You, at the machine, need none.</p>
      {reason === null ? null : <Note>{reason}</Note>}
      {error ? <Note tone="danger">{describeError(error).message}</Note> : null}
      {reason === null && !keys && !error ? <Skeleton label="the keys" /> : null}
      {keys?.length === 0 ? (
        <EmptyState title="No keys yet" icon={<KeyRound />} action={make}>
          Only the owner at the machine can use the store.
        </EmptyState>
      ) : (
        <div>{make}</div>
      )}
      {keys && keys.length > 0 ? <KeyTable keys={keys} onRevoke={setRevoking} /> : null}
      <HowTo />
      {isMaking ? <MakeKeyDialog onClose={() => setMaking(false)} /> : null}
      {revoking ? <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </div>
  );
}

function HowTo() {
  return (
    <section className={store["group"]}>
      <h2>How a key is used</h2>
      <ul className={store["howto"]}>
        <li>
          On the command line and in scripts: set <code className="mono selectable">CAIRN_API_KEY</code>, and <code className="mono selectable">cairnctl</code> acts with the key's role.
        </li>
        <li>
          In a browser: start <code className="mono selectable">cairnctl serve</code> at the machine; its page asks for a key.
        </li>
      </ul>
    </section>
  );
}
