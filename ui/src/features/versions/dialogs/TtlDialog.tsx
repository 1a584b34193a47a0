import { useState } from "react";
import { describeError, mutate, tellOutcome, useCommand, type TtlPlan, type TtlPlanRow, type VersionDetail } from "@/api";
import { Note, Skeleton } from "@/components";
import { plural } from "@/lib/format";
import { useDebounced } from "../useDebounced";
import { EditDialog } from "./EditDialog";
import { onlyVersion, useOnlyVersion, useSelectionCount, versionWords, without } from "./target";
import { TtlChoices } from "./TtlChoices";
import { ExpiryBanner, TtlPreview } from "./TtlPreview";
import { choiceOf, nowWords, ttlProblem, ttlText, zoneWords } from "./ttlText";
import { useSubmit } from "./useSubmit";
import type { VersionDialogProps } from "./VersionDialogs";

const PREVIEW_MS = 200;

export default function TtlDialog({ target, onClose }: VersionDialogProps) {
  const { data: version } = useOnlyVersion(target.selection);
  const isOne = onlyVersion(target.selection) !== null;
  if (isOne && !version) return null;
  return <Form target={target} version={version} onClose={onClose} />;
}

function Form({ target, version, onClose }: VersionDialogProps & { version: VersionDetail | undefined }) {
  const [choice, setChoice] = useState(() => choiceOf(version));
  const [unticked, setUnticked] = useState<ReadonlyMap<number, TtlPlanRow>>(new Map());
  const { data: store } = useCommand("store.info", {});
  const count = useSelectionCount(target.selection);
  const submit = useSubmit(onClose);
  const selection = without(target.selection, new Set(unticked.keys()));
  const ttl = ttlText(choice);
  const asked = useDebounced(ttl, PREVIEW_MS);
  const { data: plan, error, isPlaceholderData } = useCommand("ttl.plan", { selection, ttl: asked ?? "none" }, { isEnabled: asked !== null, keepPrevious: true });
  const isCurrent = asked === ttl && !isPlaceholderData;
  const onTick = (row: TtlPlanRow, isTicked: boolean) => {
    const next = new Map(unticked);
    if (isTicked) next.delete(row.id);
    else next.set(row.id, row);
    setUnticked(next);
  };
  const save = async () => tellOutcome(await mutate("ttl.set", { selection, ttl: ttl ?? "" }));
  return (
    <EditDialog
      title={`Time to live of ${versionWords(count, version)}`}
      subtitle={`Counted from ${version ? "the" : "each"} version's creation, in your time zone (${zoneWords()})`}
      width={836}
      submit={submit}
      action={actionWords(plan, version)}
      isDisabled={ttl === null || !isCurrent || !plan || plan.changing === 0}
      footerStart={<span className="dim">{footWords(plan)}</span>}
      onSubmit={() => submit.run(save)}
      onClose={onClose}
    >
      <TtlChoices choice={choice} onChange={setChoice} defaultSeconds={store?.default_ttl_seconds} problem={ttlProblem(choice)} now={plan ? nowWords(plan.now) : ""} />
      {error ? <Note tone="danger">{describeError(error).message}</Note> : null}
      {plan ? (
        <>
          <ExpiryBanner plan={plan} trashDays={store?.trash_days} />
          <TtlPreview plan={plan} unticked={unticked} onTick={version ? undefined : onTick} isStale={!isCurrent} />
        </>
      ) : error ? null : (
        <Skeleton label="what would happen" lines={6} />
      )}
    </EditDialog>
  );
}

function actionWords(plan: TtlPlan | undefined, version: VersionDetail | undefined): string {
  if (version) return `Set TTL on v${version.index}`;
  return plan ? `Set TTL on ${plural(plan.changing, "version")}` : "Set TTL";
}

function footWords(plan: TtlPlan | undefined): string {
  if (!plan) return "";
  const parts = [plan.locked > 0 ? `${plan.locked.toLocaleString()} can't change` : "", plan.unchanged > 0 ? `${plan.unchanged.toLocaleString()} ${plan.unchanged === 1 ? "has" : "have"} it already` : ""];
  return parts.filter(Boolean).join(", ");
}
