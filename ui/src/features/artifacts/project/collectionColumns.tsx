import { Link } from "react-router";
import type { CollectionRow } from "@/api";
import { PillCell, RelativeTime, Sparkline, TypeIcon, type Column, type Sort } from "@/components";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { pathOf } from "../paths";
import styles from "./ProjectPage.module.css";

export const FIRST_SORT: Sort = { column: "name", direction: "ascending" };

export function isSortKey(column: string): boolean {
  return ["name", "versions", "updated", "size"].includes(column);
}

/** Columns of a project; the page of a type leaves its own name out. */
export const COLLECTION_COLUMNS: readonly Column<CollectionRow>[] = [
  {
    id: "name",
    title: "Name",
    width: 190,
    minWidth: 150,
    isFlexible: true,
    isFixed: true,
    isSortable: true,
    render: ({ address, name, type }) => (
      <Link to={pathOf(address)} tabIndex={-1} className={styles["name"]} title={name}>
        <TypeIcon type={type} />
        <span className="strong clip">{name}</span>
      </Link>
    ),
  },
  { id: "type", title: "Type", width: 92, yields: 4, render: ({ type }) => <span className="dim">{type}</span> },
  { id: "latest", title: "Latest", width: 66, yields: 1, render: ({ latest }) => latest ?? <span className="dim">–</span> },
  { id: "versions", title: "Versions", width: 78, align: "end", isSortable: true, render: ({ versions }) => formatCount(versions) },
  { id: "size", title: "Size", width: 80, align: "end", isSortable: true, render: ({ logical_bytes }) => formatBytes(logical_bytes) },
  {
    id: "updated",
    title: "Last change",
    width: 106,
    isSortable: true,
    yields: 2,
    render: ({ updated_at }) => (
      <span className="dim">
        <RelativeTime at={updated_at} isPlain />
      </span>
    ),
  },
  { id: "aliases", title: "Aliases and tags", width: 160, minWidth: 120, isFlexible: true, yields: 3, render: ({ aliases, tags }) => <PillCell aliases={aliases.map((name) => ({ name }))} tags={tags} /> },
  {
    id: "sizes",
    title: "Size per version",
    width: 120,
    yields: 5,
    render: ({ name, sizes }) => <Sparkline label={`Sizes of the last ${plural(sizes.length, "version")} of ${name}`} values={sizes} width={100} height={20} />,
  },
];

export const TYPE_COLUMNS: readonly Column<CollectionRow>[] = COLLECTION_COLUMNS.filter(({ id }) => id !== "type");
