import styles from "./MarkedText.module.css";

/** What was typed, with the mistake in it marked; one without length is a place, shown as a space. */
export function MarkedText({ before, marked, after }: { before: string; marked: string; after: string }) {
  return (
    <p className={styles["typed"]}>
      {before}
      <mark className={styles["mark"]}>{marked === "" ? " " : marked}</mark>
      {after}
    </p>
  );
}
