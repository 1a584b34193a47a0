import { useMemo, useState } from "react";
import { describeError, useCommand, type Receipt, type ReceiptItem } from "@/api";
import { Button, DataGrid, Dialog, NO_SELECTION, Note, Skeleton, useColumnLayout, type Column } from "@/components";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { formatAbsolute, formatRelative } from "@/lib/time";
import styles from "./Collect.module.css";
import { ExportReceipts } from "./ExportReceipts";
import { itemSequence, reasonOf } from "./receiptData";

const KINDS: Record<string, string> = { blob: "Blob", pack: "Pack", orphan: "Leftover" };

const COLUMNS: readonly Column<ReceiptItem>[] = [
  { id: "kind", title: "Kind", width: 84, render: ({ kind }) => KINDS[kind] ?? kind },
  { id: "name", title: "Path", width: 180, minWidth: 120, isFlexible: true, isFixed: true, render: ({ name }) => <Path path={name ?? ""} /> },
  { id: "version", title: "In version", width: 200, yields: 1, render: ({ version }) => <span title={version ?? undefined}>{version?.split("/").slice(2).join("/") ?? ""}</span> },
  { id: "sha256", title: "SHA-256", width: 150, yields: 2, render: ({ sha256 }) => <span className="mono" title={sha256 ?? undefined}>{sha256 ?? ""}</span> },
  { id: "bytes", title: "Bytes", width: 96, align: "end", render: ({ bytes }) => <span title={`${formatCount(bytes)} B`}>{formatBytes(bytes)}</span> },
];

/** The file's name first: its folder is the same in most rows, and cut off before it. */
function Path({ path }: { path: string }) {
  const cut = path.lastIndexOf("/");
  return (
    <span title={path}>
      {path.slice(cut + 1)} <span className="dim">{path.slice(0, Math.max(0, cut))}</span>
    </span>
  );
}

/** One receipt with everything that it lists. */
export default function ReceiptDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const { data, error } = useCommand("receipt.show", { receipt: id, after: 0 });
  return (
    <Dialog isOpen title={`Receipt ${id}`} subtitle={data ? <Subtitle receipt={data.receipt} /> : undefined} width={860} onClose={onClose} footerStart={data ? <ExportReceipts name={`receipt-${id}`} label="Export…" read={async () => [data.receipt]} /> : undefined} footer={<Button onPress={onClose}>Close</Button>}>
      {error ? <Note tone="danger">{describeError(error).message}</Note> : data ? <Contents receipt={data.receipt} /> : <Skeleton label="the receipt" lines={6} />}
    </Dialog>
  );
}

function Subtitle({ receipt: { at, actor, ended_at: end } }: { receipt: Receipt }) {
  return <span title={formatAbsolute(at)}>{`Collected ${formatRelative(at)} by ${actor}${end === null ? "; it was broken off" : ""}`}</span>;
}

function Contents({ receipt }: { receipt: Receipt }) {
  const sequence = useMemo(() => itemSequence(receipt.id), [receipt.id]);
  const layout = useColumnLayout("receipt", COLUMNS);
  const [selection, setSelection] = useState(NO_SELECTION);
  const { freed_bytes: freed, predicted_bytes: predicted, blobs } = receipt;
  const reason = reasonOf(receipt);
  return (
    <>
      <div className={styles["facts"]}>
        <span title={plural(freed, "byte")}>{`${formatBytes(freed)} freed`}</span>
        <span>{freed === predicted ? "exactly as planned" : `${formatBytes(predicted)} planned`}</span>
        <span>{plural(blobs, "blob")}</span>
        {reason ? <span>{reason}</span> : null}
      </div>
      <div className={styles["grid"]}>
        <DataGrid label={`Contents of receipt ${receipt.id}`} layout={layout} dataKey={receipt.id} loadRows={(start, count) => sequence.page(start, count)} rowKey={({ sha256, name, kind }) => `${kind} ${sha256 ?? ""} ${name ?? ""}`} selection={selection} onSelectionChange={setSelection} hideCheckboxes describeError={(failure) => describeError(failure).message} />
      </div>
    </>
  );
}
