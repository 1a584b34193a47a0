import type { CollectionDetail } from "@/api";
import { Facts, RelativeTime } from "@/components";
import { formatBytes, formatCount } from "@/lib/format";
import styles from "./Inspector.module.css";

/** With nothing selected: the collection as a whole. */
export function CollectionSummary({ detail }: { detail: CollectionDetail }) {
  const { row, created_at, bytes, trashed, next_index } = detail;
  return (
    <div className={styles["inspector"]}>
      <h2 className={styles["title"]}>{row.name}</h2>
      <Facts
        facts={[
          {
            term: "Type",
            value: (
              <div className="clip" title={row.type}>
                {row.type}
              </div>
            ),
          },
          { term: "Latest", value: row.latest },
          { term: "Next", value: `v${next_index}` },
          { term: "In trash", value: trashed > 0 ? formatCount(trashed) : null },
          { term: "Created", value: <RelativeTime at={created_at} /> },
          { term: "Changed", value: <RelativeTime at={row.updated_at} /> },
          { term: "Logical", value: formatBytes(row.logical_bytes) },
          { term: "Exclusive", value: bytes ? <Bytes bytes={bytes.exclusive} words="freed if deleted" /> : null },
          { term: "Shared", value: bytes ? <Bytes bytes={bytes.shared} words="with others" /> : null },
        ]}
      />
      <p className="dim">Select a version to see its facts here.</p>
    </div>
  );
}

/** "408 MiB freed if deleted": the number counts, the words explain. */
export function Bytes({ bytes, words }: { bytes: number; words: string }) {
  return (
    <>
      {formatBytes(bytes)} <span className="dim">{words}</span>
    </>
  );
}
