import type { MetadataChange } from "@/api";
import { useState } from "react";
import { Button } from "@/components";
import { cx } from "@/lib/cx";
import styles from "./Compare.module.css";
import { numericDelta } from "./delta";

const AT_FIRST = 200;

export interface MetadataDiffProps {
  changes: readonly MetadataChange[];
  beforeTitle: string;
  afterTitle: string;
}

/** Keys that differ, before and after, with the difference of numbers. */
export function MetadataDiff({ changes, beforeTitle, afterTitle }: MetadataDiffProps) {
  const [count, setCount] = useState(AT_FIRST);
  const rest = changes.length - count;
  return (
    <>
      <table className={cx(styles["table"], "selectable")}>
        <thead>
          <tr>
            <th>Key</th>
            <th>{beforeTitle}</th>
            <th>{afterTitle}</th>
            <th className={styles["end"]}>Difference</th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, count).map((change) => (
            <Row key={change.path} change={change} />
          ))}
        </tbody>
      </table>
      {rest > 0 ? (
        <div className={styles["more"]}>
          <Button onPress={() => setCount(count + 1000)}>{`Show ${Math.min(rest, 1000).toLocaleString()} more of ${rest.toLocaleString()}`}</Button>
        </div>
      ) : null}
    </>
  );
}

function Row({ change: { path, before, after } }: { change: MetadataChange }) {
  const kind = before === null ? "added" : after === null ? "removed" : "changed";
  return (
    <tr>
      <td className="mono">{path}</td>
      <td>
        <Value text={before} isOld />
      </td>
      <td>
        <Value text={after} />
      </td>
      <td className={cx(styles["end"], "num", "dim")}>{kind === "changed" ? (numericDelta(before, after) ?? "changed") : <span className={kind === "added" ? "success" : "danger"}>{kind}</span>}</td>
    </tr>
  );
}

const LONGEST = 400;

function Value({ text, isOld }: { text: string | null; isOld?: boolean }) {
  if (text === null) return <span className="dim">—</span>;
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return isOld ? <del className={styles["old"]}>{shown}</del> : <ins className={styles["new"]}>{shown}</ins>;
}
