import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from "react-aria-components";
import { cx } from "@/lib/cx";
import styles from "./Checkbox.module.css";

export interface CheckboxProps extends Omit<AriaCheckboxProps, "children" | "className" | "style"> {
  children?: ReactNode;
  /** A quieter second line. */
  hint?: ReactNode;
  className?: string;
}

export function Checkbox({ children, hint, className, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={cx(styles["checkbox"], className)}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <CheckMark state={isIndeterminate ? "mixed" : isSelected ? "on" : "off"} />
          {children ? (
            <span>
              {children}
              {hint ? <span className={styles["hint"]}>{hint}</span> : null}
            </span>
          ) : null}
        </>
      )}
    </AriaCheckbox>
  );
}

/** Only the box, for rows whose whole surface is the control. */
export function CheckMark({ state }: { state: "on" | "off" | "mixed" }) {
  return (
    <span className={cx(styles["box"], state !== "off" && styles["on"])} aria-hidden="true">
      {state === "on" ? <Check /> : state === "mixed" ? <Minus /> : null}
    </span>
  );
}
