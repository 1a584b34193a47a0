import { Play, Plus, Search, SearchX } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { call, describeError, useCommand, useRevision } from "@/api";
import { Button, DataGrid, EmptyState, MenuItem, NO_SELECTION, Select, TextField, useColumnLayout, type GridSelection } from "@/components";
import { useAddressParams } from "@/lib/addressParams";
import { useCommandHandler } from "@/lib/commands";
import { plural } from "@/lib/format";
import { useKept } from "@/lib/persist";
import { useStatus, useViewTitle } from "@/lib/slots";
import { useMinute } from "@/lib/time";
import { RUN_COLUMNS } from "./columns";
import { openRunDialog } from "./opener";
import { runPath } from "./path";
import { runActions } from "./runActions";
import styles from "./Runs.module.css";

const TYPING_MS = 150;
const STATES = ["running", "finished", "failed", "crashed", "killed"];
const ANY = "any";

/** The runs of a project, newest first. */
export function RunsPage() {
  useMinute();
  const navigate = useNavigate();
  const { project, text, wanted, setText, state, setState } = useRunsAddress();
  const [selection, setSelection] = useState<GridSelection>(NO_SELECTION);
  const [total, setTotal] = useState<number | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const layout = useColumnLayout("runs", RUN_COLUMNS);
  const revision = useRevision("runs");
  useViewTitle("Runs");
  useStatus(total === null ? "" : plural(total, "run"));
  useCommandHandler("view.filter", () => field.current?.focus());
  const record = () => openRunDialog({ kind: "record", project });
  const states = useMemo(() => [{ value: ANY, label: "Any state" }, ...STATES.map((value) => ({ value, label: value }))], []);
  return (
    <div className={styles["page"]}>
      <header className={styles["header"]}>
        <h1 className={styles["title"]}>Runs</h1>
        <span className="dim clip">{project}</span>
        <span className="grow" />
        <TextField label="Filter runs" hideLabel icon={<Search />} inputRef={field} placeholder="Name, id or job type" className={styles["filter"] ?? ""} value={text} onChange={setText} />
        <Select label="State" hideLabel value={state ?? ANY} options={states} onChange={(next) => setState(next === ANY ? null : next)} />
        <Button icon={<Plus />} needs="run.start" onPress={record}>
          Record a run…
        </Button>
      </header>
      <DataGrid
        label="Runs"
        layout={layout}
        dataKey={`${revision}|${project}|${wanted}|${state}`}
        loadRows={(start, count, signal) => call("run.list", { project, used: null, logged: null, text: wanted === "" ? null : wanted, state, rows: { start, count } }, signal)}
        rowKey={({ key }) => key}
        selection={selection}
        onSelectionChange={setSelection}
        onTotal={setTotal}
        onOpen={({ row }) => void navigate(runPath(row.key))}
        menu={({ row }) =>
          runActions.map(({ id, label, icon: Icon, why, needs, run }) => (
            <MenuItem key={id} label={label} icon={<Icon />} needs={needs} note={why(row) ?? undefined} isDisabled={why(row) !== null} onAction={() => run(row, (path) => void navigate(path))} />
          ))
        }
        isDim={({ deleted_at: at }) => at !== null}
        hideCheckboxes
        empty={
          wanted === "" && state === null ? (
            <EmptyState title="No runs yet" icon={<Play />} action={<Button needs="run.start" onPress={record}>Record a run…</Button>}>
              Every log makes one. Scripts start their own with <code className="mono selectable">cairnctl run exec</code>.
            </EmptyState>
          ) : (
            <EmptyState title={wanted === "" ? `No run is ${state}` : `No run contains “${wanted}”`} icon={<SearchX />} action={<Button onPress={() => (setText(""), setState(null))}>Clear</Button>} />
          )
        }
        describeError={(error) => describeError(error).message}
      />
    </div>
  );
}

/** Project, filter and state stand in the address; typing puts it there once it rests. */
function useRunsAddress() {
  const [params, setParams] = useAddressParams();
  const [last] = useKept<string | null>("lastProject", null);
  const { data: store } = useCommand("store.info", {});
  const kept = params.get("filter") ?? "";
  const [typed, setTyped] = useState(kept);
  const put = (name: string, value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null || value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  useEffect(() => setTyped(kept), [kept]);
  useEffect(() => {
    if (typed.trim() === kept) return undefined;
    const timer = setTimeout(() => put("filter", typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return {
    project: params.get("project") ?? last ?? (store ? `${store.default_entity}/${store.default_project}` : null),
    text: typed,
    wanted: kept,
    setText: setTyped,
    state: params.get("state"),
    setState: (next: string | null) => put("state", next),
  };
}
