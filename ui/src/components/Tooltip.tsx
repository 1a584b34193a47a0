import type { ReactElement } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger, type TooltipProps as AriaTooltipProps } from "react-aria-components";
import { Kbd } from "./Kbd";
import styles from "./Tooltip.module.css";

export interface TooltipProps {
  text: string;
  shortcut?: string | undefined;
  placement?: AriaTooltipProps["placement"];
  /** Must be focusable by react-aria: a Button, a Link, or a `Focusable`. */
  children: ReactElement;
}

/** Words on hover and keyboard focus; Esc closes it, the pointer may rest on it. */
export function Tooltip({ text, shortcut, placement = "bottom", children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      {children}
      <AriaTooltip className={styles["tooltip"] ?? ""} placement={placement} offset={6}>
        {text}
        {shortcut ? <Kbd keys={shortcut} /> : null}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
