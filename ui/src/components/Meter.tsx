import { Meter as AriaMeter, ProgressBar } from "react-aria-components";
import { cx } from "@/lib/cx";
import styles from "./Meter.module.css";

export interface MeterProps {
  label: string;
  /** 0 to 1; `null` when nobody knows how far it is (a progress only). */
  value: number | null;
  /** `progress` for work that goes on, `meter` for a quantity. */
  kind?: "meter" | "progress";
  tone?: "accent" | "warning" | "danger";
  /** Spoken instead of the percentage, e.g. "6 days left". */
  valueLabel?: string;
  width?: number | string;
}

export function Meter({ label, value, kind = "meter", tone = "accent", valueLabel, width }: MeterProps) {
  const fill = <span className={cx(styles["fill"], styles[tone], value === null && styles["unknown"])} style={{ width: `${Math.round(Math.min(1, Math.max(0, value ?? 0.3)) * 100)}%` }} />;
  const common = { "aria-label": label, className: styles["meter"] ?? "", style: width === undefined ? {} : { width }, ...(valueLabel ? { valueLabel } : {}) };
  if (kind === "progress") {
    return (
      <ProgressBar {...common} value={(value ?? 0) * 100} isIndeterminate={value === null}>
        {fill}
      </ProgressBar>
    );
  }
  return (
    <AriaMeter {...common} value={(value ?? 0) * 100}>
      {fill}
    </AriaMeter>
  );
}
