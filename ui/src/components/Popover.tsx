import type { ReactElement, ReactNode } from "react";
import { Popover as AriaPopover, type PopoverProps as AriaPopoverProps, Dialog, DialogTrigger } from "react-aria-components";
import styles from "./Popover.module.css";

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement;
  label: string;
  /** Content, or a function that is given `close`. */
  children: ReactNode | ((close: () => void) => ReactNode);
  placement?: AriaPopoverProps["placement"];
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
}

/** A small dialog beside its button; Esc and a click elsewhere close it, focus goes back to the button. */
export function Popover({ trigger, label, children, placement = "bottom end", ...state }: PopoverProps) {
  return (
    <DialogTrigger {...state}>
      {trigger}
      <AriaPopover className={styles["popover"] ?? ""} placement={placement} offset={4}>
        <Dialog aria-label={label} className={styles["dialog"] ?? ""}>
          {({ close }) => (typeof children === "function" ? children(close) : children)}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
