import { RotateCcw, Search, SearchX, Trash2 } from "lucide-react";
import { Suspense, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { call, describeError, tellError, useCommand, useRevision, type TrashRow } from "@/api";
import { Button, countSelected, DataGrid, EmptyState, MenuItem, MenuSeparator, NO_SELECTION, Note, TextField, useColumnLayout, type GridSelection } from "@/components";
import { PurgeDialog, restoreVersions, type PurgeDialogProps } from "@/features/versions";
import { useAddressParams } from "@/lib/addressParams";
import { addressPath, parseAddress } from "@/lib/address";
import { useCommandHandler } from "@/lib/commands";
import { formatCount, plural } from "@/lib/format";
import { useRefusal } from "@/lib/refusal";
import { useStatus, useViewTitle } from "@/lib/slots";
import { useMinute } from "@/lib/time";
import { TRASH_COLUMNS } from "./columns";
import { selectedIds } from "./restore";
import styles from "./Trash.module.css";

const TYPING_MS = 150;

/** Deleted and expired versions, until they are purged. */
export function TrashPage() {
  useMinute();
  const navigate = useNavigate();
  const { filter, text, setText } = useFilter();
  const [selection, setSelection] = useState<GridSelection>(NO_SELECTION);
  const [total, setTotal] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const revision = useRevision("trash");
  const layout = useColumnLayout("trash", TRASH_COLUMNS);
  const { data: store } = useCommand("store.info", {});
  const count = countSelected(selection, total ?? 0);
  useViewTitle("Trash");
  useStatus(total === null ? "" : `${plural(total, "version")}${count > 0 ? ` · ${formatCount(count)} selected` : ""}`);
  useCommandHandler("view.filter", () => field.current?.focus());
  const open = ({ address }: TrashRow) => {
    const parsed = parseAddress(address);
    if (parsed) void navigate(addressPath(parsed));
  };
  const restoreSelected = async () => {
    setBusy(true);
    try {
      if (await restoreVersions({ kind: "versions", versions: await selectedIds(selection, filter) })) setSelection(NO_SELECTION);
    } catch (error) {
      tellError(error);
    }
    setBusy(false);
  };
  const { purge, isPurgeable, askSelected, askAll } = usePurge(selection, filter, store?.trashed ?? 0);
  const { data: upkeep } = useCommand("upkeep.state", {});
  useCommandHandler("selection.delete", count > 0 && isPurgeable ? askSelected : null);
  const days = store?.trash_days ?? 7;
  return (
    <div className={styles["page"]}>
      <header className={styles["header"]}>
        <h1 className={styles["title"]}>Trash</h1>
        {store?.trashed ? <span className="dim">{`Purged ${plural(days, "day")} after deletion`}</span> : null}
        <span className="grow" />
        <TextField label="Filter the trash" hideLabel icon={<Search />} inputRef={field} placeholder="Filter by name" className={styles["filter"] ?? ""} value={text} onChange={setText} />
        <div className="row wrap">
          <Button icon={<RotateCcw />} needs="trash.restore" isDisabled={count === 0 || isBusy} onPress={() => void restoreSelected()}>
            {isBusy ? "Restoring…" : count > 0 ? `Restore ${plural(count, "version")}` : "Restore"}
          </Button>
          <Button needs="trash.empty" isDisabled={count === 0} onPress={askSelected}>
            Delete now…
          </Button>
          <Button icon={<Trash2 />} needs="trash.empty" isDisabled={(store?.trashed ?? 0) === 0} onPress={askAll}>
            Empty trash…
          </Button>
        </div>
      </header>
      {upkeep?.paused ? (
        <div className={styles["paused"]}>
          <Note tone="warning">{`Nothing is purged at the moment: ${upkeep.paused.words}`}</Note>
        </div>
      ) : null}
      {purge === null ? null : (
        <Suspense fallback={null}>
          <PurgeDialog {...purge} />
        </Suspense>
      )}
      <DataGrid
        label="Trash"
        layout={layout}
        dataKey={`${filter ?? ""}|${revision}`}
        loadRows={(start, size, signal) => call("trash.list", { project: null, filter, rows: { start, count: size } }, signal)}
        rowKey={({ id }) => id}
        selection={selection}
        onSelectionChange={setSelection}
        onTotal={setTotal}
        hideCheckboxes={total === 0}
        onOpen={({ row }) => open(row)}
        menu={({ row }) => (
          <>
            <MenuItem label="Open" onAction={() => open(row)} />
            <MenuItem label={count > 1 ? `Restore ${plural(count, "version")}` : "Restore"} needs="trash.restore" onAction={() => void restoreSelected()} />
            <MenuSeparator />
            <MenuItem label={count > 1 ? `Delete ${plural(count, "version")} now…` : "Delete now…"} needs="trash.empty" onAction={askSelected} />
          </>
        )}
        empty={<Empty filter={filter} days={days} onClear={() => setText("")} />}
        describeError={(error) => describeError(error).message}
      />
    </div>
  );
}

function Empty({ filter, days, onClear }: { filter: string | null; days: number; onClear: () => void }) {
  if (filter !== null) return <EmptyState title={`Nothing in the trash contains “${filter}”`} icon={<SearchX />} action={<Button onPress={onClear}>Clear</Button>} />;
  return <EmptyState title="Trash is empty" icon={<Trash2 />}>{`Deleted versions stay here for ${plural(days, "day")}.`}</EmptyState>;
}

/** The question before something is taken out of the trash for good. */
function usePurge(selection: GridSelection, filter: string | null, all: number) {
  const [purge, setPurge] = useState<PurgeDialogProps | null>(null);
  const isPurgeable = useRefusal("trash.empty") === null;
  const onClose = () => setPurge(null);
  const askSelected = () => {
    void selectedIds(selection, filter).then((versions) => setPurge({ selection: { kind: "versions", versions }, what: plural(versions.length, "version"), onClose }), tellError);
  };
  const askAll = () => setPurge({ selection: null, what: plural(all, "version"), onClose });
  return { purge, isPurgeable, askSelected, askAll };
}

/** The filter stands in the address; typing puts it there once it rests. */
function useFilter() {
  const [params, setParams] = useAddressParams();
  const kept = params.get("filter") ?? "";
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  useEffect(() => {
    if (text.trim() === kept) return undefined;
    const timer = setTimeout(() => setParams(text.trim() === "" ? {} : { filter: text.trim() }, { replace: true }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, kept, setParams]);
  return { filter: kept === "" ? null : kept, text, setText };
}
