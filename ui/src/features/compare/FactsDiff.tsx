import { Equal } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { VersionDetail } from "@/api";
import { AliasPill, EmptyState, TagPill } from "@/components";
import { addressPath, parseAddress } from "@/lib/address";
import { cx } from "@/lib/cx";
import { formatBytes, formatBytesDelta, formatCount, formatDuration } from "@/lib/format";
import { formatAbsolute } from "@/lib/time";
import styles from "./Compare.module.css";

interface Line {
  term: string;
  before: string;
  after: string;
  /** Of the values themselves: two sizes may differ and read alike. */
  isEqual: boolean;
  delta?: string | null;
  isMono?: boolean;
  /** How a side is drawn, where it is more than its text. */
  draw?: (version: VersionDetail) => ReactNode;
}

export interface FactsDiffProps {
  before: VersionDetail;
  after: VersionDetail;
  titles: readonly [string, string];
  /** With what is equal, too. */
  isAll: boolean;
}

/** What the two versions are, line by line. */
export function FactsDiff({ before, after, titles, isAll }: FactsDiffProps) {
  const lines = factLines(before, after).filter(({ isEqual }) => isAll || !isEqual);
  if (lines.length === 0) return <EmptyState title="Nothing differs" icon={<Equal />}>Both sides are the same version, or equal in every fact.</EmptyState>;
  const hasDelta = lines.some(({ isEqual, delta }) => !isEqual && delta);
  return (
    <table className={cx(styles["table"], "selectable")}>
      <thead>
        <tr>
          <th aria-label="Fact" />
          <th>
            <Title version={before} text={titles[0]} />
          </th>
          <th>
            <Title version={after} text={titles[1]} />
          </th>
          {hasDelta ? <th className={styles["end"]}>Difference</th> : null}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ term, before: left, after: right, isEqual, delta, isMono, draw }) => (
          <tr key={term}>
            <th scope="row">{term}</th>
            <td className={cx(styles["text"], isMono && "mono")}>{draw?.(before) ?? left}</td>
            <td className={cx(styles["text"], isMono && "mono", isAll && !isEqual && styles["differs"])}>{draw?.(after) ?? right}</td>
            {hasDelta ? <td className={cx(styles["end"], "num", "dim")}>{isEqual ? "" : (delta ?? "")}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Title({ version, text }: { version: VersionDetail; text: string }) {
  const parsed = parseAddress(version.address);
  return parsed ? <Link to={addressPath(parsed)}>{text}</Link> : text;
}

export function factLines(a: VersionDetail, b: VersionDetail): Line[] {
  const line = <Value,>(term: string, pick: (version: VersionDetail) => Value, words: (value: Value) => string, rest: Partial<Line> = {}): Line => {
    const [before, after] = [pick(a), pick(b)];
    return { term, before: words(before), after: words(after), isEqual: before === after, ...rest };
  };
  const text = (term: string, pick: (version: VersionDetail) => string, rest?: Partial<Line>) => line(term, pick, (value) => value || "—", rest);
  return [
    text("Collection", ({ collection }) => collection),
    text("Type", ({ type }) => type),
    line("Created", ({ created_at: at }) => at, formatAbsolute, { delta: apart(a.created_at, b.created_at) }),
    text("By", ({ created_by: by }) => by),
    line("Size", ({ size }) => size, formatBytes, { delta: formatBytesDelta(b.size - a.size) }),
    line("Files", ({ files }) => files, formatCount, { delta: signed(b.files - a.files) }),
    text("Aliases", ({ aliases }) => aliases.map(({ name }) => name).join(", "), { draw: ({ aliases }) => pills(aliases.map(({ name, protected: isProtected }) => <AliasPill key={name} name={name} isProtected={isProtected} />)) }),
    text("Tags", ({ tags }) => tags.toSorted().join(", "), { draw: ({ tags }) => pills(tags.toSorted().map((tag) => <TagPill key={tag} name={tag} />)) }),
    text("TTL", ttlWords),
    line("Expires", ({ expires_at: at }) => at, (at) => (at === null ? "never" : formatAbsolute(at)), { delta: apart(a.expires_at, b.expires_at) }),
    text("State", ({ state }) => (state === "deleted" ? "in the trash" : "live")),
    text("Description", ({ description }) => description),
    text("Digest", ({ digest }) => digest, { isMono: true }),
  ];
}

/** "6 s later": how far the second of two times is from the first. */
function apart(from: number | null, to: number | null): string | null {
  if (from === null || to === null) return null;
  const seconds = Math.abs(to - from) / 1000;
  return `${seconds < 1 ? "under 1 s" : formatDuration(seconds)} ${to < from ? "earlier" : "later"}`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${formatCount(Math.abs(value))}`;
}

/** Without any, its text stands there. */
function pills(all: ReactNode[]): ReactNode {
  return all.length === 0 ? null : <span className={styles["pills"]}>{all}</span>;
}

function ttlWords({ ttl_inherited: isInherited, ttl_seconds: seconds }: VersionDetail): string {
  if (isInherited) return "team default";
  return seconds === null ? "none" : formatDuration(seconds);
}
