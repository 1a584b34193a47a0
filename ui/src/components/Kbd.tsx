import styles from "./Kbd.module.css";

/** A key combination as text, e.g. "Ctrl K"; `isHint` where it is only a reminder inside a control with a name of its own. */
export function Kbd({ keys, isHint = false }: { keys: string; isHint?: boolean }) {
  // Drawn, not written: what is written inside a control has to be a part of its name (WCAG 2.5.3).
  return isHint ? <kbd className={styles["kbd"]} data-keys={keys} aria-hidden="true" /> : <kbd className={styles["kbd"]}>{keys}</kbd>;
}
