import { FolderOpen, Search } from "lucide-react";
import type { Ref } from "react";
import { useCommand, type VersionDetail } from "@/api";
import { SegmentedControl, TextField } from "@/components";
import { formatCount } from "@/lib/format";
import styles from "./files.module.css";
import type { FilesState, FilesView } from "./useFilesState";

export interface FilesBarProps {
  version: VersionDetail;
  state: FilesState;
  findRef: Ref<HTMLInputElement>;
  /** Esc or Down in the find box. */
  onLeave: () => void;
}

/** Path bar, find box, what changed, and the choice of view. */
export function FilesBar({ version, state, findRef, onLeave }: FilesBarProps) {
  return (
    <div className={styles["bar"]}>
      <PathBar folder={state.folder} onFolder={state.setFolder} />
      <TextField
        className={styles["find"] ?? ""}
        label="Find files"
        hideLabel
        icon={<Search />}
        placeholder="Find a path, *.parquet"
        value={state.find}
        onChange={state.setFind}
        inputRef={findRef}
        isMono={false}
        onKeyDown={(event) => {
          if (event.key === "Escape" && state.find !== "") state.setFind("");
          else if (event.key === "Escape" || event.key === "ArrowDown") onLeave();
          else return;
          event.preventDefault();
        }}
        clearLabel="Clear"
      />
      <span className="grow" />
      <Changes version={version} />
      {/* What is found has no folders, so that it is a list; the tree shows all again. */}
      <SegmentedControl<FilesView>
        label="View of the files"
        value={state.find === "" ? state.view : "list"}
        onChange={(view) => {
          if (view === "tree") state.setFind("");
          state.setView(view);
        }}
        options={[{ value: "tree", label: "Tree" }, { value: "list", label: "List" }]}
      />
    </div>
  );
}

/** The folder that is in view; each part goes there. */
function PathBar({ folder, onFolder }: { folder: string; onFolder: (folder: string) => void }) {
  const parts = folder === "" ? [] : folder.split("/");
  return (
    <nav aria-label="Folder" className={styles["pathBar"]}>
      <button type="button" className={styles["crumb"]} aria-label="All files" aria-current={folder === "" ? "location" : undefined} onClick={() => onFolder("")}>
        <FolderOpen aria-hidden="true" />
        <span aria-hidden="true">/</span>
      </button>
      {parts.map((part, at) => {
        const path = parts.slice(0, at + 1).join("/");
        return (
          <button key={path} type="button" className={styles["crumb"]} title={path} aria-current={path === folder ? "location" : undefined} onClick={() => onFolder(path)}>
            <span className="clip">{part}</span>
            <span aria-hidden="true">/</span>
          </button>
        );
      })}
    </nav>
  );
}

/** "1,231 new, 2 changed since v210". */
function Changes({ version }: { version: VersionDetail }) {
  const { collection, previous, address } = version;
  const { data } = useCommand("version.compare", { before: `${collection}:v${previous ?? 0}`, after: address }, { isEnabled: previous !== null });
  if (!data || previous === null) return null;
  const { added, changed, removed, renamed } = data.files;
  const parts = [
    [added, "new"],
    [changed, "changed"],
    [renamed, "renamed"],
    [removed, "removed"],
  ].flatMap(([count, word]) => (Number(count) > 0 ? [`${formatCount(Number(count))} ${word}`] : []));
  return <span className={styles["changes"]}>{parts.length === 0 ? `Same files as v${previous}` : `${parts.join(", ")} since v${previous}`}</span>;
}
