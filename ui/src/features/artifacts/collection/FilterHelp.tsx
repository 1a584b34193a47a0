import { CircleHelp } from "lucide-react";
import { Button, IconButton, Popover } from "@/components";
import styles from "./FilterBar.module.css";

const TERMS: readonly [term: string, meaning: string][] = [
  ["alias:best", "has this alias; * stands for anything"],
  ["tag:reviewed", "has this tag"],
  ["size:>1GB", "larger; also <, ranges 10MiB..2GiB"],
  ["files:>100", "number of files"],
  ["ttl:<7d", "expires within; ttl:none, ttl:inherit"],
  ["created:<7d", "younger; also created:>2026-01-31"],
  ["state:live", "not in the trash; state:deleted"],
  ["digest:6eec", "digest begins with"],
  ["v10..v20", "versions by number"],
];

/** The words of the filter language; one press puts an example into the field. */
export function FilterHelp({ onInsert, metadataKeys }: { onInsert: (term: string) => void; metadataKeys: readonly string[] }) {
  const [key = "acc"] = metadataKeys;
  const name = /^[\w.-]+$/.test(key) ? key : `"${key}"`;
  const terms = [...TERMS, [`meta.${name}:>0.9`, "a value of the metadata"] as const];
  return (
    <Popover label="Filter help" placement="bottom start" trigger={<IconButton label="Filter help" icon={<CircleHelp />} />}>
      {(close) => (
        <div className={styles["help"]}>
          <p className="small dim">Terms stand side by side and must all hold. A dash before one turns it around; plain words look into aliases, tags and descriptions.</p>
          <div className={styles["terms"]}>
            {terms.map(([term, meaning]) => (
              <Term key={term} term={term} meaning={meaning} onPress={() => (close(), onInsert(term))} />
            ))}
          </div>
        </div>
      )}
    </Popover>
  );
}

function Term({ term, meaning, onPress }: { term: string; meaning: string; onPress: () => void }) {
  return (
    <>
      <Button kind="quiet" size="small" className={styles["term"] ?? ""} aria-label={`Add ${term}`} onPress={onPress}>
        {term}
      </Button>
      <span className="small dim">{meaning}</span>
    </>
  );
}
