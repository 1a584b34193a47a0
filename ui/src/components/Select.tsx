import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import {
  Select as AriaSelect,
  Button,
  ComboBox as AriaComboBox,
  FieldError,
  Group,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import styles from "./Field.module.css";
import list from "./Menu.module.css";

export interface Option<T extends string = string> {
  value: T;
  label: string;
  icon?: ReactNode;
  /** A second, quieter text, e.g. "12 versions" or why it is disabled. */
  note?: string;
  isDisabled?: boolean;
}

interface Common<T extends string> {
  label: string;
  hideLabel?: boolean;
  options: readonly Option<T>[];
  placeholder?: string;
  hint?: ReactNode;
  error?: string | null | undefined;
  isDisabled?: boolean;
  className?: string;
}

export interface SelectProps<T extends string> extends Common<T> {
  value: T | null;
  onChange: (value: T) => void;
}

/** One of a list that opens below. */
export function Select<T extends string>({ label, hideLabel, options, value, onChange, placeholder, hint, error, isDisabled = false, className }: SelectProps<T>) {
  const disabled = options.filter((option) => option.isDisabled).map((option) => option.value);
  return (
    <AriaSelect
      className={cx(styles["field"], className)}
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(key as T);
      }}
      placeholder={placeholder ?? "Choose…"}
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
      disabledKeys={disabled}
      {...(hideLabel ? { "aria-label": label } : {})}
    >
      {hideLabel ? null : <Label className={styles["label"] ?? ""}>{label}</Label>}
      <Button className={styles["box"] ?? ""}>
        <SelectValue className={styles["value"] ?? ""} />
        <ChevronDown />
      </Button>
      <Below hint={hint} error={error} />
      <Popover className={list["popover"] ?? ""} offset={4}>
        <ListBox className={list["menu"] ?? ""} items={options}>
          {optionRow}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export interface ComboBoxProps<T extends string> extends Common<T> {
  /** The text in the field. */
  inputValue: string;
  onInputChange: (text: string) => void;
  /** An option was chosen. */
  onChoose?: (value: T) => void;
  icon?: ReactNode;
  suffix?: ReactNode;
  autoFocus?: boolean;
}

/** Free text with suggestions; the caller gives `options` fitting the text (they are not filtered again). */
export function ComboBox<T extends string>(props: ComboBoxProps<T>) {
  const { label, hideLabel, options, inputValue, onInputChange, onChoose, placeholder, hint, error, icon, suffix, isDisabled = false, autoFocus = false, className } = props;
  return (
    <AriaComboBox
      className={cx(styles["field"], className)}
      items={options}
      inputValue={inputValue}
      onInputChange={onInputChange}
      onChange={(key) => {
        if (key !== null) onChoose?.(key as T);
      }}
      value={null}
      allowsCustomValue
      menuTrigger="focus"
      isDisabled={isDisabled}
      autoFocus={autoFocus}
      isInvalid={Boolean(error)}
      {...(hideLabel ? { "aria-label": label } : {})}
    >
      {hideLabel ? null : <Label className={styles["label"] ?? ""}>{label}</Label>}
      <Group className={styles["box"] ?? ""}>
        {icon}
        <Input className={styles["input"] ?? ""} placeholder={placeholder ?? ""} />
        {suffix ? <span className="tiny dim">{suffix}</span> : null}
        <Button className={styles["step"] ?? ""}>
          <ChevronDown />
        </Button>
      </Group>
      <Below hint={hint} error={error} />
      <Popover className={list["popover"] ?? ""} offset={4}>
        <ListBox className={list["menu"] ?? ""}>{optionRow}</ListBox>
      </Popover>
    </AriaComboBox>
  );
}

function optionRow<T extends string>(option: Option<T>) {
  return (
    <ListBoxItem id={option.value} textValue={option.label} className={list["item"] ?? ""} isDisabled={option.isDisabled ?? false}>
      {({ isSelected }) => (
        <>
          {option.icon}
          <span className="grow clip">{option.label}</span>
          {option.note ? <span className={list["note"]}>{option.note}</span> : null}
          {isSelected ? <Check className={list["check"]} /> : null}
        </>
      )}
    </ListBoxItem>
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
