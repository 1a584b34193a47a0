import { CircleHelp } from "lucide-react";
import { Button, IconButton, Popover } from "@/components";
import styles from "./Toolbar.module.css";

const TERMS: readonly [term: string, words: string][] = [
  ["+mnist:v3", "it and everything before it"],
  ["mnist:v3+", "it and everything made from it"],
  ["2+model:best+1", "two steps before, one after"],
  ["type:dataset", "versions of a type"],
  ["alias:prod", "versions with an alias"],
  ["tag:checked", "versions with a tag"],
  ["run:train*", "runs by name"],
  ["job:train", "runs by job type"],
  ["type:model,alias:best", "comma: both must hold"],
  ["!type:model", "not"],
  ['+"mnist:best model"', "quotes around spaces"],
];

/** What a query can be made of; a term is put in by choosing it. */
export function QueryHelp({ onInsert }: { onInsert: (term: string) => void }) {
  return (
    <Popover label="How to write a query" trigger={<IconButton size="small" label="How to write a query" icon={<CircleHelp />} />}>
      {(close) => (
        <div className={styles["help"]}>
          <p className="small dim">Words with a space between them add up.</p>
          <dl className={styles["terms"]}>
            {TERMS.map(([term, words]) => (
              <div key={term} className={styles["termRow"]}>
                <dt>
                  <Button size="small" kind="quiet" className={styles["term"] ?? ""} onPress={() => (close(), onInsert(term))}>
                    {term}
                  </Button>
                </dt>
                <dd className="small dim">{words}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </Popover>
  );
}
