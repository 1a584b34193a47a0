import type { ReactNode } from "react";
import { Radio, RadioGroup as AriaRadioGroup, Label } from "react-aria-components";
import { cx } from "@/lib/cx";
import field from "./Field.module.css";
import styles from "./RadioGroup.module.css";

export interface RadioOption<T extends string> {
  value: T;
  label: ReactNode;
  hint?: ReactNode;
  isDisabled?: boolean;
  /** Controls that belong to the choice, beside its label and outside its click area. */
  extra?: ReactNode;
}

export interface RadioGroupProps<T extends string> {
  label: string;
  hideLabel?: boolean;
  value: T | null;
  options: readonly RadioOption<T>[];
  onChange: (value: T) => void;
  orientation?: "horizontal" | "vertical";
  isDisabled?: boolean;
}

export function RadioGroup<T extends string>({ label, hideLabel, value, options, onChange, orientation = "vertical", isDisabled = false }: RadioGroupProps<T>) {
  return (
    <AriaRadioGroup
      className={field["field"] ?? ""}
      value={value}
      onChange={(next) => onChange(next as T)}
      orientation={orientation}
      isDisabled={isDisabled}
      {...(hideLabel ? { "aria-label": label } : {})}
    >
      {hideLabel ? null : <Label className={field["label"] ?? ""}>{label}</Label>}
      <div className={cx(styles["options"], orientation === "horizontal" && styles["horizontal"])}>
        {options.map((option) => (
          <div key={option.value} className={styles["option"]}>
            <Radio value={option.value} className={styles["radio"] ?? ""} isDisabled={option.isDisabled ?? false}>
              <span className={styles["dot"]} aria-hidden="true" />
              <span>
                {option.label}
                {option.hint ? <span className={styles["hint"]}>{option.hint}</span> : null}
              </span>
            </Radio>
            {option.extra}
          </div>
        ))}
      </div>
    </AriaRadioGroup>
  );
}
