import { useState, type ReactNode } from "react";
import { describeError, type RetentionAct } from "@/api";
import { Note, Skeleton, TextField, toast } from "@/components";
import { formatCount } from "@/lib/format";
import { useAliasLoss, type AliasLoss } from "./aliasLoss";
import { Brakes, ChangedNote, ToTick, useConsent, Warnings } from "./Cautions";
import { DeleteImpact } from "./DeleteImpact";
import { EditDialog } from "./EditDialog";
import { homeOf, needsName } from "./forGood";
import { collectionName, listedWords, nameOf } from "./target";
import { useAct } from "./useAct";
import { usePlan } from "./usePlan";

export interface ForGoodDialogProps {
  act: RetentionAct & { kind: "delete" | "empty" };
  title: string;
  subtitle: string;
  action: string;
  footerStart?: (isBusy: boolean) => ReactNode;
  onClose: () => void;
}

/** What goes for good, by its plan, and the name to type before much of it. */
export default function ForGoodDialog({ act, title, subtitle, action, footerStart, onClose }: ForGoodDialogProps) {
  const [typed, setTyped] = useState("");
  const submit = useAct(onClose);
  const { plan, isCurrent, hasChanged, error } = usePlan(act, submit.isBusy);
  const consent = useConsent(plan?.brakes ?? []);
  const home = plan ? homeOf(plan) : null;
  const loss = useAliasLoss(plan, act.kind === "delete" ? act.selection : null, home ?? "");
  const wanted = plan && needsName(plan.versions, plan.logical_bytes) ? (home === null ? "delete" : collectionName(home)) : null;
  const held = plan?.rows.filter(({ goes }) => !goes) ?? [];
  const isOff = !plan || !isCurrent || plan.versions === 0 || consent.isMissing || (wanted !== null && typed.trim() !== wanted);
  return (
    <EditDialog
      role="alertdialog"
      kind="destroy"
      title={title}
      subtitle={subtitle}
      width={580}
      submit={submit}
      action={action}
      isDisabled={isOff}
      footerStart={
        <>
          {footerStart?.(submit.isBusy)}
          <ToTick count={Number(consent.isMissing)} />
        </>
      }
      onSubmit={() => plan && submit.act(act, plan.stamp, ({ summary }) => Promise.resolve(toast({ text: summary })))}
      onClose={onClose}
    >
      <Note tone="danger">
        <strong className="strong">This can't be undone.</strong> History and lineage stay.
      </Note>
      {error ? <Note tone="danger">{describeError(error).message}</Note> : null}
      <ChangedNote isShown={hasChanged && !submit.isBusy} />
      {plan ? <DeleteImpact plan={plan} collection={home ?? ""} onLeave={onClose} /> : error ? null : <Skeleton label="what would happen" lines={5} />}
      {loss ? <Note tone="warning">{lossWords(loss)}</Note> : null}
      {held.length > 0 ? <Note tone="warning">{`What can't go stays: ${listedWords(held.map(({ address, locked }) => `${nameOf(address)} is ${locked ?? "kept"}`), held.length, 3)}.`}</Note> : null}
      {plan ? <Warnings warnings={plan.warnings} count={plan.warning_count} /> : null}
      {plan ? <Brakes brakes={plan.brakes} isAgreed={consent.isAgreed} onAgree={consent.agree} /> : null}
      {wanted === null ? null : <TextField label={`Type ${wanted} to confirm`} value={typed} onChange={setTyped} autoFocus autoComplete="off" spellCheck="false" isMono />}
    </EditDialog>
  );
}

/** "An alias goes, too: best. “latest” then means v2." */
function lossWords({ count, names, latest }: AliasLoss): string {
  const others = count === 0 ? null : `${count === 1 ? "An alias goes" : `${formatCount(count)} aliases go`}, too: ${names}.`;
  return [others, latest].filter((part) => part !== null).join(" ");
}
