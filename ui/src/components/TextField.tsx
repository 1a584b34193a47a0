import { X } from "lucide-react";
import { useRef, type ReactNode, type Ref } from "react";
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
  TextArea as AriaTextArea,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import { IconButton } from "./Button";
import styles from "./Field.module.css";

interface FieldProps extends Omit<AriaTextFieldProps, "children" | "className" | "style" | "isInvalid"> {
  /** Drawn above the field; with `hideLabel` only spoken. */
  label: string;
  hideLabel?: boolean;
  placeholder?: string;
  hint?: ReactNode;
  /** What is wrong and how to mend it; marks the field as invalid. */
  error?: string | null | undefined;
  className?: string;
}

export interface TextFieldProps extends FieldProps {
  /** Marked as invalid; what is wrong is said elsewhere. */
  isWrong?: boolean;
  /** Before the text, e.g. a search icon. */
  icon?: ReactNode;
  /** After the text, e.g. "becomes v2". */
  suffix?: ReactNode;
  /** Name of a button that empties the field, shown while there is something in it. */
  clearLabel?: string;
  /** Instead of only emptying it. */
  onClear?: () => void;
  inputRef?: Ref<HTMLInputElement>;
  isMono?: boolean;
}

export function TextField({ label, hideLabel, placeholder, hint, error, icon, suffix, clearLabel, onClear, inputRef, isMono, isWrong = false, className, ...rest }: TextFieldProps) {
  const box = useRef<HTMLDivElement>(null);
  const clear = () => {
    if (onClear) onClear();
    else rest.onChange?.("");
    box.current?.querySelector("input")?.focus();
  };
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error) || isWrong} className={cx(styles["field"], className)} {...(hideLabel ? { "aria-label": label } : {})}>
      {hideLabel ? null : <Label className={styles["label"] ?? ""}>{label}</Label>}
      <div ref={box} className={styles["box"]}>
        {icon}
        <Input className={cx(styles["input"], isMono && "mono")} placeholder={placeholder ?? ""} {...(inputRef ? { ref: inputRef } : {})} />
        {suffix ? <span className="tiny dim">{suffix}</span> : null}
        {clearLabel === undefined || !rest.value ? null : <IconButton size="small" className={styles["clear"] ?? ""} label={clearLabel} icon={<X />} onPress={clear} />}
      </div>
      <Below hint={hint} error={error} />
    </AriaTextField>
  );
}

export interface TextAreaProps extends FieldProps {
  rows?: number;
  areaRef?: Ref<HTMLTextAreaElement>;
}

export function TextArea({ label, hideLabel, placeholder, hint, error, rows = 2, areaRef, className, ...rest }: TextAreaProps) {
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} className={cx(styles["field"], className)} {...(hideLabel ? { "aria-label": label } : {})}>
      {hideLabel ? null : <Label className={styles["label"] ?? ""}>{label}</Label>}
      <div className={styles["box"]}>
        <AriaTextArea className={cx(styles["input"], styles["area"])} rows={rows} placeholder={placeholder ?? ""} {...(areaRef ? { ref: areaRef } : {})} />
      </div>
      <Below hint={hint} error={error} />
    </AriaTextField>
  );
}

function Below({ hint, error }: { hint?: ReactNode; error?: string | null | undefined }) {
  return (
    <>
      {hint && !error ? (
        <Text slot="description" className={styles["hint"] ?? ""}>
          {hint}
        </Text>
      ) : null}
      {error ? <FieldError className={styles["error"] ?? ""}>{error}</FieldError> : null}
    </>
  );
}
