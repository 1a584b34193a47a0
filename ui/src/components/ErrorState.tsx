import { Copy, RotateCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./Button";
import styles from "./States.module.css";

export interface ErrorStateProps {
  /** What failed, e.g. "The files of v12 can't be read". */
  title: string;
  /** Why, in plain words. */
  why?: ReactNode;
  /** What to do now. */
  hint?: ReactNode;
  onRetry?: (() => void) | undefined;
  /** To try again is what one wants here most. */
  isRetryFirst?: boolean;
  /** Text for *Copy details*; made when pressed. */
  details?: (() => string) | undefined;
  /** Copies through the platform; without it the browser's clipboard is used. */
  onCopy?: (text: string) => void;
  actions?: ReactNode;
}

/** A failure in place: what, why, what to do, Retry, Copy details. */
export function ErrorState({ title, why, hint, onRetry, isRetryFirst = false, details, onCopy, actions }: ErrorStateProps) {
  const copy = (text: string) => (onCopy ? onCopy(text) : void navigator.clipboard?.writeText(text));
  return (
    <div className={styles["state"]} role="alert">
      <span className={styles["alarm"]}>
        <TriangleAlert aria-hidden="true" />
      </span>
      <h2 className={styles["title"]}>{title}</h2>
      {why ? <div className={styles["text"]}>{why}</div> : null}
      {hint ? <div className={styles["text"]}>{hint}</div> : null}
      <div className="row wrap">
        {isRetryFirst ? null : actions}
        {onRetry ? (
          <Button kind={isRetryFirst ? "primary" : "plain"} icon={<RotateCw />} onPress={onRetry}>
            Retry
          </Button>
        ) : null}
        {isRetryFirst ? actions : null}
        {details ? (
          <Button kind="quiet" icon={<Copy />} onPress={() => copy(details())}>
            Copy details
          </Button>
        ) : null}
      </div>
    </div>
  );
}
