import { Bookmark, Lock, X } from "lucide-react";
import { useLayoutEffect, useRef, useState, type CSSProperties, type ReactNode } from "react";
import { useAppearance } from "@/lib/appearance";
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

/** Aliases, then tags, cut off after `max` with "+n"; what stands around lays them out. */
export function PillRow({ aliases, tags, max = 3 }: PillRowProps) {
  const words = wordsOf({ aliases, tags });
  return (
    <>
      {pillsOf({ aliases, tags }).slice(0, max)}
      <More words={words.slice(max)} />
    </>
  );
}

/** Pills in a column of ordinary width, and in a wide one. */
const USUAL = 2;
const MANY = 4;

/** Aliases, then tags, as many as the cell of a table has room for: one, two or four; one that can be read says more than two that are cut. */
export function PillCell({ aliases, tags }: Omit<PillRowProps, "max">) {
  const words = wordsOf({ aliases, tags });
  const pills = pillsOf({ aliases, tags });
  if (words.length < 2) return <span className={styles["pills"]}>{pills}</span>;
  const room = (count: number) => `${roomFor(words, aliases, count)}px`;
  return (
    <span className={cx(styles["pills"], styles["fitted"])} style={{ "--two": room(USUAL), "--many": room(MANY) } as CSSProperties}>
      {pills[0]}
      <span className={styles["second"]}>{pills[1]}</span>
      {pills.length > USUAL ? <span className={styles["others"]}>{pills.slice(USUAL, MANY)}</span> : null}
      <More words={words.slice(1)} className={styles["afterOne"]} />
      <More words={words.slice(USUAL)} className={styles["afterTwo"]} />
      <More words={words.slice(MANY)} className={styles["afterMany"]} />
    </span>
  );
}

/** Aliases, then tags, in one line that takes the room there is: as many as fit before `children`, the rest as "+3". */
export function PillLine({ aliases, tags, children }: Omit<PillRowProps, "max"> & { children?: ReactNode }) {
  const { zoom } = useAppearance();
  const line = useRef<HTMLSpanElement>(null);
  const end = useRef<HTMLSpanElement>(null);
  const [room, setRoom] = useState(Infinity);
  useLayoutEffect(() => {
    const element = line.current;
    if (!element) return undefined;
    const measure = () => setRoom(element.clientWidth === 0 ? Infinity : Math.floor((element.clientWidth - (end.current?.offsetWidth ?? 0)) / zoom / STEP) * STEP);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (end.current) observer.observe(end.current);
    return () => observer.disconnect();
  }, [zoom]);
  const words = wordsOf({ aliases, tags });
  let count = words.length;
  while (count > 0 && roomFor(words, aliases, count) + GAP > room) count -= 1;
  return (
    <span ref={line} className={styles["line"]} style={{ "--all": `${roomFor(words, aliases, words.length)}px` } as CSSProperties}>
      <PillRow aliases={aliases} tags={tags} max={count} />
      <span ref={end} className={styles["lineEnd"]}>
        {children}
      </span>
    </span>
  );
}

/** Of the measured width, so that not each pixel draws again. */
const STEP = 4;

/** Widths in CSS pixels at 100 % zoom, near enough: measuring each row would cost more than it tells. */
const ENDS = 14;
const ICON = 15;
const GAP = 4;
const REST = 26;
const WIDEST = 160;

/** Room for the first `count` pills and, where there are more, their number. */
function roomFor(words: readonly string[], aliases: PillRowProps["aliases"], count: number): number {
  const widths = words.slice(0, count).map((word, at) => Math.min(WIDEST, ENDS + textWidth(word) + (at < aliases.length && word !== "latest" ? ICON : 0)));
  return Math.ceil(widths.reduce((sum, width) => sum + GAP + width, (words.length > count ? REST : 0) - GAP));
}

function textWidth(text: string): number {
  const narrow = text.match(/[fijlrt1 .'-]/g)?.length ?? 0;
  const wide = text.match(/[mwMW]/g)?.length ?? 0;
  return 3.3 * narrow + 9 * wide + 6.4 * (text.length - narrow - wide);
}

function wordsOf({ aliases, tags }: PillRowProps): string[] {
  return [...aliases.map(({ name }) => name), ...tags.map((tag) => `#${tag}`)];
}

function pillsOf({ aliases, tags }: PillRowProps) {
  return [...aliases.map((alias) => <AliasPill key={alias.name} {...alias} />), ...tags.map((tag) => <TagPill key={`#${tag}`} name={tag} />)];
}

function More({ words, className }: { words: readonly string[]; className?: string | undefined }) {
  if (words.length === 0) return null;
  return (
    <span className={cx(styles["more"], className)} title={words.join(", ")}>
      +{words.length}
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
