import { NumberField } from "./NumberField";
import { Select, type Option } from "./Select";
import styles from "./SpanField.module.css";
import type { Span, SpanUnit } from "@/lib/span";

const UNITS: readonly Option<SpanUnit>[] = [
  { value: "h", label: "hours" },
  { value: "d", label: "days" },
  { value: "w", label: "weeks" },
];
const WHOLE: Intl.NumberFormatOptions = { maximumFractionDigits: 0, useGrouping: false };

export interface SpanFieldProps {
  /** What it is the length of, e.g. "Default TTL". */
  label: string;
  value: Span;
  onChange: (span: Span) => void;
  isDisabled?: boolean;
}

/** A length of time: a number and its unit. */
export function SpanField({ label, value, onChange, isDisabled = false }: SpanFieldProps) {
  return (
    <span className={styles["span"]} role="group" aria-label={label}>
      <NumberField label={`${label}: number`} hideLabel hideSteps isLive className={styles["number"] ?? ""} minValue={1} maxValue={8_760_000} formatOptions={WHOLE} value={value.count} isDisabled={isDisabled} onChange={(count) => onChange({ ...value, count })} />
      <Select<SpanUnit> label={`${label}: unit`} hideLabel className={styles["unit"] ?? ""} options={UNITS} value={value.unit} isDisabled={isDisabled} onChange={(unit) => onChange({ ...value, unit })} />
    </span>
  );
}
