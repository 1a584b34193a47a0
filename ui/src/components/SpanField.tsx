import { NumberField } from "./NumberField";
import { Select } from "./Select";
import styles from "./SpanField.module.css";
import { unitWord, type Span, type SpanUnit } from "@/lib/span";

const UNITS: readonly (readonly [SpanUnit, string])[] = [
  ["h", "hours"],
  ["d", "days"],
  ["w", "weeks"],
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
      <Select<SpanUnit> label={`${label}: unit`} hideLabel className={styles["unit"] ?? ""} options={UNITS.map(([unit, many]) => ({ value: unit, label: unitWord(many, value.count) }))} value={value.unit} isDisabled={isDisabled} onChange={(unit) => onChange({ ...value, unit })} />
    </span>
  );
}
