import { HardDrive } from "lucide-react";
import { useMemo, useState, type KeyboardEvent } from "react";
import type { Storage, StorageGroup } from "@/api";
import { DataGrid, EmptyState, NO_SELECTION, TypeIcon, useColumnLayout, type Column, type Sort } from "@/components";
import { capitalised, formatBytes, formatCount } from "@/lib/format";
import { crumbsOf, nounsOf, type Level } from "./level";
import styles from "./Storage.module.css";
import { tilesOf, type Tile } from "./tiles";

export interface StorageTableProps {
  level: Level;
  storage: Storage;
  onOpen: (group: StorageGroup) => void;
  onUp: () => void;
}

const number = (id: keyof StorageGroup & ("versions" | "trashed"), title: string, yields: number): Column<Tile> => ({ id, title, width: 92, align: "end", isSortable: true, yields, render: ({ group }) => (group ? formatCount(group[id]) : "") });
const bytes = (id: "exclusive" | "shared" | "logical", title: string, rest: Partial<Column<Tile>>): Column<Tile> => ({ id, title, width: 96, align: "end", isSortable: true, ...rest, render: (tile) => <Bytes value={bytesOf(tile, id)} /> });

/** The first column is called by what the level shows. */
const columnsOf = (level: Level): readonly Column<Tile>[] => [
  { id: "name", title: capitalised(nounsOf(level)[0]), width: 240, minWidth: 160, isFlexible: true, isFixed: true, isSortable: true, render: (tile) => <Name tile={tile} /> },
  number("versions", "Versions", 2),
  number("trashed", "In trash", 4),
  bytes("exclusive", "Exclusive", { isFixed: true }),
  bytes("shared", "Shared", { isFixed: true }),
  bytes("logical", "Logical", { yields: 1 }),
];

/** The same as the map as rows, and with what is too small for a tile. */
export function StorageTable({ level, storage, onOpen, onUp }: StorageTableProps) {
  const columns = useMemo(() => columnsOf(level), [level]);
  const layout = useColumnLayout("storage", columns);
  const [sort, setSort] = useState<Sort>({ column: "exclusive", direction: "descending" });
  const [selection, setSelection] = useState(NO_SELECTION);
  const rows = useMemo(() => {
    const { groups, parts } = tilesOf(storage, level);
    return sorted([...groups, ...parts], sort);
  }, [storage, level, sort]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Backspace") return;
    event.preventDefault();
    onUp();
  };
  // The data's own number: the same sort of other bytes is other rows.
  const [seen, setSeen] = useState({ rows, serial: 0 });
  if (seen.rows !== rows) setSeen({ rows, serial: seen.serial + 1 });
  return (
    <div className={styles["table"]} onKeyDown={onKeyDown} role="presentation">
      <DataGrid
        label={`Bytes by ${nounsOf(level)[0]} in ${crumbsOf(level).at(-1)?.text ?? "Store"}`}
        layout={layout}
        dataKey={seen.serial}
        rowCount={rows.length}
        loadRows={async (start, count) => rows.slice(start, start + count)}
        rowKey={({ key }) => key}
        sort={sort}
        onSortChange={setSort}
        selection={selection}
        onSelectionChange={setSelection}
        onOpen={({ row }) => row.group && row.kind === "group" && onOpen(row.group)}
        hideCheckboxes
        empty={<EmptyState title={`No ${nounsOf(level)[1]} here`} icon={<HardDrive />} />}
      />
    </div>
  );
}

/** The name, of a project with its entity; what else leads there is the level, which is told above. */
function Name({ tile: { type, group, title, note } }: { tile: Tile }) {
  const address = group?.address ?? "";
  return (
    <span className="row clip" title={address || title}>
      {type === null ? null : <TypeIcon type={type} size="small" />}
      <span className={styles["rowName"]}>{title}</span>
      <span className="dim clip">{note || entityOf(address)}</span>
    </span>
  );
}

function entityOf(address: string): string {
  const [entity = "", , ...more] = address.split("/");
  return more.length === 0 ? entity : "";
}

function Bytes({ value }: { value: number | null }) {
  return value === null ? null : <span title={`${formatCount(value)} B`}>{formatBytes(value)}</span>;
}

/** What several need stands with the shared bytes; what is no group's otherwise would be freed by itself. */
function bytesOf({ kind, group, bytes: own }: Tile, column: "exclusive" | "shared" | "logical"): number | null {
  if (group) return group[column];
  return column === (kind === "shared" ? "shared" : "exclusive") ? own : null;
}

function sorted(rows: readonly Tile[], { column, direction }: Sort): readonly Tile[] {
  const sign = direction === "ascending" ? 1 : -1;
  const valueOf = (tile: Tile): number => (column === "versions" || column === "trashed" ? tile.group?.[column] : bytesOf(tile, column as "shared")) ?? -1;
  const byName = (a: Tile, b: Tile) => (a.group?.address || a.title).localeCompare(b.group?.address || b.title, undefined, { numeric: true });
  return rows.toSorted((a, b) => sign * (column === "name" ? byName(a, b) : valueOf(a) - valueOf(b)) || byName(a, b));
}
