import { useState } from "react";
import { describeError, useCommand, type RetentionAct, type RetentionPlan, type RetentionRow, type Selection, type VersionDetail } from "@/api";
import { Note, Skeleton } from "@/components";
import { formatCount, plural } from "@/lib/format";
import { Brakes, ChangedNote, ToTick, useConsent, Warnings } from "./Cautions";
import { EditDialog } from "./EditDialog";
import { ExpiryBanner } from "./ExpiryBanner";
import { onlyVersion, useOnlyVersion, useSelectionCount, versionWords } from "./target";
import { TtlAlong } from "./TtlAlong";
import { TtlChoices } from "./TtlChoices";
import { isWithin, stepsOf, type Along } from "./ttlRows";
import { TtlTable } from "./TtlTable";
import { choiceOf, nowWords, ttlProblem, ttlText, zoneWords } from "./ttlText";
import { useAct } from "./useAct";
import { usePlan } from "./usePlan";
import type { VersionDialogProps } from "./VersionDialogs";

export default function TtlDialog({ target, onClose }: VersionDialogProps) {
  const { data: version } = useOnlyVersion(target.selection);
  const isOne = onlyVersion(target.selection) !== null;
  if (isOne && !version) return null;
  return <Form target={target} version={version} onClose={onClose} />;
}

function Form({ target, version, onClose }: VersionDialogProps & { version: VersionDetail | undefined }) {
  const [choice, setChoice] = useState(() => choiceOf(version));
  const [along, setAlong] = useState<Along>({ direction: "no", depth: null });
  const { unticked, tick } = useTicks(along);
  const { data: store } = useCommand("store.info", {});
  const count = useSelectionCount(target.selection);
  const submit = useAct(onClose);
  const ttl = ttlText(choice);
  const act = ttl === null ? null : actOf(target.selection, ttl, along, unticked);
  const { plan, isCurrent, hasChanged, error } = usePlan(act, submit.isBusy);
  const consent = useConsent(plan?.brakes ?? []);
  const isWrong = error?.code === "ttl-invalid";
  const isShown = ttl !== null && !error;
  const foot = plan ? footWords(plan, unticked.size) : "";
  return (
    <EditDialog
      title={`Time to live of ${versionWords(count, version)}`}
      subtitle={`Counted from ${version ? "the" : "each"} version's creation, in your time zone (${zoneWords()})`}
      width={836}
      submit={submit}
      action={actionWords(plan, along.direction === "no" ? version : undefined)}
      isDisabled={!isShown || !isCurrent || !plan || plan.changing === 0 || consent.isMissing}
      footerStart={
        <>
          {foot === "" ? null : <span className="dim">{foot}</span>}
          <ToTick count={Number(isShown && isCurrent && consent.isMissing)} />
        </>
      }
      onSubmit={() => act && plan && submit.act(act, plan.stamp)}
      onClose={onClose}
    >
      <TtlChoices choice={choice} onChange={setChoice} defaultSeconds={store?.default_ttl_seconds} problem={isWrong ? error.message : ttlProblem(choice)} now={plan ? nowOf(plan, unticked) : ""} />
      {error && !isWrong ? <Note tone="danger">{describeError(error).message}</Note> : null}
      <ChangedNote isShown={hasChanged && !submit.isBusy} />
      {plan && !error ? (
        <>
          {isShown ? <ExpiryBanner plan={plan} unticked={unticked.size} /> : null}
          <TtlTable plan={plan} unticked={unticked} onTick={tick} isStale={isShown && !isCurrent} />
        </>
      ) : error || ttl === null ? null : (
        <Skeleton label="what would happen" lines={6} />
      )}
      <TtlAlong along={along} isAlone={along.direction !== "no" && isCurrent && plan !== undefined && isAlone(plan, unticked.size)} onChange={setAlong} />
      {plan && isShown ? (
        <>
          <Warnings warnings={plan.warnings} count={plan.warning_count} />
          <Brakes brakes={plan.brakes} isAgreed={consent.isAgreed} onAgree={consent.agree} />
        </>
      ) : null}
    </EditDialog>
  );
}

/** Versions left as they are; of those only the ones that are meant at the moment count. */
function useTicks(along: Along) {
  const [all, setAll] = useState<ReadonlyMap<number, RetentionRow>>(new Map());
  const unticked = new Map([...all].filter(([, row]) => isWithin(row, along)));
  const tick = (row: RetentionRow, isTicked: boolean) => {
    const next = new Map(all);
    if (isTicked) next.delete(row.id);
    else next.set(row.id, row);
    setAll(next);
  };
  return { unticked, tick };
}

function actOf(selection: Selection, ttl: string, { direction, depth }: Along, unticked: ReadonlyMap<number, RetentionRow>): RetentionAct {
  const [up, down] = [direction === "up" || direction === "both", direction === "down" || direction === "both"];
  return { kind: "ttl", selection, ttl, up, down, depth: up || down ? depth : null, except: [...unticked.keys()] };
}

/** What the selected ones have now; what lies along the lineage isn't asked for. */
function nowOf(plan: RetentionPlan, unticked: ReadonlyMap<number, RetentionRow>): string {
  const rows = [...plan.rows, ...unticked.values()].filter((row) => stepsOf(row) === 0);
  return nowWords(rows, plan.changing + plan.unchanged + plan.locked <= plan.rows.length + unticked.size);
}

/** Whether nothing is along the lineage, as far as the list tells. */
function isAlone(plan: RetentionPlan, unticked: number): boolean {
  return unticked === 0 && plan.changing + plan.unchanged + plan.locked <= plan.rows.length && plan.rows.every((row) => stepsOf(row) === 0);
}

function actionWords(plan: RetentionPlan | undefined, version: VersionDetail | undefined): string {
  if (version) return `Set TTL on v${version.index}`;
  return plan && plan.changing > 0 ? `Set TTL on ${plural(plan.changing, "version")}` : "Set TTL";
}

function footWords({ locked, unchanged, changing }: RetentionPlan, unticked: number): string {
  const same = unchanged - unticked;
  const parts = [locked > 0 ? `${formatCount(locked)} can't change` : "", sameWords(same, locked + unticked + changing), unticked > 0 ? `${formatCount(unticked)} left as ${unticked === 1 ? "it is" : "they are"}` : ""];
  return parts.filter(Boolean).join(", ");
}

/** How many have that TTL already; of a version that is alone the number would say nothing. */
function sameWords(same: number, others: number): string {
  if (same === 0) return "";
  if (same === 1 && others === 0) return "It has this TTL already";
  return `${formatCount(same)} ${same === 1 ? "has" : "have"} it already`;
}
