import type { ReactNode } from "react";
import styles from "./States.module.css";

export interface EmptyStateProps {
  /** One sentence: what isn't here. */
  title: string;
  /** How it comes to be, or which filter hides it. */
  children?: ReactNode;
  /** One primary action. */
  action?: ReactNode;
  icon?: ReactNode;
}

/** A view with nothing in it, or with nothing that matches. */
export function EmptyState({ title, children, action, icon }: EmptyStateProps) {
  return (
    <div className={styles["state"]}>
      {icon ? <span className={styles["icon"]}>{icon}</span> : null}
      <h2 className={styles["title"]}>{title}</h2>
      {children ? <div className={styles["text"]}>{children}</div> : null}
      {action ? <div className="row">{action}</div> : null}
    </div>
  );
}
