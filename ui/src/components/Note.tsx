import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import styles from "./Note.module.css";

export interface NoteProps {
  tone?: "info" | "warning" | "danger" | "success";
  children: ReactNode;
  action?: ReactNode;
  /** Spoken when it appears or changes. */
  isLive?: boolean;
}

const ICONS = { info: Info, warning: TriangleAlert, danger: TriangleAlert, success: CircleCheck };

/** A sentence with weight, inside a dialog or a page. */
export function Note({ tone = "info", children, action, isLive }: NoteProps) {
  const Icon = ICONS[tone];
  return (
    <div className={cx(styles["note"], styles[tone])} {...(isLive ? { role: tone === "danger" ? "alert" : "status" } : {})}>
      <Icon aria-hidden="true" />
      <div className="grow">{children}</div>
      {action}
    </div>
  );
}
