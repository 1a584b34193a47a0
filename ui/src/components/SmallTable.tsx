import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import styles from "./SmallTable.module.css";

export interface SmallTableProps {
  /** Makes it a region that the keyboard can scroll; not needed where something in it takes the focus. */
  label?: string;
  /** Columns are as wide as their heads say, and their text is clipped. */
  isFixed?: boolean;
  /** A frame of its own; none where the table fills a pane from edge to edge. */
  isFramed?: boolean;
  isBusy?: boolean;
  /** Of the frame: how high it may be. */
  className?: string | undefined;
  /** Of the table: its columns. */
  tableClass?: string | undefined;
  children: ReactNode;
}

/** A table of some dozen rows with a head that stays in view. Longer ones are a `DataGrid`. */
export function SmallTable({ label, isFixed = false, isFramed = true, isBusy, className, tableClass, children }: SmallTableProps) {
  return (
    <div className={cx(isFramed && styles["frame"], className)} aria-busy={isBusy} {...(label === undefined ? {} : { role: "region", tabIndex: 0, "aria-label": label })}>
      <table className={cx(styles["table"], isFixed && styles["fixed"], tableClass)}>{children}</table>
    </div>
  );
}
