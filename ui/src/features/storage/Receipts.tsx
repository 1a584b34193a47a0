import { useMemo, useState } from "react";
import { describeError, useCommand, useRevision, type Receipt } from "@/api";
import { DataGrid, NO_SELECTION, RelativeTime, useColumnLayout, type Column } from "@/components";
import { formatBytes, formatCount } from "@/lib/format";
import { ExportReceipts } from "./ExportReceipts";
import { receiptOpener } from "./opener";
import styles from "./Outlook.module.css";
import { Panel, type PartProps } from "./Panel";
import { reasonOf, receiptSequence } from "./receiptData";

const COLUMNS: readonly Column<Receipt>[] = [
  { id: "when", title: "When", width: 130, isFixed: true, render: ({ at }) => <RelativeTime at={at} isPlain /> },
  { id: "who", title: "Who", width: 120, yields: 1, render: ({ actor }) => <span title={actor}>{actor}</span> },
  { id: "why", title: "Why", width: 200, minWidth: 120, isFlexible: true, yields: 2, render: (receipt) => <Why receipt={receipt} /> },
  { id: "blobs", title: "Blobs", width: 84, align: "end", render: ({ blobs }) => formatCount(blobs) },
  { id: "freed", title: "Freed", width: 96, align: "end", isFixed: true, render: ({ freed_bytes: bytes }) => <span title={`${formatCount(bytes)} B`}>{formatBytes(bytes)}</span> },
];

/** What was removed for good, collection by collection. */
export function Receipts({ choice }: PartProps) {
  const revision = useRevision("store");
  const { data, error, refetch } = useCommand("receipt.list", { before: null, count: 1 });
  const isAny = (data?.length ?? 0) > 0;
  // Another revision may have another newest receipt: read anew.
  const sequence = useMemo(() => ({ revision, receipts: receiptSequence() }).receipts, [revision]);
  const layout = useColumnLayout("receipts", COLUMNS);
  const [selection, setSelection] = useState(NO_SELECTION);
  return (
    <Panel choice={choice} title="Receipts" error={error} onRetry={() => void refetch()} isLoading={!data} actions={isAny ? <ExportReceipts name="receipts" label="Export all…" read={() => receiptSequence().all()} /> : null}>
      {isAny ? (
        <div className={styles["grid"]}>
          <DataGrid
            label="Receipts"
            layout={layout}
            dataKey={revision}
            loadRows={(start, count) => sequence.page(start, count)}
            rowKey={({ id }) => id}
            selection={selection}
            onSelectionChange={setSelection}
            onOpen={({ row }) => receiptOpener.open(row.id)}
            hideCheckboxes
            describeError={(failure) => describeError(failure).message}
          />
        </div>
      ) : (
        <p className={styles["quiet"]}>Nothing was removed for good yet. Each collection leaves a receipt of what it removed.</p>
      )}
    </Panel>
  );
}

function Why({ receipt }: { receipt: Receipt }) {
  const text = receipt.ended_at === null ? "broken off" : reasonOf(receipt);
  return (
    <span className="dim" title={text}>
      {text}
    </span>
  );
}
