import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { cx } from "@/lib/cx";
import { IconButton } from "./Button";
import styles from "./Dialog.module.css";

export interface DialogProps {
  title: ReactNode;
  /** One quiet line below the title. */
  subtitle?: ReactNode;
  isOpen: boolean;
  /** Esc, the close button and a click outside; none of them does anything while `isBusy`. */
  onClose: () => void;
  children?: ReactNode;
  /** Left of the footer: facts or a secondary choice. */
  footerStart?: ReactNode;
  /** Right of the footer: Cancel, then the one that says what it does. */
  footer?: ReactNode;
  /** CSS pixels at 100 % zoom; it never grows past the window. */
  width?: number;
  isBusy?: boolean;
  /** Nothing inside takes the focus, so the text itself does, to be scrolled by keys. */
  isText?: boolean;
  /** An interruption that must be answered, such as confirming a deletion. */
  role?: "dialog" | "alertdialog";
  /** Enter in a field, Ctrl+Enter anywhere: submit as the primary button would. */
  onSubmit?: () => void;
}

/** A modal dialog in the middle: focus stays inside, Esc closes it, focus returns to where it was. */
export function Dialog(props: DialogProps) {
  return (
    <ModalOverlay className={styles["veil"] ?? ""} {...overlayState(props)}>
      <Modal className={styles["dialog"] ?? ""} style={{ width: `min(calc(${props.width ?? 480}px * var(--zoom)), 94vw)` }}>
        <Body {...props} />
      </Modal>
    </ModalOverlay>
  );
}

export interface SheetProps extends DialogProps {
  side?: "end" | "start" | "bottom";
}

/** A modal pane at an edge, for tools that need height and for panes in narrow windows. */
export function Sheet({ side = "end", ...props }: SheetProps) {
  return (
    <ModalOverlay className={cx(styles["veil"], styles["sheetVeil"])} {...overlayState(props)}>
      <Modal className={cx(styles["sheet"], styles[side])} style={side === "bottom" ? {} : { width: `min(calc(${props.width ?? 420}px * var(--zoom)), 94vw)` }}>
        <Body {...props} showClose />
      </Modal>
    </ModalOverlay>
  );
}

function overlayState({ isOpen, onClose, isBusy = false }: DialogProps) {
  return {
    isOpen,
    isDismissable: !isBusy,
    isKeyboardDismissDisabled: isBusy,
    onOpenChange: (open: boolean) => {
      if (!open) onClose();
    },
  };
}

function Body({ title, subtitle, children, footer, footerStart, role = "dialog", onClose, onSubmit, isText = false, showClose }: DialogProps & { showClose?: boolean }) {
  const content = (
    <>
      <header className={styles["header"]}>
        <div className="grow">
          <Heading slot="title" className={styles["title"] ?? ""}>
            {title}
          </Heading>
          {subtitle ? <div className="dim">{subtitle}</div> : null}
        </div>
        {showClose ? <IconButton label="Close" icon={<X />} onPress={onClose} /> : null}
      </header>
      <section className={styles["section"]} {...(isText ? { tabIndex: 0, "aria-label": typeof title === "string" ? title : undefined } : {})}>
        {children}
      </section>
      {footer || footerStart ? (
        <footer className={styles["footer"]}>
          <div className="row grow">{footerStart}</div>
          {footer}
        </footer>
      ) : null}
    </>
  );
  return (
    <AriaDialog role={role} className={styles["body"] ?? ""}>
      {onSubmit ? (
        <form
          className={styles["body"]}
          onKeyDownCapture={(event) => {
            // From anywhere inside, also from buttons, and fields in which Enter alone means something else.
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            event.currentTarget.requestSubmit();
          }}
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            onSubmit();
          }}
        >
          {content}
        </form>
      ) : (
        content
      )}
    </AriaDialog>
  );
}
