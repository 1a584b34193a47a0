import { Equal, SearchX } from "lucide-react";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { call, describeError, useRevision, type FileChange, type FileChanges, type VersionDetail } from "@/api";
import { Button, CutText, DataGrid, EmptyState, NO_SELECTION, useColumnLayout, type Column, type GridSelection } from "@/components";
import { addressPath, parseAddress } from "@/lib/address";
import { cx } from "@/lib/cx";
import { fileEnd, formatBytes, formatBytesDelta, formatCount, plural } from "@/lib/format";
import styles from "./Compare.module.css";

const KINDS = ["added", "removed", "changed", "renamed"] as const;
type Kind = (typeof KINDS)[number];
const TITLES: Record<Kind, string> = { added: "Added", removed: "Removed", changed: "Changed", renamed: "Renamed" };
const TONES: Record<string, string> = { added: "success", removed: "danger", changed: "warning", renamed: "dim" };

const COLUMNS: readonly Column<FileChange>[] = [
  { id: "kind", title: "", width: 100, isFixed: true, render: ({ kind }) => <span className={TONES[kind]}>{kind}</span> },
  { id: "path", title: "Path", width: 320, minWidth: 160, isFlexible: true, isFixed: true, render: (row) => <Path change={row} /> },
  { id: "before", title: "Before", width: 96, align: "end", yields: 1, render: ({ before_size: size, kind }) => (kind === "added" ? "" : formatBytes(size)) },
  { id: "after", title: "After", width: 96, align: "end", render: ({ after_size: size, kind }) => (kind === "removed" ? "" : formatBytes(size)) },
  { id: "delta", title: "Difference", width: 104, align: "end", yields: 2, render: ({ before_size: before, after_size: after, kind }) => (kind === "changed" && before !== null && after !== null ? formatBytesDelta(after - before) : "") },
];

function Path({ change: { path, from } }: { change: FileChange }) {
  if (from === null) return <CutText text={path} tail={fileEnd(path)} className="mono" />;
  return (
    <span className="mono clip" title={`${from} → ${path}`}>
      <span className="dim">{`${from} → `}</span>
      {path}
    </span>
  );
}

/** Files that differ by content, filtered by what happened to them. */
export function FilesDiff({ before, after, files }: { before: VersionDetail; after: VersionDetail; files: FileChanges }) {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const [selection, setSelection] = useState<GridSelection>(NO_SELECTION);
  const revision = useRevision("files");
  const layout = useColumnLayout("compare-files", COLUMNS);
  const kinds = (params.get("kinds") ?? "").split(",").filter((kind): kind is Kind => KINDS.includes(kind as Kind));
  const set = (next: readonly Kind[]) =>
    setParams(
      (old) => {
        if (next.length === 0) old.delete("kinds");
        else old.set("kinds", next.join(","));
        return old;
      },
      { replace: true },
    );
  const request = { before: `#${before.id}`, after: `#${after.id}`, kinds };
  const open = ({ path, kind }: FileChange) => {
    const address = parseAddress((kind === "removed" ? before : after).address);
    if (address) void navigate(`${addressPath(address)}?${new URLSearchParams({ tab: "files", file: path })}`);
  };
  if (KINDS.every((kind) => files[kind] === 0)) return <EmptyState title="The files are the same" icon={<Equal />}>{`${plural(files.equal, "file")} with the same paths and content.`}</EmptyState>;
  return (
    <div className={styles["files"]}>
      <div className={styles["bar"]} role="group" aria-label="Kinds of changes">
        {KINDS.map((kind) => (
          <KindButton key={kind} kind={kind} count={files[kind]} isOn={kinds.includes(kind)} onToggle={() => set(kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind])} />
        ))}
        <span className="grow" />
        <span className="small dim num">{`+${formatBytes(files.added_bytes)} · −${formatBytes(files.removed_bytes)} · ${formatCount(files.equal)} equal`}</span>
      </div>
      <DataGrid
        label="Files that differ"
        layout={layout}
        hideCheckboxes
        dataKey={JSON.stringify([request, revision])}
        loadRows={(start, count, signal) => call("version.compare_files", { ...request, rows: { start, count } }, signal)}
        rowKey={({ kind, path }) => `${kind} ${path}`}
        selection={selection}
        onSelectionChange={setSelection}
        onOpen={({ row }) => open(row)}
        empty={<EmptyState title={`No file was ${kinds.join(" or ")}`} icon={<SearchX />} action={<Button onPress={() => set([])}>Show all changes</Button>} />}
        describeError={(error) => describeError(error).message}
      />
    </div>
  );
}

function KindButton({ kind, count, isOn, onToggle }: { kind: Kind; count: number; isOn: boolean; onToggle: () => void }) {
  return (
    <Button size="small" isOn={isOn} aria-pressed={isOn} isDisabled={count === 0 && !isOn} onPress={onToggle}>
      <span className={cx(count > 0 && TONES[kind])}>{TITLES[kind]}</span> <span className="num dim">{formatCount(count)}</span>
    </Button>
  );
}
