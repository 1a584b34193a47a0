import { ChevronRight, HardDrive, ListChecks, Trash2 } from "lucide-react";
import { Fragment, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { describeError, useCommand, type StorageGroup } from "@/api";
import { Button, EmptyState, ErrorState, SegmentedControl, Skeleton } from "@/components";
import { addressPath, parseAddress } from "@/lib/address";
import { hasHandler, runHandler, useCommandHandler, useHandlers } from "@/lib/commands";
import { cx } from "@/lib/cx";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { useStatus, useViewTitle } from "@/lib/slots";
import { formatRelative, useMinute } from "@/lib/time";
import { Figures } from "./Figures";
import { childOf, crumbsOf, levelOf, nounsOf, parentOf, requestOf, wishOf, type Level } from "./level";
import { collectOpener } from "./opener";
import { Outlook } from "./Outlook";
import styles from "./Storage.module.css";
import { StorageMap, type Wish } from "./StorageMap";
import { StorageTable } from "./StorageTable";

/** Where the bytes are, what can be given back, and what soon will. */
export function StoragePage() {
  useMinute();
  const { data: store, error, refetch } = useCommand("storage.show", { by: "project", within: null, limit: null });
  const { data: last } = useCommand("receipt.list", { before: null, count: 1 });
  useViewTitle("Storage");
  const [newest] = last ?? [];
  const versions = store?.groups.reduce((sum, group) => sum + group.versions, store.rest?.versions ?? 0) ?? 0;
  useStatus(store ? [plural(versions, "version"), newest ? `last collection freed ${formatBytes(newest.freed_bytes)} ${formatRelative(newest.at)}` : ""].filter(Boolean).join(" · ") : "");
  const { message, hint } = error ? describeError(error) : { message: "", hint: null };
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <div className="row wrap">
          <h1 className={styles["title"]}>Storage</h1>
          <span className="grow" />
          <Actions />
        </div>
        <Figures store={store} />
      </header>
      {error ? <ErrorState title="The storage can't be read" why={message} hint={hint} onRetry={() => void refetch()} /> : null}
      {store && versions === 0 && store.awaiting_collection === 0 ? <EmptyState title="Nothing is stored yet" icon={<HardDrive />}>Versions take room here once they are logged.</EmptyState> : store ? <Levels projects={store.groups} /> : error ? null : <Skeleton label="where the bytes are" lines={6} />}
    </div>
  );
}

/** *Retention rules…* where they can be edited, and the one primary action with the reason when it can't be done. */
function Actions() {
  useHandlers();
  const { data: plan } = useCommand("collect.plan", { no_grace: false });
  const { data: info } = useCommand("store.info", {});
  const { data: upkeep } = useCommand("upkeep.state", {});
  const isNothing = plan !== undefined && plan.predicted_bytes === 0 && plan.waiting_blobs === 0;
  const why = info?.read_only ? `Read-only: ${info.read_only}` : upkeep?.paused ? "Collecting is paused" : isNothing ? "Nothing to collect" : null;
  return (
    <div className="row">
      {why ? (
        <span className="small dim clip" id="why-no-collection">
          {why}
        </span>
      ) : null}
      {hasHandler("rules.open") ? (
        <Button icon={<ListChecks />} onPress={() => void runHandler("rules.open")}>
          Retention rules…
        </Button>
      ) : null}
      <Button kind="primary" icon={<Trash2 />} needs="collect.start" isDisabled={why !== null || plan === undefined} {...(why ? { "aria-describedby": "why-no-collection" } : {})} onPress={() => collectOpener.open({})}>
        Collect now…
      </Button>
    </div>
  );
}

const LEGEND = "Exclusive bytes: what deleting it alone would free";

/** Map or table of one level, and below it what time brings. */
function Levels({ projects }: { projects: readonly StorageGroup[] }) {
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const level = useMemo(() => levelOf(params.get("in"), projects), [params, projects]);
  const [isEnlarged, setEnlarged] = useState(false);
  const isTable = params.get("as") === "table";
  const { data, error, isPlaceholderData: isOld } = useCommand("storage.show", requestOf(level), { keepPrevious: true });
  const shown = useRef(level);
  if (!isOld && data) shown.current = level;
  const wish = useRef<Wish | null>(null);
  const to = (next: Level) => {
    const wanted = new URLSearchParams(params);
    wanted.set("in", wishOf(next));
    return wanted;
  };
  /** Where one is going: a second key may come before the first has led anywhere. */
  const goal = useRef(level);
  useLayoutEffect(() => {
    goal.current = level;
  }, [level]);
  const goUp = () => {
    const { parts } = goal.current;
    const parent = parentOf(goal.current);
    if (parent === null) return;
    wish.current = { level: wishOf(parent), key: parts.length === 4 ? [...parts.slice(0, 2), parts[3]].join("/") : parts.join("/") };
    goal.current = parent;
    setParams(to(parent));
  };
  const open = (group: StorageGroup) => {
    const child = childOf(shown.current, group);
    const address = parseAddress(group.address);
    if (child) {
      wish.current = { level: wishOf(child), key: "" };
      setParams(to(child));
    } else if (address) void navigate(addressPath(address));
  };
  const showTable = (isWanted: boolean) => {
    const next = new URLSearchParams(params);
    if (isWanted) next.set("as", "table");
    else next.delete("as");
    setParams(next, { replace: true });
  };
  useCommandHandler("go.parent", parentOf(level) === null ? null : goUp);
  const groups = data ? data.groups.length : null;
  const sum = data && groups !== null ? `${formatBytes(data.total)} in ${data.rest ? `more than ${formatCount(groups)}` : formatCount(groups)} ${nounsOf(shown.current)[groups === 1 ? 0 : 1]}` : "";
  return (
    <>
      <div className={styles["bar"]}>
        <Crumbs level={level} projects={projects} search={(next) => `?${to(next).toString()}`} />
        <span className={cx("small dim num", styles["sum"])} title={data ? plural(data.total, "byte") : undefined} data-total={data?.total}>
          {sum}
        </span>
        <span className="grow" />
        <span className={styles["legend"]} title={LEGEND}>
          {isTable ? LEGEND : isEnlarged ? "Area = exclusive bytes; small ones are drawn larger" : `Area = ${LEGEND.charAt(0).toLowerCase()}${LEGEND.slice(1)}`}
        </span>
        <SegmentedControl
          label="Shown as"
          value={isTable ? "table" : "map"}
          options={[
            { value: "map", label: "Map" },
            { value: "table", label: "Table" },
          ]}
          onChange={(value) => showTable(value === "table")}
        />
      </div>
      {error ? (
        <EmptyState title="That part of the store can't be shown" icon={<HardDrive />} action={<Link to={`?in=${encodeURIComponent("/")}`}>Show the whole store</Link>}>
          {describeError(error).message}
        </EmptyState>
      ) : data ? (
        isTable ? (
          <StorageTable key={wishOf(shown.current)} level={shown.current} storage={data} onOpen={open} onUp={goUp} />
        ) : (
          <StorageMap key={wishOf(shown.current)} level={shown.current} storage={data} wish={wish} onOpen={open} onUp={goUp} onMore={() => showTable(true)} onEnlarged={setEnlarged} />
        )
      ) : (
        <Skeleton label="the map" lines={6} />
      )}
      <Outlook />
    </>
  );
}

interface CrumbsProps {
  level: Level;
  projects: readonly StorageGroup[];
  search: (level: Level) => string;
}

function Crumbs({ level, projects, search }: CrumbsProps) {
  const crumbs = crumbsOf(level, projects);
  return (
    <nav aria-label="Level" className={styles["crumbs"]}>
      {crumbs.map(({ text, level: each }, at) =>
        at === crumbs.length - 1 ? (
          <span key={wishOf(each)} className={styles["here"]} aria-current="page" title={text}>
            {text}
          </span>
        ) : (
          <Fragment key={wishOf(each)}>
            <Link to={search(each)} className={styles["crumb"]} title={text}>
              {text}
            </Link>
            <ChevronRight aria-hidden="true" className={styles["arrow"]} />
          </Fragment>
        ),
      )}
    </nav>
  );
}
