import { cx } from "@/lib/cx";
import styles from "./CutText.module.css";

export interface CutTextProps {
  text: string;
  /** The end of `text` that stays, e.g. ":v12" or the name of a file. */
  tail: string;
  /** For the tooltip, where it says more than `text`. */
  title?: string;
  className?: string | undefined;
}

/** A text that is cut before its end where there is too little room: the end is what tells it from its like. */
export function CutText({ text, tail, title = text, className }: CutTextProps) {
  const head = text.slice(0, text.length - tail.length);
  return (
    <span className={cx(styles["text"], className)} title={title}>
      {head === "" ? null : <span className={styles["head"]}>{head}</span>}
      {tail === "" ? null : <span className={styles["tail"]}>{tail}</span>}
    </span>
  );
}
