import { useState } from "react";
import { describeError, errorText, useCommand, type LogOptions, type LogPlan } from "@/api";
import { Button, Dialog, Note, Skeleton, TextArea } from "@/components";
import { formatBytes, plural } from "@/lib/format";
import { addSources, firstDraft, isReady, problemsOf, resolve, sourcesTitle, toRequest, type LogDraft, type LogWish } from "./draft";
import { AliasField, MetadataField, NameField, TagField, TtlField, TypeField } from "./fields";
import styles from "./ingest.module.css";
import { OptionFields } from "./OptionFields";
import { PlanPanel } from "./PlanPanel";
import { runLog, type Go } from "./runLog";
import { SourceList } from "./SourceList";
import { usePlan, type PlanState } from "./usePlan";
import { useDraftDrops } from "./useDraftDrops";

export interface LogSheetProps {
  wish: LogWish;
  onClose: () => void;
  go: Go;
}

/** Logs a version: what goes in, what it will be called and bear, and beforehand what that stores. */
export function LogSheet({ wish, onClose, go }: LogSheetProps) {
  const [draft, setDraft] = useState<LogDraft>(() => firstDraft(wish));
  const [isStarting, setStarting] = useState(false);
  const state = usePlan(draft.sources, draft.options, draft.project, draft.name === null || draft.name.trim() === "" ? null : draft.name.trim());
  const { plan } = state;
  const problems = problemsOf(draft, plan);
  const change = (part: Partial<LogDraft>) => setDraft((before) => ({ ...before, ...part }));
  const onOptions = (options: Partial<LogOptions>) => setDraft((before) => ({ ...before, options: { ...before.options, ...options } }));
  const add = (paths: readonly string[]) => setDraft((before) => addSources(before, paths));
  useDraftDrops(add);
  const canStart = isReady(draft, plan) && !isStarting;
  const start = async () => {
    if (!canStart || plan === null) return;
    setStarting(true);
    const isRunning = await runLog(toRequest(draft, plan), draft, go);
    setStarting(false);
    if (!isRunning) return;
    state.handOver();
    onClose();
  };
  const fields = { draft, plan, problems, change };
  return (
    <Dialog
      title="Log a version"
      subtitle={<Subtitle draft={draft} plan={plan} />}
      isOpen
      onClose={onClose}
      onSubmit={() => void start()}
      width={720}
      footerStart={<Target project={draft.project} />}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          {draft.sources.length === 0 ? null : (
            <Button kind="primary" type="submit" isDisabled={!canStart}>
              {buttonText(draft, plan)}
            </Button>
          )}
        </>
      }
    >
      <div className={styles["form"]}>
        <SourceList sources={draft.sources} onAdd={add} onRemove={(path) => change({ sources: draft.sources.filter((each) => each.path !== path) })} />
        {draft.sources.length === 0 ? null : (
          <>
            <div className={styles["two"]} data-first>
              <NameField {...fields} />
              <TypeField {...fields} />
            </div>
            <Planned state={state} draft={draft} onOptions={onOptions} />
            <div className={styles["two"]}>
              <AliasField {...fields} />
              <TagField {...fields} />
            </div>
            <div className={styles["two"]}>
              <TtlField {...fields} />
              <TextArea label="Description" rows={2} placeholder="What is in it and why, Markdown" value={draft.description} onChange={(description) => change({ description })} />
            </div>
            <details className={styles["more"]} open={draft.metadata !== ""}>
              <summary>Metadata</summary>
              <MetadataField {...fields} />
            </details>
            <details className={styles["more"]}>
              <summary>Links, unreadable files, patterns</summary>
              <OptionFields options={draft.options} onOptions={onOptions} />
            </details>
          </>
        )}
      </div>
    </Dialog>
  );
}

/** The plan, or why there is none and what can be done about it. */
function Planned({ state, draft, onOptions }: { state: PlanState; draft: LogDraft; onOptions: (options: Partial<LogOptions>) => void }) {
  const { plan, error, retry } = state;
  const failure = plan?.error ?? (error ? describeError(error) : null);
  if (failure) {
    const canSkip = failure.code === "source-unreadable" && draft.options.unreadable !== "skip";
    const action = (
      <span className="row">
        {canSkip ? (
          <Button size="small" onPress={() => onOptions({ unreadable: "skip" })}>
            Leave such files out
          </Button>
        ) : null}
        <Button size="small" onPress={retry}>
          Retry
        </Button>
      </span>
    );
    return (
      <Note tone="danger" isLive action={action}>
        {errorText(failure)}
      </Note>
    );
  }
  if (!plan) return <Skeleton label="what will be stored" lines={3} height={104} />;
  return <PlanPanel plan={plan} options={draft.options} onOptions={onOptions} />;
}

function Subtitle({ draft, plan }: { draft: LogDraft; plan: LogPlan | null }) {
  const { data: host } = useCommand("host.info", {});
  if (draft.sources.length === 0) return <>{host?.choose_files === false ? "Files and folders of the machine on which Cairn runs." : "Choose what goes into it, or drop it on the window."}</>;
  return (
    <>
      <span className="mono">{sourcesTitle(draft.sources)}</span>
      {plan ? ` — ${plural(plan.files, "file")}, ${formatBytes(plan.bytes)}` : ""}
    </>
  );
}

function Target({ project }: { project: string | null }) {
  const { data: store } = useCommand("store.info", {});
  const address = project ?? (store ? `${store.default_entity}/${store.default_project}` : null);
  return address === null ? null : (
    <span className="small dim clip">
      Into <span className="mono">{address}</span>
    </span>
  );
}

/** "Log holdout-2025:v2". */
function buttonText(draft: LogDraft, plan: LogPlan | null): string {
  const { name } = resolve(draft, plan);
  if (plan === null || name === "" || draft.sources.length === 0) return "Log version";
  return plan.identical === null ? `Log ${name.length > 40 ? `${name.slice(0, 40)}…` : name}:v${plan.next_index}` : `Apply to v${plan.identical}`;
}
