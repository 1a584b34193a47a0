import { useCommand, type TrashRow } from "@/api";
import { CutText, RelativeTime, TypeIcon, type Column } from "@/components";
import { becauseShort, secondsUntil } from "@/features/versions";
import { parseAddress, suffixOf } from "@/lib/address";
import { cx } from "@/lib/cx";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { formatAbsolute, formatRelative } from "@/lib/time";
import styles from "./Trash.module.css";

const SOON_SECONDS = 86_400;

export const TRASH_COLUMNS: readonly Column<TrashRow>[] = [
  { id: "version", title: "Version", width: 260, minWidth: 260, isFlexible: true, isFixed: true, render: (row) => <Name row={row} /> },
  { id: "because", title: "Why", width: 122, yields: 2, render: ({ because }) => becauseShort(because) },
  { id: "deleted", title: "Deleted", width: 108, yields: 3, render: ({ deleted_at: at }) => <RelativeTime at={at} isPlain /> },
  { id: "purged", title: "Purged", width: 108, render: ({ purge_at: at }) => <Purged at={at} /> },
  { id: "size", title: "Size", width: 84, align: "end", yields: 1, render: ({ size }) => formatBytes(size) },
  { id: "freed", title: "Freed", width: 84, align: "end", yields: 2, render: ({ id }) => <Freed id={id} /> },
  { id: "files", title: "Files", width: 78, align: "end", yields: 4, render: ({ files }) => formatCount(files) },
];

function Name({ row: { address, type } }: { row: TrashRow }) {
  const parsed = parseAddress(address);
  const name = parsed ? `${parsed.collection ?? ""}:${parsed.suffix ?? ""}` : address;
  return (
    <span className="row clip">
      <TypeIcon type={type} size="small" />
      <CutText text={name} tail={suffixOf(name)} title={address} className="strong" />
      <span className={cx("clip dim", styles["home"])}>{parsed ? `${parsed.entity}/${parsed.project}` : ""}</span>
    </span>
  );
}

/** What would be freed if it alone went; counted only for rows in view. */
function Freed({ id }: { id: number }) {
  const { data } = useCommand("version.bytes", { version: `#${id}` });
  return data ? <span title={plural(data.exclusive, "byte")}>{formatBytes(data.exclusive)}</span> : <span className="dim">…</span>;
}

function Purged({ at }: { at: number }) {
  return (
    <span title={formatAbsolute(at)} className={cx(secondsUntil(at) < SOON_SECONDS && "warning")}>
      {secondsUntil(at) <= 0 ? "due now" : formatRelative(at)}
    </span>
  );
}
