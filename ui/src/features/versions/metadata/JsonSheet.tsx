import { useState, type ReactNode } from "react";
import { describeError, errorText, mutate, tellOutcome, type VersionDetail } from "@/api";
import { Button, Note } from "@/components";
import { useRefusal } from "@/lib/refusal";
import { copyWords } from "../copy";
import { parseJson, JsonProblem, writeJson } from "./json";
import { JsonEditor } from "./JsonEditor";
import styles from "./Metadata.module.css";

export interface JsonSheetProps {
  version: VersionDetail;
  text: string;
  isLive: boolean;
  modes: ReactNode;
}

/** All metadata as one JSON text; saved as one edit. */
export default function JsonSheet({ version, text, isLive, modes }: JsonSheetProps) {
  const [draft, setDraft] = useState(text);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const problem = problemOf(draft);
  const isSame = draft === text;
  const isFixed = useRefusal("metadata.replace") !== null || !isLive;
  const save = async () => {
    setBusy(true);
    try {
      tellOutcome(await mutate("metadata.replace", { version: `#${version.id}`, metadata: writeJson(parseJson(draft)) }));
      setFailure(null);
    } catch (error) {
      setFailure(errorText(describeError(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={styles["tab"]}>
      <div className={styles["bar"]}>
        {isLive ? (
          <>
            <Button kind="primary" needs="metadata.replace" isDisabled={isSame || problem !== null || isBusy} onPress={() => void save()}>
              Save metadata
            </Button>
            <Button isDisabled={isSame || isBusy} onPress={() => setDraft(text)}>
              Discard changes
            </Button>
            <Button kind="quiet" isDisabled={problem !== null} onPress={() => setDraft(writeJson(parseJson(draft), 2))}>
              Format
            </Button>
          </>
        ) : null}
        <Button kind="quiet" onPress={() => copyWords(draft, "metadata")}>
          Copy
        </Button>
        <span className="grow" />
        {modes}
      </div>
      <JsonEditor label={`Metadata of v${version.index} as JSON`} value={draft} onChange={setDraft} isReadOnly={isFixed} onSave={() => void (isSame || problem !== null || save())} />
      {problem ?? failure ? (
        <div className={styles["problem"]}>
          <Note tone="danger" isLive>
            {problem ?? failure}
          </Note>
        </div>
      ) : null}
    </div>
  );
}

function problemOf(text: string): string | null {
  try {
    return parseJson(text).kind === "object" ? null : "Metadata is an object: { … }";
  } catch (error) {
    return error instanceof JsonProblem ? error.message : String(error);
  }
}
