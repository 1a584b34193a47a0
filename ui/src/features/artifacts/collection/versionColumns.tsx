import { formatBytes, formatBytesDelta, formatCount } from "@/lib/format";
import { PillCell, RelativeTime, type Column, type Sort } from "@/components";
import { metadataOf, plainValue, type Row } from "./copyRows";
import styles from "./VersionTable.module.css";
import { TtlText } from "./TtlText";

export const FIRST_SORT: Sort = { column: "index", direction: "descending" };

/** Keys that a person can order by: ids of columns are the engine's keys. */
export function isSortKey(column: string): boolean {
  return ["index", "created", "size", "files", "ttl", "change"].includes(column) || column.startsWith("meta.");
}

const FIXED: readonly Column<Row>[] = [
  { id: "index", title: "Version", width: 84, minWidth: 64, isSortable: true, isFixed: true, render: ({ index, state }) => <span className={state === "deleted" ? undefined : "strong"}>v{index}</span> },
  {
    id: "labels",
    title: "Aliases and tags",
    width: 160,
    minWidth: 140,
    isFlexible: true,
    render: ({ aliases, tags }) => <PillCell aliases={aliases.map(({ name, protected: isProtected }) => ({ name, isProtected }))} tags={tags} />,
  },
  {
    id: "created",
    title: "Created",
    width: 106,
    isSortable: true,
    yields: 1,
    render: ({ created_at }) => (
      <span className={styles["quiet"]}>
        <RelativeTime at={created_at} isPlain />
      </span>
    ),
  },
  { id: "size", title: "Size", width: 80, align: "end", isSortable: true, render: ({ size }) => formatBytes(size) },
  { id: "change", title: "Change", width: 88, align: "end", isSortable: true, yields: 4, render: ({ change }) => <span className={styles["quiet"]}>{change === null ? "–" : formatBytesDelta(change)}</span> },
  { id: "files", title: "Files", width: 78, align: "end", isSortable: true, isHidden: true, render: ({ files }) => <span className={styles["quiet"]}>{formatCount(files)}</span> },
  { id: "ttl", title: "TTL remaining", width: 118, isSortable: true, yields: 2, render: (row) => <TtlText row={row} /> },
  { id: "digest", title: "Digest", width: 128, isHidden: true, render: ({ digest }) => <span className="mono dim">{digest}</span> },
];

/** The columns of a collection: the fixed ones and one for each number in its metadata, of which the first is shown. */
export function versionColumns(metadataKeys: readonly string[]): readonly Column<Row>[] {
  const metadata = metadataKeys.map((key, at): Column<Row> => ({
    id: `meta.${key}`,
    title: key,
    width: 78,
    align: "end",
    isSortable: true,
    isHidden: at > 0,
    yields: 3,
    render: (row) => <span title={`${key}: ${plainValue(metadataOf(row, key)) || "none"}`}>{shownValue(metadataOf(row, key))}</span>,
  }));
  return [...FIXED, ...metadata];
}

const NUMBER = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4, minimumSignificantDigits: 4 });

/** Fractions with four figures, so that they can be compared down the column; whole numbers as they are. */
function shownValue(json: string | null): string {
  if (json === null) return "–";
  const text = plainValue(json);
  const value = Number(text);
  if (text === "" || !Number.isFinite(value) || json.startsWith('"')) return text;
  if (Number.isInteger(value)) return formatCount(value);
  return Math.abs(value) >= 1e-4 && Math.abs(value) < 1e4 ? NUMBER.format(value) : value.toPrecision(4);
}
