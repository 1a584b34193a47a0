import { Bookmark, Lock, X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import styles from "./Pills.module.css";
import { TypeIcon } from "./TypeIcon";

interface PillProps {
  className?: string;
  /** Adds a button that takes it away; must be told by keyboard too. */
  onRemove?: () => void;
  /** Spoken name of the remove button; default "Remove …". */
  removeLabel?: string;
}

/** An alias: filled with a bookmark; `latest`, which Cairn keeps, is only outlined; a protected one is grey with a lock. */
export function AliasPill({ name, isProtected, ...rest }: PillProps & { name: string; isProtected?: boolean }) {
  const kind = isProtected ? "protected" : name === "latest" ? "latest" : "alias";
  return (
    <Pill kind={kind} text={name} {...rest}>
      {kind === "protected" ? <Lock aria-label="protected" /> : kind === "alias" ? <Bookmark aria-hidden="true" /> : null}
    </Pill>
  );
}

export function TagPill({ name, ...rest }: PillProps & { name: string }) {
  return <Pill kind="tag" text={`#${name}`} {...rest} />;
}

/** An artifact type; `withIcon` adds its coloured icon. */
export function TypePill({ type, withIcon }: { type: string; withIcon?: boolean }) {
  return (
    <Pill kind="type" text={type}>
      {withIcon ? <TypeIcon type={type} /> : null}
    </Pill>
  );
}

export interface PillRowProps {
  aliases: readonly { name: string; isProtected?: boolean }[];
  tags: readonly string[];
  /** The rest becomes "+3" with the names as its title. */
  max?: number;
}

/** Letters of two pills that a narrow column has room for; a bookmark takes as much as some of them. */
const FIT = 19;
const BOOKMARK = 2.5;

/** Aliases, then tags, cut off after `max` with "+n"; for table cells. */
export function PillRow({ aliases, tags, max = 3 }: PillRowProps) {
  const shownAliases = aliases.slice(0, max);
  const shownTags = tags.slice(0, Math.max(0, max - shownAliases.length));
  const all = [...aliases.map(({ name }) => name), ...tags.map((tag) => `#${tag}`)];
  const letters = all.slice(0, 2).join("").length + BOOKMARK * aliases.slice(0, 2).filter(({ name }) => name !== "latest").length;
  const isFitted = max === 2 && all.length > 1 && letters > FIT;
  const hidden = [...aliases.slice(shownAliases.length).map(({ name }) => name), ...tags.slice(shownTags.length).map((tag) => `#${tag}`)];
  return (
    <span className={cx(styles["pills"], isFitted && styles["fitted"])}>
      {shownAliases.map((alias) => (
        <AliasPill key={alias.name} {...alias} />
      ))}
      {shownTags.map((tag) => (
        <TagPill key={tag} name={tag} />
      ))}
      {hidden.length > 0 ? (
        <span className={styles["more"]} title={hidden.join(", ")}>
          +{hidden.length}
        </span>
      ) : null}
      {isFitted ? (
        <span className={styles["rest"]} title={all.slice(1).join(", ")}>
          +{all.length - 1}
        </span>
      ) : null}
    </span>
  );
}

function Pill({ kind, text, children, className, onRemove, removeLabel }: PillProps & { kind: string; text: string; children?: ReactNode }) {
  return (
    <span className={cx(styles["pill"], styles[kind], className)}>
      {children}
      <span className="clip" title={text}>
        {text}
      </span>
      {onRemove ? (
        <button type="button" className={styles["remove"]} tabIndex={-1} aria-label={removeLabel ?? `Remove ${text}`} onClick={onRemove}>
          <X />
        </button>
      ) : null}
    </span>
  );
}
