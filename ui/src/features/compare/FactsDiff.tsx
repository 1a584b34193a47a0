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
  delta?: string;
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
  const lines = factLines(before, after).filter((line) => isAll || line.before !== line.after);
  if (lines.length === 0) return <EmptyState title="Nothing differs" icon={<Equal />}>Both sides are the same version, or equal in every fact.</EmptyState>;
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
          <th className={styles["end"]}>Difference</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ term, before: left, after: right, delta, isMono, draw }) => (
          <tr key={term}>
            <th scope="row">{term}</th>
            <td className={cx(styles["text"], isMono && "mono")}>{draw?.(before) ?? left}</td>
            <td className={cx(styles["text"], isMono && "mono", isAll && left !== right && styles["differs"])}>{draw?.(after) ?? right}</td>
            <td className={cx(styles["end"], "num", "dim")}>{left === right ? "" : (delta ?? "")}</td>
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
  const text = (term: string, pick: (version: VersionDetail) => string, rest: Partial<Line> = {}): Line => ({ term, before: pick(a), after: pick(b), ...rest });
  const days = (b.created_at - a.created_at) / 1000;
  return [
    text("Collection", ({ collection }) => collection),
    text("Type", ({ type }) => type),
    text("Created", ({ created_at: at }) => formatAbsolute(at), { delta: `${formatDuration(Math.abs(days))} ${days < 0 ? "earlier" : "later"}` }),
    text("By", ({ created_by: by }) => by || "—"),
    text("Size", ({ size }) => formatBytes(size), { delta: formatBytesDelta(b.size - a.size) }),
    text("Files", ({ files }) => formatCount(files), { delta: signed(b.files - a.files) }),
    text("Aliases", ({ aliases }) => listed(aliases.map(({ name }) => name)), { draw: ({ aliases }) => pills(aliases.map(({ name, protected: isProtected }) => <AliasPill key={name} name={name} isProtected={isProtected} />)) }),
    text("Tags", ({ tags }) => listed(tags.toSorted()), { draw: ({ tags }) => pills(tags.toSorted().map((tag) => <TagPill key={tag} name={tag} />)) }),
    text("TTL", ttlWords),
    text("Expires", ({ expires_at: at }) => (at === null ? "never" : formatAbsolute(at))),
    text("State", ({ state }) => (state === "deleted" ? "in the trash" : "live")),
    text("Description", ({ description }) => description || "—"),
    text("Digest", ({ digest }) => digest, { isMono: true }),
  ];
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${formatCount(Math.abs(value))}`;
}

/** Without any, its text stands there. */
function pills(all: ReactNode[]): ReactNode {
  return all.length === 0 ? null : <span className={styles["pills"]}>{all}</span>;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "—" : names.join(", ");
}

function ttlWords({ ttl_inherited: isInherited, ttl_seconds: seconds }: VersionDetail): string {
  if (isInherited) return "team default";
  return seconds === null ? "none" : formatDuration(seconds);
}
