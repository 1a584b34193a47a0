import type { CSSProperties } from "react";
import { cx } from "@/lib/cx";
import { useMinute } from "@/lib/time";
import styles from "./TtlText.module.css";
import { describeTtl, type TtlFacts } from "./ttl";

/** The time a version has left, counted down each minute, with a small meter of it. */
export function TtlText({ row, isWide = false }: { row: TtlFacts; isWide?: boolean }) {
  useMinute();
  const { text, tone, left, title } = describeTtl(row);
  return (
    <span className={cx(styles["ttl"], styles[tone], isWide && styles["wide"])} title={title}>
      <span className={left === null ? undefined : styles["text"]}>{text}</span>
      {left === null ? null : (
        <span className={styles["meter"]} aria-hidden="true">
          <span className={styles["fill"]} style={{ "--left": left } as CSSProperties} />
        </span>
      )}
    </span>
  );
}
