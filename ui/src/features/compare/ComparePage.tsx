import { ArrowLeftRight, Equal, GitCompareArrows } from "lucide-react";
import { useNavigate, useSearchParams } from "react-router";
import { describeError, errorDetails, useCommand, type Comparison } from "@/api";
import { Checkbox, EmptyState, ErrorState, IconButton, Skeleton, Tabs, type TabItem } from "@/components";
import { parseAddress } from "@/lib/address";
import { cx } from "@/lib/cx";
import { useCommandHandler } from "@/lib/commands";
import { formatCount, plural } from "@/lib/format";
import { useStatus, useViewTitle } from "@/lib/slots";
import { getPlatform } from "@/platform";
import styles from "./Compare.module.css";
import { FactsDiff } from "./FactsDiff";
import { FilesDiff } from "./FilesDiff";
import { MetadataDiff } from "./MetadataDiff";
import { comparePath } from "./path";
import { isShortened, VersionPicker } from "./VersionPicker";

const TABS = ["facts", "metadata", "files"] as const;
type Tab = (typeof TABS)[number];

/** Two versions side by side: facts, metadata, files. Which ones stands in the address. */
export function ComparePage() {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const before = params.get("before") ?? "";
  const after = params.get("after") ?? "";
  const isReady = before !== "" && after !== "";
  const { data, error, refetch, isPlaceholderData } = useCommand("version.compare", { before, after }, { isEnabled: isReady, keepPrevious: true });
  useViewTitle(isReady ? `${nameOf(before)} ⇄ ${nameOf(after)}` : "Compare");
  useStatus(data && !isPlaceholderData ? statusWords(data) : "");
  const set = (key: string, value: string | null) =>
    setParams(
      (old) => {
        if (value === null) old.delete(key);
        else old.set(key, value);
        return old;
      },
      { replace: true },
    );
  const swap = () => void navigate(comparePath(after, before), { replace: true });
  return (
    <div className={styles["page"]}>
      <header className={styles["header"]}>
        <h1 className={styles["title"]}>Compare</h1>
        <VersionPicker label="Before" value={before} onChange={(address) => set("before", address)} fallback={after} />
        <IconButton label="Swap" icon={<ArrowLeftRight />} isDisabled={!isReady} onPress={swap} />
        <VersionPicker label="After" value={after} onChange={(address) => set("after", address)} fallback={before} />
        <Collection before={before} after={after} />
      </header>
      {!isReady ? (
        <EmptyState title="Choose two versions" icon={<GitCompareArrows />}>Enter addresses above, or select two versions in a table and press C.</EmptyState>
      ) : error ? (
        <ErrorState title={describeError(error).title} why={error.message} hint={describeError(error).hint} onRetry={() => void refetch()} details={() => errorDetails(error)} onCopy={(text) => void getPlatform().copyText(text)} />
      ) : data ? (
        <Result comparison={data} tab={TABS.find((each) => each === params.get("tab")) ?? "facts"} onTab={(tab) => set("tab", tab === "facts" ? null : tab)} isAll={params.get("all") === "1"} onAll={(isAll) => set("all", isAll ? "1" : null)} />
      ) : (
        <Skeleton label="the comparison" lines={8} />
      )}
    </div>
  );
}

/** The name of the collection, where the fields have no room for it. */
function Collection({ before, after }: { before: string; after: string }) {
  const [{ collection }, other] = [parseAddress(before) ?? {}, parseAddress(after)];
  if (!isShortened(collection) || other?.collection !== collection) return null;
  return (
    <span className={cx(styles["collection"], "dim clip")} title={collection}>
      of {collection}
    </span>
  );
}

function nameOf(address: string): string {
  const parsed = parseAddress(address);
  return parsed?.collection ? `${parsed.collection}:${parsed.suffix ?? "latest"}` : address;
}

function statusWords({ metadata, files }: Comparison): string {
  const changed = files.added + files.removed + files.changed + files.renamed;
  return `${plural(metadata.length, "metadata key differs", "metadata keys differ")} · ${plural(changed, "file differs", "files differ")}`;
}

interface ResultProps {
  comparison: Comparison;
  tab: Tab;
  onTab: (tab: Tab) => void;
  isAll: boolean;
  onAll: (isAll: boolean) => void;
}

function Result(props: ResultProps) {
  const { tab, onTab } = props;
  useCommandHandler("view.tab1", () => onTab("facts"), "Facts tab");
  useCommandHandler("view.tab2", () => onTab("metadata"), "Metadata tab");
  useCommandHandler("view.tab3", () => onTab("files"), "Files tab");
  return <Tabs label="What differs" value={tab} onChange={onTab} tabs={tabsOf(props)} />;
}

function tabsOf(props: ResultProps): TabItem<Tab>[] {
  const { before, after, metadata, files } = props.comparison;
  return [
    { id: "facts", label: "Facts", content: () => <FactsTab {...props} /> },
    { id: "metadata", label: "Metadata", count: metadata.length, content: () => <MetadataTab comparison={props.comparison} /> },
    { id: "files", label: "Files", count: files.added + files.removed + files.changed + files.renamed, content: () => <FilesDiff before={before} after={after} files={files} /> },
  ];
}

function FactsTab({ comparison, isAll, onAll }: ResultProps) {
  return (
    <div className={styles["scroll"]} role="region" tabIndex={0} aria-label="Differences">
      <div className={styles["bar"]}>
        <Checkbox isSelected={!isAll} onChange={(isOn) => onAll(!isOn)}>
          Only differences
        </Checkbox>
      </div>
      <FactsDiff before={comparison.before} after={comparison.after} titles={titlesOf(comparison)} isAll={isAll} />
    </div>
  );
}

function MetadataTab({ comparison }: { comparison: Comparison }) {
  const { metadata, metadata_equal: equal } = comparison;
  const [beforeTitle, afterTitle] = titlesOf(comparison);
  if (metadata.length === 0) return <EmptyState title="The metadata is the same" icon={<Equal />} />;
  return (
    <div className={styles["scroll"]} role="region" tabIndex={0} aria-label="Differences">
      <div className={styles["bar"]}>
        <span className="small dim">{`${plural(metadata.length, "differs", "differ")}, ${formatCount(equal)} equal`}</span>
      </div>
      <MetadataDiff changes={metadata} beforeTitle={beforeTitle} afterTitle={afterTitle} />
    </div>
  );
}

/** "v9" and "v12" within a collection, else with the names. */
function titlesOf({ before, after }: Comparison): [string, string] {
  if (before.collection === after.collection) return [`v${before.index}`, `v${after.index}`];
  return [`${before.name}:v${before.index}`, `${after.name}:v${after.index}`];
}
