import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { cx } from "@/lib/cx";
import styles from "./Button.module.css";
import { Tooltip } from "./Tooltip";

export interface ButtonProps extends Omit<AriaButtonProps, "children" | "className" | "style"> {
  /** One primary button per view; `destroy` only at the moment of confirming; `quiet` has no outline. */
  kind?: "plain" | "primary" | "quiet" | "destroy";
  size?: "normal" | "small";
  icon?: ReactNode;
  children?: ReactNode;
  /** Drawn as pressed, for toggles; pass `aria-pressed` along. */
  isOn?: boolean;
  className?: string;
}

export function Button({ kind = "plain", size = "normal", icon, children, isOn, className, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={cx(styles["button"], styles[kind], styles[size], isOn && styles["on"], className)}>
      {icon}
      {typeof children === "string" ? <span className="clip">{children}</span> : children}
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, "children" | "icon" | "aria-label"> {
  /** The name of the button; also its tooltip. */
  label: string;
  icon: ReactNode;
  /** Shown after the label in the tooltip, e.g. "F9". */
  shortcut?: string | undefined;
}

/** A square button with an icon; its name is spoken and shown on hover and focus. */
export function IconButton({ label, icon, shortcut, kind = "quiet", className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <Button {...rest} kind={kind} icon={icon} aria-label={label} className={cx(styles["icon"], className)} />
    </Tooltip>
  );
}
