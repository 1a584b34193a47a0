import type { ReactNode } from "react";
import { describeError } from "@/api";
import { Button, Skeleton } from "@/components";
import styles from "./Outlook.module.css";

export interface PartProps {
  /** The control that chooses the part. */
  choice: ReactNode;
}

export interface PanelProps extends PartProps {
  /** What the part is, for readers of the page's outline. */
  title: string;
  /** In one line, at the right. */
  summary?: ReactNode;
  actions?: ReactNode;
  error?: unknown;
  onRetry?: () => void;
  isLoading?: boolean;
  children: ReactNode;
}

/** Head, summary and content of one part below the map. */
export function Panel({ choice, title, summary, actions, error, onRetry, isLoading = false, children }: PanelProps) {
  return (
    <section aria-label={title} className={styles["panel"]}>
      <div className={styles["panelHead"]}>
        {choice}
        <span className="grow" />
        <span className="small dim num clip">{summary}</span>
        {actions}
      </div>
      <div className={styles["content"]}>
        {error ? (
          <div className={styles["quiet"]} role="alert">
            <span className="danger">{describeError(error).message}</span>
            <Button size="small" {...(onRetry ? { onPress: onRetry } : {})}>
              Retry
            </Button>
          </div>
        ) : isLoading ? (
          <Skeleton label={title} lines={3} />
        ) : (
          children
        )}
      </div>
    </section>
  );
}
