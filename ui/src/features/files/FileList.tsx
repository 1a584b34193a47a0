import { useCallback, useMemo, useState, type ReactNode, type Ref } from "react";
import { call, describeError, useCommand, useRevision, type FileRow, type VersionDetail } from "@/api";
import { CutText, DataGrid, NO_SELECTION, useColumnLayout, type Column, type GridHandle, type GridSelection, type GridTarget } from "@/components";
import { fileEnd, formatBytes } from "@/lib/format";
import { FileIcon } from "./fileIcon";
import { ChangeWord } from "./FileTree";
import styles from "./files.module.css";
import { Marked } from "./marks";
import { itemOfRow, type Item } from "./types";

export interface FileListProps {
  version: VersionDetail;
  folder: string;
  /** Text or glob; marked in the paths. */
  pattern: string;
  onSelect: (items: readonly Item[], count: number) => void;
  onFocus: (item: Item, index: number) => void;
  onTotal: (total: number) => void;
  onQuickLook: () => void;
  onDrag: (item: Item) => void;
  menu: () => ReactNode;
  empty: ReactNode;
  gridRef: Ref<GridHandle<FileRow>>;
}

/** All files by path, or those that match. Rows come by number, so the last of 100,000 is as near as the first. */
export function FileList({ version, folder, pattern, onSelect, onFocus, onTotal, onQuickLook, onDrag, menu, empty, gridRef }: FileListProps) {
  const revision = useRevision("files");
  const [selection, setSelection] = useState<GridSelection>(NO_SELECTION);
  const [total, setTotal] = useState(0);
  const [known] = useState(() => new Map<string, FileRow>());
  const changes = useChanges(version);
  const columns = useMemo<readonly Column<FileRow>[]>(() => makeColumns(pattern, changes), [pattern, changes]);
  const layout = useColumnLayout("files", columns);
  const load = useCallback(
    async (start: number, count: number, signal: AbortSignal) => {
      const page = await call("file.list", { version: version.address, pattern: pattern || null, folder: folder || null, rows: { start, count } }, signal);
      for (const row of page.rows) known.set(row.path, row);
      return page;
    },
    [version.address, pattern, folder, known],
  );
  const select = (next: GridSelection) => {
    setSelection(next);
    const keys = next.all ? [...known.keys()].filter((path) => !next.keys.has(path)) : [...next.keys].map(String);
    const items = keys.flatMap((path) => (known.has(path) ? [itemOfRow(known.get(path) as FileRow)] : []));
    onSelect(items, next.all ? Math.max(0, total - next.keys.size) : items.length);
  };
  return (
    <DataGrid
      gridRef={gridRef}
      label={`Files of ${version.name} v${version.index}`}
      layout={layout}
      loadRows={load}
      rowKey={({ path }) => path}
      dataKey={`${version.address} ${folder} ${pattern} ${revision}`}
      selection={selection}
      onSelectionChange={select}
      onTotal={(found) => {
        setTotal(found);
        onTotal(found);
      }}
      onCursor={(target: GridTarget<FileRow> | null) => target && onFocus(itemOfRow(target.row), target.index)}
      onOpen={onQuickLook}
      onQuickLook={onQuickLook}
      onDrag={({ row }) => onDrag(itemOfRow(row))}
      menu={menu}
      rowHeight={30}
      hideCheckboxes
      describeError={(error) => describeError(error).message}
      empty={empty}
    />
  );
}

/** More than the engine tells at once aren't marked at all: some without a mark would look unchanged. */
const MOST_MARKED = 200;
const NO_CHANGES: ReadonlyMap<string, string> = new Map();

/** What became of files since the version before, by path. */
function useChanges({ collection, previous, address }: VersionDetail): ReadonlyMap<string, string> {
  const { data } = useCommand(
    "version.compare_files",
    { before: `${collection}:v${previous ?? 0}`, after: address, kinds: ["added", "changed", "renamed"], rows: { start: 0, count: MOST_MARKED } },
    { isEnabled: previous !== null },
  );
  return useMemo(() => (data && data.total <= MOST_MARKED ? new Map(data.rows.map(({ path, kind }) => [path, kind])) : NO_CHANGES), [data]);
}

function makeColumns(pattern: string, changes: ReadonlyMap<string, string>): readonly Column<FileRow>[] {
  return [
    {
      id: "path",
      title: "Path",
      width: 170,
      minWidth: 120,
      isFlexible: true,
      isFixed: true,
      render: ({ path, reference }) => (
        <span className={styles["path"]} title={path}>
          <FileIcon path={path} isReference={reference !== null} />
          {pattern === "" ? (
            <CutText text={path} tail={fileEnd(path)} />
          ) : (
            <span className="clip">
              <Marked path={path} pattern={pattern} />
            </span>
          )}
          <ChangeWord change={changes.get(path) ?? null} />
        </span>
      ),
    },
    { id: "size", title: "Size", width: 78, align: "end", render: ({ size }) => formatBytes(size) },
    { id: "digest", title: "MD5", width: 92, minWidth: 92, isFlexible: true, yields: 1, render: ({ digest }) => <span className="mono dim" title={digest}>{digest}</span> },
  ];
}
