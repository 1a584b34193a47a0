import { useId, type ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { cx } from "@/lib/cx";
import { useRefusal, type Needs } from "@/lib/refusal";
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
  /** Commands that it calls: who may not call them can't press it, and reads why. */
  needs?: Needs | undefined;
}

export function Button({ needs, ...props }: ButtonProps) {
  const reason = useRefusal(needs);
  if (reason === null) return <Plain {...props} />;
  return (
    <Tooltip text={reason}>
      <Plain {...props} reason={reason} />
    </Tooltip>
  );
}

interface PlainProps extends Omit<ButtonProps, "needs"> {
  reason?: string | null;
}

/** With a reason it can be reached and read, but not pressed; react-aria's name for that is "pending". */
function Plain({ kind = "plain", size = "normal", icon, children, isOn, className, reason = null, ...rest }: PlainProps) {
  const id = useId();
  const refused = reason === null ? {} : { isPending: true, isDisabled: false, "aria-describedby": id };
  return (
    <AriaButton {...rest} {...refused} className={cx(styles["button"], styles[kind], styles[size], isOn && styles["on"], className)}>
      {icon}
      {typeof children === "string" ? <span className="clip">{children}</span> : children}
      {reason === null ? null : (
        <span id={id} hidden>
          {reason}
        </span>
      )}
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
export function IconButton({ label, icon, shortcut, kind = "quiet", className, needs, ...rest }: IconButtonProps) {
  const reason = useRefusal(needs);
  return (
    <Tooltip text={reason === null ? label : `${label} · ${reason}`} shortcut={reason === null ? shortcut : undefined}>
      <Plain {...rest} reason={reason} kind={kind} icon={icon} aria-label={label} className={cx(styles["icon"], className)} />
    </Tooltip>
  );
}
