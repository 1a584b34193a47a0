import { lazy, Suspense } from "react";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import { describeError, errorDetails, useCommand, type VersionDetail } from "@/api";
import { Button, ErrorState, Skeleton, Tabs, type TabItem } from "@/components";
import { comparePath } from "@/features/compare";
import { HistoryList } from "@/features/history";
import { addressPath, formatAddress, type Address } from "@/lib/address";
import { useCommandHandler } from "@/lib/commands";
import { formatBytes, plural } from "@/lib/format";
import { useStatus, useViewTitle } from "@/lib/slots";
import { getPlatform } from "@/platform";
import { Banners } from "./Banners";
import { OverviewTab } from "./OverviewTab";
import { useVersionCommands } from "./useVersionCommands";
import { VersionHeader } from "./VersionHeader";
import styles from "./VersionPage.module.css";

// From its own file, as the pages in app/routes: the index would bring export and quick look along.
const FilesTab = lazy(() => import("@/features/files/FilesTab").then(({ FilesTab: tab }) => ({ default: tab })));
const LineageTab = lazy(() => import("@/features/lineage/LineageTab").then(({ LineageTab: tab }) => ({ default: tab })));
const UsageTab = lazy(() => import("./UsageTab").then(({ UsageTab: tab }) => ({ default: tab })));
const MetadataTab = lazy(() => import("./metadata/MetadataTab").then(({ MetadataTab: tab }) => ({ default: tab })));

const TABS = ["overview", "files", "metadata", "usage", "lineage", "history"] as const;
type Tab = (typeof TABS)[number];

/** A version: header, what it needs to say at once, and its tabs. */
export function VersionPage({ address }: { address: Address }) {
  const [params] = useSearchParams();
  const { data: version, error, refetch } = useCommand("version.show", { version: formatAddress(address) });
  // A version that isn't there still has a collection that says the type.
  const { data: type } = useCommand("collection.show", { collection: formatAddress({ ...address, suffix: undefined }) }, { isEnabled: error !== null, select: ({ row }) => row.type });
  useViewTitle(`${address.collection}:${address.suffix}`, version?.type ?? type ?? null);
  const other = params.get("with");
  if (params.get("tab") === "compare" && version) return <Navigate replace to={comparePath(`${version.collection}:${other ?? `v${version.previous ?? version.index}`}`, version.address)} />;
  if (version) return <Loaded version={version} />;
  if (error) return <Missing address={address} error={error} onRetry={() => void refetch()} />;
  return <Skeleton label="the version" lines={8} />;
}

function Missing({ address, error, onRetry }: { address: Address; error: Error; onRetry: () => void }) {
  const navigate = useNavigate();
  const { title, message, hint, action } = describeError(error);
  // What isn't there comes to be by no second try; the buttons say where to look instead.
  const isGone = action === "refresh";
  return (
    <ErrorState
      title={isGone ? `${address.collection}:${address.suffix} isn't there` : title}
      why={message}
      hint={isGone ? null : hint}
      onRetry={isGone ? undefined : onRetry}
      details={isGone ? undefined : () => errorDetails(error)}
      onCopy={(text) => void getPlatform().copyText(text)}
      actions={
        <>
          <Button kind="primary" onPress={() => void navigate(addressPath({ ...address, suffix: undefined }))}>
            {`Open ${address.collection}`}
          </Button>
          <Button onPress={() => void navigate("/-/trash")}>Open the trash</Button>
        </>
      }
    />
  );
}

function Loaded({ version }: { version: VersionDetail }) {
  const [params, setParams] = useSearchParams();
  const tab: Tab = TABS.find((each) => each === params.get("tab")) ?? "overview";
  const setTab = (next: Tab) => setParams(next === "overview" ? {} : { tab: next });
  useStatus(`${plural(version.files, "file")} · ${formatBytes(version.size)}`);
  useVersionCommands(version);
  useCommandHandler("view.tab1", () => setTab("overview"), "Overview tab");
  useCommandHandler("view.tab2", () => setTab("files"), "Files tab");
  useCommandHandler("view.tab3", () => setTab("metadata"), "Metadata tab");
  useCommandHandler("view.tab4", () => setTab("usage"), "Usage tab");
  useCommandHandler("view.tab5", () => setTab("lineage"), "Lineage tab");
  useCommandHandler("selection.lineage", () => setTab("lineage"));
  useCommandHandler("view.tab6", () => setTab("history"), "History tab");
  return (
    <div className={styles["page"]}>
      <VersionHeader version={version} />
      <Banners version={version} />
      <Tabs label="Parts of the version" value={tab} onChange={setTab} tabs={tabsOf(version)} />
    </div>
  );
}

function tabsOf(version: VersionDetail): TabItem<Tab>[] {
  const files = () => (
    <Lazy label="the files">
      <FilesTab version={version} />
    </Lazy>
  );
  const metadata = () => (
    <Lazy label="the metadata">
      <MetadataTab version={version} />
    </Lazy>
  );
  const usage = () => (
    <Lazy label="who uses it">
      <UsageTab version={version} />
    </Lazy>
  );
  const lineage = () => (
    <Lazy label="the lineage">
      <LineageTab home={`#${version.id}`} project={projectOf(version)} />
    </Lazy>
  );
  return [
    { id: "overview", label: "Overview", content: () => <OverviewTab version={version} /> },
    { id: "files", label: "Files", count: version.files, content: files },
    { id: "metadata", label: "Metadata", content: metadata },
    { id: "usage", label: "Usage", content: usage },
    { id: "lineage", label: "Lineage", content: lineage },
    { id: "history", label: "History", content: () => <HistoryList subject={`#${version.id}`} /> },
  ];
}

function projectOf({ collection }: VersionDetail): string {
  return collection.split("/").slice(0, 2).join("/");
}

function Lazy({ label, children }: { label: string; children: React.ReactNode }) {
  return <Suspense fallback={<Skeleton label={label} lines={8} />}>{children}</Suspense>;
}
