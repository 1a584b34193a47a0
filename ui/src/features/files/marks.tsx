import { Fragment } from "react";
import styles from "./files.module.css";

/** The parts of a path that a pattern names: the text itself, or what stands between the wildcards of a glob. */
export function hitRanges(path: string, pattern: string): [number, number][] {
  const words = pattern.split(/[*?]+/).filter((word) => word !== "");
  const text = path.toLowerCase();
  const ranges: [number, number][] = [];
  let from = 0;
  for (const word of words) {
    const at = text.indexOf(word.toLowerCase(), from);
    if (at < 0) return [];
    ranges.push([at, at + word.length]);
    from = at + word.length;
  }
  return ranges;
}

/** A path with the hits of the find box marked. */
export function Marked({ path, pattern }: { path: string; pattern: string }) {
  const ranges = pattern === "" ? [] : hitRanges(path, pattern);
  let from = 0;
  const parts = ranges.map(([start, end]) => {
    const before = path.slice(from, start);
    from = end;
    return (
      <Fragment key={start}>
        {before}
        <mark className={styles["mark"]}>{path.slice(start, end)}</mark>
      </Fragment>
    );
  });
  return (
    <>
      {parts}
      {path.slice(from)}
    </>
  );
}
