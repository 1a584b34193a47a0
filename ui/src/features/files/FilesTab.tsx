import { FolderOpen, FolderSearch } from "lucide-react";
import { useRef, useState } from "react";
import { useCommand, type FileRow, type VersionDetail } from "@/api";
import { announce, Button, EmptyState, SplitPane, type GridHandle, type TreeHandle } from "@/components";
import { useCommandHandler } from "@/lib/commands";
import { useDebounced } from "@/lib/debounce";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { useStatus } from "@/lib/slots";
import { dragOut, FileMenu } from "./fileActions";
import { fileKeys } from "./fileKeys";
import { FileList } from "./FileList";
import { FilesBar } from "./FilesBar";
import { FileTree } from "./FileTree";
import styles from "./files.module.css";
import { PreviewPane } from "./PreviewPane";
import { QuickLook } from "./QuickLook";
import { itemOfRow, nameOf, type Item } from "./types";
import { useFilesState } from "./useFilesState";

const FIND_MS = 120;

/** The files of a version: tree or list on the left, the file in focus on the right. */
export function FilesTab({ version }: { version: VersionDetail }) {
  const state = useFilesState();
  const { data: host } = useCommand("host.info", {});
  const pattern = useDebounced(state.find.trim(), FIND_MS);
  const { selected, focused, count, select, focus } = useChosen(version, state.file, state.noteFile);
  const [total, setTotal] = useState<number | null>(null);
  const [isLooking, setLooking] = useState(false);
  const tree = useRef<TreeHandle>(null);
  const grid = useRef<GridHandle<FileRow>>(null);
  const place = useRef(0);
  const find = useRef<HTMLInputElement>(null);
  const isList = state.view === "list" || pattern !== "";
  useCommandHandler("view.filter", () => find.current?.focus());
  useStatus(statusOf(version, pattern === "" ? null : total, selected, count));

  const context = { version: version.address, host };
  const menu = () => <FileMenu {...context} items={selected} onPreview={() => setLooking(true)} onFolder={state.setFolder} />;
  const drag = (item: Item) => void dragOut(context, selected.some(({ path }) => path === item.path) ? selected : [item]);
  const step = (by: 1 | -1) => (isList ? grid.current?.goTo(Math.max(0, place.current + by)) : tree.current?.step(by));
  const empty = <NoFiles pattern={pattern} folder={state.folder} onClear={() => (pattern === "" ? state.setFolder("") : state.setFind(""))} />;
  const common = { version, folder: state.folder, onQuickLook: () => setLooking(true), onDrag: drag, menu, empty };
  return (
    <div className={styles["tab"]}>
      <FilesBar version={version} state={state} findRef={find} onLeave={() => (isList ? grid.current?.focus() : tree.current?.focus())} />
      <SplitPane
        id="files"
        label="Width of the file list"
        fixed="start"
        size={380}
        min={220}
        max={900}
        className={styles["split"] ?? ""}
        start={
          <div className={styles["list"]} data-pane="files" onKeyDown={fileKeys(version.address, selected)}>
            {isList ? (
              <FileList
                {...common}
                key={`${version.id}`}
                pattern={pattern}
                gridRef={grid}
                onTotal={(found) => {
                  setTotal(found);
                  if (pattern !== "") announce(found === 0 ? "No file matches" : `${plural(found, "file")} found`);
                }}
                onSelect={(items, all) => select(items, null, all)}
                onFocus={(item, index) => {
                  place.current = index;
                  focus(item);
                }}
              />
            ) : (
              <FileTree
                {...common}
                key={`${version.id} ${state.folder}`}
                treeRef={tree}
                selected={new Set(selected.map(({ path }) => path))}
                focused={focused?.path ?? state.file}
                onSelect={(items, last) => select(items, last, items.length)}
                onFolder={state.setFolder}
              />
            )}
          </div>
        }
        end={<PreviewPane version={version} item={focused} onExpand={() => setLooking(true)} />}
      />
      <QuickLook version={version} item={focused} isOpen={isLooking && focused !== null} onClose={() => setLooking(false)} onStep={step} />
    </div>
  );
}

/** Selected files and the one in focus; the latter also from the address, and written back there. */
function useChosen(version: VersionDetail, file: string | null, noteFile: (path: string | null) => void) {
  const [selected, setSelected] = useState<readonly Item[]>([]);
  const [count, setCount] = useState(0);
  const [chosen, setChosen] = useState<Item | null>(null);
  const { data: linked } = useCommand("file.show", { version: version.address, path: file ?? "" }, { isEnabled: file !== null && chosen === null });
  const fromLink = linked && file !== null ? itemOfRow(linked) : null;
  const focus = (item: Item) => {
    setChosen(item);
    noteFile(item.path);
  };
  const select = (items: readonly Item[], last: Item | null, all: number) => {
    setSelected(items);
    setCount(all);
    if (last) focus(last);
  };
  const focused = chosen ?? fromLink;
  return { selected: selected.length === 0 && fromLink && chosen === null ? [fromLink] : selected, count, focused, select, focus };
}

function NoFiles({ pattern, folder, onClear }: { pattern: string; folder: string; onClear: () => void }) {
  if (pattern === "" && folder === "") return <EmptyState title="This version has no files" icon={<FolderOpen />}>An empty folder was logged.</EmptyState>;
  return (
    <EmptyState title={pattern === "" ? `Nothing below ${folder}` : `No file matches “${pattern}”`} icon={<FolderSearch />} action={<Button onPress={onClear}>{pattern === "" ? "Show all files" : "Clear"}</Button>}>
      {pattern !== "" && folder !== "" ? `Looked below ${folder} only.` : null}
    </EmptyState>
  );
}

/** "184,020 files · 12.3 GiB · labels.parquet selected"; of what is found, the number only: nobody has added it up. */
function statusOf(version: VersionDetail, found: number | null, selected: readonly Item[], count: number): string {
  const parts = found === null ? [plural(version.files, "file"), formatBytes(version.size)] : [`${formatCount(found)} of ${plural(version.files, "file")}`];
  const [first] = selected;
  if (count > 1) parts.push(`${plural(count, "item")} selected`);
  else if (first) parts.push(`${nameOf(first.path)} selected`);
  return parts.join(" · ");
}
