import { ListFilter, Package, Plus, SearchX } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { call, describeError, useCommand, useRevision, type CollectionRow } from "@/api";
import { Button, ColumnChooser, DataGrid, EmptyState, ErrorState, NO_SELECTION, selectKeys, TextField, TypeIcon, useColumnLayout, type GridHandle, type GridTarget } from "@/components";
import { openLogSheet } from "@/features/ingest";
import { formatAddress, type Address } from "@/lib/address";
import { useCommandHandler } from "@/lib/commands";
import { formatCount, plural } from "@/lib/format";
import { historyPlace } from "@/lib/historyPlace";
import { useStatus, useViewTitle } from "@/lib/slots";
import { CollectionMenu, copyCollection } from "../CollectionMenu";
import { useAddressSelection } from "../collection/useAddressSelection";
import { useListParams } from "../collection/useListParams";
import { openArtifactDialog } from "../dialogs/dialogState";
import { pathOf } from "../paths";
import { COLLECTION_COLUMNS, FIRST_SORT, isSortKey, TYPE_COLUMNS } from "./collectionColumns";
import { ProjectHeader } from "./ProjectHeader";
import styles from "./ProjectPage.module.css";
import { useNameFilter } from "./useNameFilter";

/** The collections of a project, or of one type of it (`?type=`). */
export function ProjectPage({ address: { entity, project: name } }: { address: Address }) {
  const project = formatAddress({ entity, project: name });
  const type = useSearchParams()[0].get("type");
  useViewTitle(type === null ? (name ?? "") : `${type} — ${name ?? ""}`);
  // Another project or type is another list: nothing of the scroll place or selection may stay.
  return <Collections key={`${project}|${type ?? ""}`} project={project} type={type} />;
}

function Collections({ project, type }: { project: string; type: string | null }) {
  const navigate = useNavigate();
  const { filter, sort, setFilter, setSort } = useListParams(FIRST_SORT, isSortKey);
  const { data: projects, error } = useCommand("project.list", {});
  const revision = useRevision("collections", "versions");
  const layout = useColumnLayout(type === null ? "collections" : "collections.type", type === null ? COLLECTION_COLUMNS : TYPE_COLUMNS);
  const [selected, setSelected] = useAddressSelection();
  const [place] = useState(historyPlace);
  const [cursor, setCursor] = useState<GridTarget<CollectionRow> | null>(null);
  const [total, setTotal] = useState<number | null>(null);
  const grid = useRef<GridHandle<CollectionRow>>(null);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useNameFilter(filter, setFilter);
  const { column, direction } = sort;
  const load = useCallback(
    (start: number, count: number, signal: AbortSignal) =>
      call("collection.list", { project, artifact_type: type, filter, sort: { key: column, descending: direction === "descending" }, rows: { start, count } }, signal),
    [column, direction, filter, project, type],
  );
  const isOne = selected.keys.size === 1 && cursor !== null && selected.keys.has(cursor.key);
  const row = isOne ? cursor.row : null;
  useCommandHandler("view.filter", () => input.current?.select());
  useCommandHandler("selection.rename", row ? () => openArtifactDialog({ kind: "renameCollection", row }) : null, "Rename…");
  useCommandHandler("selection.delete", row ? () => openArtifactDialog({ kind: "deleteCollection", row }) : null);
  useCommandHandler("selection.copyReference", row ? () => void copyCollection(row.address) : null);
  useStatus(total === null ? "" : filter === null ? plural(total, "collection") : plural(total, "collection matches", "collections match"));
  const filtered = useRef(filter);
  useEffect(() => {
    if (filtered.current === filter) return;
    filtered.current = filter;
    setSelected(NO_SELECTION);
  }, [filter, setSelected]);

  const here = projects?.find(({ address }) => address === project);
  if (projects && !here) return <NoProject project={project} />;
  if (error && !projects) return <ErrorState title="The project can't be read" why={describeError(error).message} />;
  const go = (path: string) => void navigate(path);
  const menu = ({ row: each }: GridTarget<CollectionRow>) => <CollectionMenu row={each} project={project} go={go} />;
  const create = () => openArtifactDialog({ kind: "newCollection", project, type });
  return (
    <div className={styles["page"]} {...(type === null ? {} : { "data-drop-type": type })}>
      <ProjectHeader project={here} type={type} total={filter === null ? total : null} onNew={create} />
      <div className={styles["bar"]} role="search">
        <TextField
          label="Filter collections by name"
          hideLabel
          icon={<ListFilter />}
          placeholder="Filter by name"
          value={text}
          onChange={setText}
          inputRef={input}
          className={styles["filter"] ?? ""}
          suffix={total === null ? null : formatCount(total)}
          onKeyDown={(event) => {
            if (event.key === "Escape" && text !== "") setText("");
            else if (event.key === "Escape" || event.key === "Enter" || event.key === "ArrowDown") grid.current?.focus();
            else return event.continuePropagation();
            return event.preventDefault();
          }}
        />
        <span className="grow" />
        <ColumnChooser layout={layout} />
      </div>
      <div className={styles["table"]}>
        <DataGrid<CollectionRow>
          label={type === null ? "Collections" : `Collections of type ${type}`}
          layout={layout}
          loadRows={load}
          rowKey={rowId}
          dataKey={[revision, filter ?? "", column, direction].join("|")}
          sort={sort}
          onSortChange={setSort}
          selection={selected}
          onSelectionChange={(next) => setSelected(next.all ? NO_SELECTION : selectKeys([...next.keys].slice(-1)))}
          onTotal={setTotal}
          place={place}
          onCursor={setCursor}
          onOpen={({ row: { address } }) => go(pathOf(address))}
          onEdit={(target) => openArtifactDialog({ kind: "renameCollection", row: target.row })}
          menu={menu}
          rowData={dropData}
          hideCheckboxes
          describeError={(failure) => describeError(failure).message}
          gridRef={grid}
          empty={filter === null ? <Nothing project={project} type={type} onNew={create} /> : <NoMatch filter={filter} onClear={() => setText("")} />}
        />
      </div>
    </div>
  );
}

const rowId = ({ id }: CollectionRow) => id;
const dropData = ({ address }: CollectionRow) => ({ "data-drop-collection": address });

function Nothing({ project, type, onNew }: { project: string; type: string | null; onNew: () => void }) {
  return (
    <EmptyState
      title={type === null ? "No collections yet" : `No collections of type ${type} yet`}
      icon={type === null ? <Package /> : <TypeIcon type={type} size="large" />}
      action={
        <>
          <Button kind="primary" icon={<Plus />} needs="log.start" onPress={() => openLogSheet({ project, ...(type === null ? {} : { type }) })}>
            Log a version…
          </Button>
          <Button needs="collection.create" onPress={onNew}>New collection…</Button>
        </>
      }
    >
      Drop files or a folder here. The first version makes its collection.
    </EmptyState>
  );
}

function NoMatch({ filter, onClear }: { filter: string; onClear: () => void }) {
  return <EmptyState title={`Nothing matches ${filter}`} icon={<SearchX />} action={<Button onPress={onClear}>Clear the filter</Button>} />;
}

function NoProject({ project }: { project: string }) {
  const navigate = useNavigate();
  return (
    <EmptyState title={`There is no project ${project}`} icon={<Package />} action={<Button onPress={() => void navigate("/")}>Go to the start</Button>}>
      It may have been renamed or deleted; deleted versions are in the trash.
    </EmptyState>
  );
}
