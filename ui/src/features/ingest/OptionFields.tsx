import type { LogOptions } from "@/api";
import { Select, TokenField, type Option } from "@/components";
import styles from "./ingest.module.css";

const LINKS: readonly Option[] = [
  { value: "follow", label: "Follow them" },
  { value: "skip", label: "Leave them out" },
  { value: "fail", label: "Stop at them" },
];
const UNREADABLE: readonly Option[] = [
  { value: "fail", label: "Stop and name them" },
  { value: "skip", label: "Leave them out" },
];

/** What most people never change: links, unreadable files, patterns of what is left out. */
export function OptionFields({ options, onOptions }: { options: LogOptions; onOptions: (options: Partial<LogOptions>) => void }) {
  return (
    <div className={styles["options"]}>
      <Select label="Symbolic links" value={options.links ?? "follow"} options={LINKS} onChange={(links) => onOptions({ links: links === "follow" ? null : links })} />
      <Select label="Files that can't be read" value={options.unreadable ?? "fail"} options={UNREADABLE} onChange={(unreadable) => onOptions({ unreadable: unreadable === "fail" ? null : unreadable })} />
      <div className={styles["wide"]}>
        <TokenField
          label="Leave out what matches"
          placeholder="*.tmp, cache/**"
          tokens={options.exclude}
          onChange={(exclude) => onOptions({ exclude })}
          renderToken={(token, remove) => (
            <span className={styles["glob"]}>
              <span className="mono clip">{token}</span>
              {remove ? (
                <button type="button" tabIndex={-1} aria-label={`Remove ${token}`} onClick={remove}>
                  ×
                </button>
              ) : null}
            </span>
          )}
        />
      </div>
    </div>
  );
}
