import { useState } from "react";
import { Note, TextField } from "@/components";
import { formatBytes, plural } from "@/lib/format";
import { formatAbsolute, formatDate } from "@/lib/time";
import { GRACE_MS } from "./forGood";

export interface ForGoodProps {
  /** Bytes that are freed; null when nobody has counted them. */
  freed: number | null;
  logical: number | null;
  /** What must be typed first; null when nothing must. */
  name: string | null;
  typed: string;
  onType: (typed: string) => void;
}

/** That it can't be undone, what is freed from when on, and the name to type before much of it. */
export function ForGood({ freed, logical, name, typed, onType }: ForGoodProps) {
  const [gone] = useState(() => Date.now() + GRACE_MS);
  return (
    <>
      <Note tone="danger">
        <strong className="strong">This can’t be undone.</strong> {logical === null ? "" : <span title={plural(logical, "byte")}>{`${formatBytes(logical)} of files`}</span>}
        {logical === null || freed === null ? "" : <span title={plural(freed, "byte")}>{`, of which ${formatBytes(freed)} is really freed`}</span>}
        {logical === null ? "The " : ". The "}
        <span title={formatAbsolute(gone)}>{`bytes go at the first collection from ${formatDate(gone)} on.`}</span> History and lineage stay.
      </Note>
      {name === null ? null : <TextField label={`Type ${name} to confirm`} value={typed} onChange={onType} autoFocus autoComplete="off" spellCheck="false" isMono />}
    </>
  );
}
