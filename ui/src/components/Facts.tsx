import { Fragment, type ReactNode } from "react";
import styles from "./Facts.module.css";

export interface Fact {
  term: string;
  /** `null` and `undefined` leave the fact out. */
  value: ReactNode;
}

/** A two-column definition list: the form for metadata. */
export function Facts({ facts, termWidth }: { facts: readonly Fact[]; termWidth?: number }) {
  return (
    <dl className={styles["facts"]} style={termWidth === undefined ? {} : { gridTemplateColumns: `calc(${termWidth}px * var(--zoom)) 1fr` }}>
      {facts.map(({ term, value }) =>
        value === null || value === undefined ? null : (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
