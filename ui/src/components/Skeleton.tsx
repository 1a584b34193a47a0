import { useEffect, useState } from "react";
import styles from "./Skeleton.module.css";

export interface SkeletonProps {
  /** What is being loaded, for screen readers. */
  label: string;
  /** Grey lines; their widths vary. */
  lines?: number;
  height?: number | string;
}

/** Grey lines where text will stand. They show after 150 ms only, so that quick answers don't flicker. */
export function Skeleton({ label, lines = 3, height }: SkeletonProps) {
  const [isVisible, setVisible] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-busy="true" aria-label={`Loading ${label}`} className={styles["skeleton"]} style={height === undefined ? {} : { height }}>
      {isVisible ? Array.from({ length: lines }, (_, at) => <span key={at} className={styles["line"]} style={{ width: `${90 - ((at * 37) % 50)}%` }} />) : null}
    </div>
  );
}
