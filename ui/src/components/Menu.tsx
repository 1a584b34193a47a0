import { Check, ChevronRight } from "lucide-react";
import { useEffect, type ReactElement, type ReactNode } from "react";
import { createPortal } from "react-dom";
import {
  Button as AriaButton,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger as AriaMenuTrigger,
  Header,
  MenuSection as AriaMenuSection,
  Popover,
  type PopoverProps,
  Separator,
  SubmenuTrigger,
  Text,
} from "react-aria-components";
import { refusalNote, useRefusal, type Needs } from "@/lib/refusal";
import styles from "./Menu.module.css";

export interface MenuProps {
  label: string;
  /** `MenuItem`, `MenuSection`, `MenuSeparator`, `Submenu`. */
  children: ReactNode;
}

export function MenuList({ label, children }: MenuProps) {
  return (
    <AriaMenu aria-label={label} className={styles["menu"] ?? ""}>
      {children}
    </AriaMenu>
  );
}

export interface MenuButtonProps extends MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  placement?: PopoverProps["placement"];
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
}

/** A button with a menu: `<MenuButton label="More" trigger={<IconButton …/>}><MenuItem …/></MenuButton>`. */
export function MenuButton({ trigger, label, children, placement = "bottom end", ...state }: MenuButtonProps) {
  return (
    <AriaMenuTrigger {...state}>
      {trigger}
      <Popover className={styles["popover"] ?? ""} placement={placement} offset={4}>
        <MenuList label={label}>{children}</MenuList>
      </Popover>
    </AriaMenuTrigger>
  );
}

export interface MenuItemProps {
  label: string;
  onAction?: () => void;
  icon?: ReactNode;
  shortcut?: string | undefined;
  /** Why it can't be chosen or what it will do; shown beside the label. */
  note?: string | undefined;
  isDisabled?: boolean;
  /** For switches; draws a tick. */
  isChecked?: boolean;
  /** For entries that lead elsewhere. */
  href?: string;
  /** Commands that it calls: for who may not call them it can be reached, says why, and does nothing. */
  needs?: Needs | undefined;
}

export function MenuItem({ needs, ...props }: MenuItemProps) {
  const reason = useRefusal(needs);
  return reason === null ? <Entry {...props} /> : <Refused {...props} note={refusalNote(needs)} reason={reason} />;
}

function Refused({ label, icon, note, isChecked, reason }: MenuItemProps & { reason: string }) {
  return (
    <AriaMenuItem className={styles["item"] ?? ""} textValue={label} shouldCloseOnSelect={false} ref={markRefused}>
      {isChecked === undefined ? icon : <span className={styles["slot"]} />}
      <span className={styles["label"]} title={reason}>
        {label}
      </span>
      <span className={styles["note"]} title={reason}>
        {note}
      </span>
      <Text slot="description" hidden>
        {reason}
      </Text>
    </AriaMenuItem>
  );
}

/** react-aria keeps the focus off what it knows as disabled, and with it the reason. */
function markRefused(element: Element | null) {
  element?.setAttribute("aria-disabled", "true");
}

function Entry({ label, onAction, icon, shortcut, note, isDisabled = false, isChecked, href }: MenuItemProps) {
  return (
    <AriaMenuItem
      className={styles["item"] ?? ""}
      textValue={label}
      isDisabled={isDisabled}
      {...(onAction ? { onAction } : {})}
      {...(href ? { href } : {})}
    >
      {isChecked === undefined ? icon : <span className={styles["slot"]}>{isChecked ? <Check className={styles["check"]} aria-label="on" /> : null}</span>}
      <span className={styles["label"]}>{label}</span>
      {note ? <span className={styles["note"]}>{note}</span> : null}
      {shortcut ? <span className={styles["note"]}>{shortcut}</span> : null}
    </AriaMenuItem>
  );
}

export function MenuSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <AriaMenuSection>
      <Header className={styles["heading"] ?? ""}>{title}</Header>
      {children}
    </AriaMenuSection>
  );
}

export function MenuSeparator() {
  return <Separator className={styles["separator"] ?? ""} />;
}

export function Submenu({ label, icon, children, isDisabled = false }: { label: string; icon?: ReactNode; children: ReactNode; isDisabled?: boolean }) {
  return (
    <SubmenuTrigger>
      <AriaMenuItem className={styles["item"] ?? ""} textValue={label} isDisabled={isDisabled}>
        {icon}
        <span className={styles["label"]}>{label}</span>
        <ChevronRight className={styles["note"]} />
      </AriaMenuItem>
      <Popover className={styles["popover"] ?? ""}>
        <MenuList label={label}>{children}</MenuList>
      </Popover>
    </SubmenuTrigger>
  );
}

export interface Point {
  x: number;
  y: number;
}

/** A menu at a point of the window, for context menus; `at` is null while closed. */
export function MenuAt({ at, onClose, label, children }: MenuProps & { at: Point | null; onClose: () => void }) {
  const isOpen = at !== null;
  // A window of another size has something else at that point.
  useEffect(() => {
    if (!isOpen) return undefined;
    addEventListener("resize", onClose);
    return () => removeEventListener("resize", onClose);
  }, [isOpen, onClose]);
  // A trigger, though nobody sees it: choosing in a submenu closes what the trigger's state says is open.
  return (
    <AriaMenuTrigger
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      {/* In the body: inside a container that lays out on its own, "fixed" would count from that one. */}
      {createPortal(
        <span aria-hidden="true">
          <AriaButton aria-label={label} excludeFromTabOrder className={styles["anchor"] ?? ""} style={{ left: at?.x ?? 0, top: at?.y ?? 0 }} />
        </span>,
        document.body,
      )}
      {/* Beside the pointer, so that it moves up where there is too little room below instead of being cut. */}
      <Popover aria-label={label} className={styles["popover"] ?? ""} placement="right top" offset={2}>
        <AriaMenu aria-label={label} className={styles["menu"] ?? ""} autoFocus="first">
          {children}
        </AriaMenu>
      </Popover>
    </AriaMenuTrigger>
  );
}
