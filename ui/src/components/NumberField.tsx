import { Minus, Plus } from "lucide-react";
import type { FormEvent, ReactNode } from "react";
import {
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
  Button,
  FieldError,
  Group,
  Input,
  Label,
  Text,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import styles from "./Field.module.css";

export interface NumberFieldProps extends Omit<AriaNumberFieldProps, "children" | "className" | "style" | "isInvalid"> {
  label: string;
  hideLabel?: boolean;
  hint?: ReactNode;
  error?: string | null | undefined;
  /** Without the two step buttons; arrow keys still step. */
  hideSteps?: boolean;
  /** Tells whole numbers as they are typed, not only when the field is left. */
  isLive?: boolean;
  className?: string;
}

export function NumberField({ label, hideLabel, hint, error, hideSteps, isLive, className, ...rest }: NumberFieldProps) {
  const tell = ({ currentTarget: { value } }: FormEvent<HTMLInputElement>) => {
    if (/^\d{1,9}$/.test(value)) rest.onChange?.(Number(value));
  };
  return (
    <AriaNumberField {...rest} isInvalid={Boolean(error)} className={cx(styles["field"], className)} {...(hideLabel ? { "aria-label": label } : {})}>
      {hideLabel ? null : <Label className={styles["label"] ?? ""}>{label}</Label>}
      <Group className={styles["box"] ?? ""}>
        {hideSteps ? null : (
          <Button slot="decrement" className={styles["step"] ?? ""}>
            <Minus />
          </Button>
        )}
        <Input className={cx(styles["input"], "num")} {...(isLive ? { onInput: tell } : {})} />
        {hideSteps ? null : (
          <Button slot="increment" className={styles["step"] ?? ""}>
            <Plus />
          </Button>
        )}
      </Group>
      {hint && !error ? (
        <Text slot="description" className={styles["hint"] ?? ""}>
          {hint}
        </Text>
      ) : null}
      {error ? <FieldError className={styles["error"] ?? ""}>{error}</FieldError> : null}
    </AriaNumberField>
  );
}
