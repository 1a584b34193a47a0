import styles from "./Kbd.module.css";

/** A key combination as text, e.g. "Ctrl K". */
export function Kbd({ keys }: { keys: string }) {
  return <kbd className={styles["kbd"]}>{keys}</kbd>;
}
