import { Ellipsis, FolderInput, Play } from "lucide-react";
import { lazy, Suspense } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { describeError, errorDetails, useCommand, type RunDetail } from "@/api";
import { Button, EmptyState, ErrorState, IconButton, MenuButton, MenuItem, Skeleton, Tabs, type TabItem } from "@/components";
import { HistoryList } from "@/features/history";
import { useCommandHandler } from "@/lib/commands";
import { cx } from "@/lib/cx";
import { plural } from "@/lib/format";
import { useStatus, useViewTitle } from "@/lib/slots";
import { getPlatform } from "@/platform";
import { openRunDialog } from "./opener";
import { runsPath } from "./path";
import { RunOverview } from "./RunOverview";
import { runActions } from "./runActions";
import styles from "./Runs.module.css";

const LineageTab = lazy(() => import("@/features/lineage/LineageTab").then(({ LineageTab: tab }) => ({ default: tab })));

const TABS = ["overview", "lineage", "history"] as const;
type Tab = (typeof TABS)[number];

/** A run: `/-/run?run=#7`. */
export function RunPage() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const wish = params.get("run") ?? "";
  const name = wish.startsWith("run:") ? wish : `run:${wish}`;
  const { data, error, refetch } = useCommand("run.show", { run: name, project: params.get("project") }, { isEnabled: wish !== "" });
  useViewTitle(data?.run.name ?? "Run");
  if (wish === "") return <EmptyState title="No run is named" icon={<Play />} action={<Button onPress={() => void navigate(runsPath(null))}>Open the runs</Button>} />;
  if (data) return <Loaded key={data.run.key} detail={data} />;
  if (!error) return <Skeleton label="the run" lines={8} />;
  const { title, message, hint, action } = describeError(error);
  const isGone = action === "refresh";
  return (
    <ErrorState
      title={isGone ? message : title}
      why={isGone ? "It may belong to another store." : message}
      hint={isGone ? null : hint}
      onRetry={isGone ? undefined : () => void refetch()}
      details={isGone ? undefined : () => errorDetails(error)}
      onCopy={(text) => void getPlatform().copyText(text)}
      actions={<Button onPress={() => void navigate(runsPath(null))}>Open the runs</Button>}
    />
  );
}

function Loaded({ detail }: { detail: RunDetail }) {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const { run } = detail;
  const tab: Tab = TABS.find((each) => each === params.get("tab")) ?? "overview";
  const setTab = (next: Tab) => setParams({ run: params.get("run") ?? "", ...(next === "overview" ? {} : { tab: next }) });
  useStatus(`${plural(run.inputs, "input")} · ${plural(run.outputs, "output")}`);
  useCommandHandler("view.tab1", () => setTab("overview"), "Overview tab");
  useCommandHandler("view.tab2", () => setTab("lineage"), "Lineage tab");
  useCommandHandler("view.tab3", () => setTab("history"), "History tab");
  useCommandHandler("selection.rename", run.deleted_at === null ? () => openRunDialog({ kind: "edit", run: run.key }) : null, "Edit run…");
  const lineage = () => (
    <Suspense fallback={<Skeleton label="the lineage" lines={8} />}>
      <LineageTab home={`run:#${run.key}`} project={run.project} />
    </Suspense>
  );
  const tabs: TabItem<Tab>[] = [
    { id: "overview", label: "Overview", content: () => <RunOverview detail={detail} /> },
    { id: "lineage", label: "Lineage", content: lineage },
    { id: "history", label: "History", content: () => <HistoryList subject={`run:#${run.key}`} /> },
  ];
  return (
    <div className={styles["page"]}>
      <header className={cx(styles["header"], styles["overTabs"])}>
        <div className={styles["named"]}>
          <Play aria-hidden="true" className={styles["play"]} />
          <h1 className={styles["title"]} title={run.name}>
            {run.name}
          </h1>
          <span className="dim">{run.id}</span>
        </div>
        <Button icon={<FolderInput />} needs="run.reproduce" isDisabled={run.inputs === 0} onPress={() => openRunDialog({ kind: "reproduce", run: run.key })}>
          Reproduce…
        </Button>
        <MenuButton label="More" trigger={<IconButton label="More" icon={<Ellipsis />} />}>
          {runActions
            .filter(({ id }) => id !== "open" && id !== "reproduce")
            .map(({ id, label, icon: Icon, why, needs, run: act }) => (
              <MenuItem key={id} label={label} icon={<Icon />} needs={needs} note={why(run) ?? undefined} isDisabled={why(run) !== null} onAction={() => act(run, (path) => void navigate(path))} />
            ))}
        </MenuButton>
      </header>
      <Tabs label="Parts of the run" value={tab} onChange={setTab} tabs={tabs} />
    </div>
  );
}
