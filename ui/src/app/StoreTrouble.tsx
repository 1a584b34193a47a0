import { FolderOpen } from "lucide-react";
import { CommandError, describeError, errorDetails, type ApiError, type HostInfo } from "@/api";
import { Button, ErrorState } from "@/components";
import { getPlatform } from "@/platform";
import { chooseStore } from "./openStore";
import styles from "./StoreTrouble.module.css";

/** What each trouble means for the person and what to do, beside the engine's own message. */
const ADVICE: Record<string, string> = {
  "store-locked": "Another Cairn or a script has the store for itself. Nothing is damaged; close the other one and try again.",
  "store-newer": "A newer Cairn has written this store. Update this one; it was left untouched.",
  "store-moved": "The folder was renamed, moved or its disk was unplugged. Put it back and try again, or open it at its new place.",
  "store-missing": "Nothing is at that place. Plug in the disk it lies on and try again, or open another store.",
  "store-invalid": "The folder holds something else and was left untouched.",
  "store-damaged": "The database can't be read as it is. Nothing was changed; the files of versions lie beside it and are likely whole.",
};

export interface StoreTroubleProps {
  failure: ApiError | CommandError;
  host: HostInfo | undefined;
  onRetry: () => void;
}

/** The whole window while no store can be shown: locked, newer, moved, damaged, missing. */
export function StoreTrouble({ failure, host, onRetry }: StoreTroubleProps) {
  const error = failure instanceof CommandError ? failure : new CommandError("store.open", failure);
  const { title, message, hint, code } = describeError(error);
  return (
    <main className={styles["trouble"]}>
      <ErrorState
        title={title}
        why={
          <>
            <p>{message}</p>
            {host?.store_path ? <p className="mono selectable">{host.store_path}</p> : null}
          </>
        }
        hint={ADVICE[code] ?? hint}
        onRetry={onRetry}
        isRetryFirst={code === "store-locked"}
        details={() => errorDetails(error, host?.version)}
        onCopy={(text) => void getPlatform().copyText(text)}
        actions={
          host?.open_store ? (
            <Button kind={code === "store-locked" ? "plain" : "primary"} icon={<FolderOpen />} onPress={() => void chooseStore()}>
              Open another store…
            </Button>
          ) : null
        }
      />
    </main>
  );
}
