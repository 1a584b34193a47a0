import { Locate } from "lucide-react";
import { useState } from "react";
import { describeError } from "@/api";
import { Button, IconButton, Popover, TextField } from "@/components";
import styles from "./FilterBar.module.css";
import type { VersionList } from "./useVersionList";

type Locating = Pick<VersionList, "locate" | "gridRef" | "filter" | "detail">;

/** Jumps to a version by its number, however far it is. */
export function GoToVersion({ list }: { list: Locating }) {
  return (
    <Popover label="Go to version" trigger={<IconButton label="Go to version…" icon={<Locate />} />}>
      {(close) => <Form list={list} onDone={close} />}
    </Popover>
  );
}

function Form({ list, onDone }: { list: Locating; onDone: () => void }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const go = async () => {
    const problem = await jump(text, list);
    setError(problem);
    if (problem === null) onDone();
  };
  return (
    <form
      className={styles["goTo"]}
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <TextField
        label="Version"
        autoFocus
        placeholder={`v0 to v${Math.max(0, list.detail.next_index - 1)}`}
        value={text}
        onChange={(next) => {
          setText(next);
          setError(null);
        }}
        error={error}
      />
      <Button kind="primary" type="submit" isDisabled={text.trim() === ""}>
        Go to version
      </Button>
    </form>
  );
}

/** What hindered it, or null. */
export async function jump(text: string, { locate, gridRef, filter }: Pick<Locating, "locate" | "gridRef" | "filter">): Promise<string | null> {
  const index = /^v?(\d{1,15})$/i.exec(text.trim().replaceAll(/[,\s]/g, ""))?.[1];
  if (index === undefined) return "Write a number, such as v12";
  try {
    const row = await locate(Number(index));
    if (row === null) return filter === null ? `There is no v${index} here` : `v${index} doesn't match the filter`;
    gridRef.current?.goTo(row);
    return null;
  } catch (error) {
    return describeError(error).message;
  }
}
