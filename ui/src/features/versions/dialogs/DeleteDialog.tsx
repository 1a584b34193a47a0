import { useState } from "react";
import { describeError, type RetentionAct } from "@/api";
import { Button, Checkbox, Note, Skeleton } from "@/components";
import { consentWords, lossHint, useAliasLoss } from "./aliasLoss";
import { Brakes, ChangedNote, ToTick, useConsent, Warnings } from "./Cautions";
import { DeleteImpact } from "./DeleteImpact";
import { EditDialog } from "./EditDialog";
import ForGoodDialog from "./ForGoodDialog";
import { collectionName, listedWords, nameOf, useOnlyVersion, versionWords, without } from "./target";
import { useAct } from "./useAct";
import { usePlan, type Planned } from "./usePlan";

import type { VersionDialogProps } from "./VersionDialogs";

/** Says exactly what deleting does, before it does it: what is lost, bytes freed, when the trash lets go; or deletes for good. */
export default function DeleteDialog({ target, onClose }: VersionDialogProps) {
  const [isForGood, setForGood] = useState(false);
  const { data: version } = useOnlyVersion(target.selection);
  const submit = useAct(onClose);
  const { act, held, planned } = useDeletePlan(target.selection, submit.isBusy);
  const { plan } = planned;
  const words = versionWords(plan ? plan.versions : null, version);
  const home = collectionName(version?.collection ?? target.collection);
  const what = home === "" ? words : `${words} of ${home}`;
  if (isForGood) {
    const back = (isBusy: boolean) => (
      <Button isDisabled={isBusy} onPress={() => setForGood(false)}>
        Back
      </Button>
    );
    return <ForGoodDialog act={{ ...act, now: true }} title={`Delete ${what} for good?`} subtitle="It skips the trash" action="Delete for good" footerStart={back} onClose={onClose} />;
  }
  return <ToTrash target={target} act={act} held={held} planned={planned} what={what} words={words} submit={submit} onForGood={() => setForGood(true)} onClose={onClose} />;
}

/** The plan without what can't go: the engine would refuse all of them for the sake of one. */
function useDeletePlan(selection: VersionDialogProps["target"]["selection"], isFrozen: boolean) {
  const [held, setHeld] = useState<ReadonlyMap<number, string>>(new Map());
  const act: RetentionAct & { kind: "delete" } = { kind: "delete", selection: without(selection, new Set(held.keys())), delete_aliases: true, now: false };
  const planned = usePlan(act, isFrozen);
  const found = planned.plan?.rows.filter(({ id, locked }) => locked !== null && locked !== IN_TRASH && !held.has(id)) ?? [];
  if (found.length > 0) setHeld(new Map([...held, ...found.map((row): [number, string] => [row.id, `${nameOf(row.address)} is ${row.locked ?? ""}`])]));
  return { act, held, planned };
}

/** The engine's word for what lies in the trash already. */
const IN_TRASH = "in trash";

interface ToTrashProps extends VersionDialogProps {
  act: RetentionAct & { kind: "delete" };
  held: ReadonlyMap<number, string>;
  planned: Planned;
  what: string;
  words: string;
  submit: ReturnType<typeof useAct>;
  onForGood: () => void;
}

function ToTrash({ target, act, held, planned: { plan, isCurrent, hasChanged, error }, what, words, submit, onForGood, onClose }: ToTrashProps) {
  const [isAgreed, setAgreed] = useState(false);
  const consent = useConsent(plan?.brakes ?? []);
  const loss = useAliasLoss(plan, act.selection, target.collection);
  const hasAliases = loss !== null;
  const isUnready = !plan || !isCurrent || plan.versions === 0;
  const isOff = isUnready || (hasAliases && !isAgreed);
  const unticked = Number(hasAliases && !isAgreed) + Number(consent.isMissing);
  return (
    <EditDialog
      role="alertdialog"
      kind="destroy"
      title={`Move ${what} to the trash?`}
      width={580}
      submit={submit}
      action={`Move ${words} to the trash`}
      isDisabled={isOff || consent.isMissing}
      footerStart={
        <>
          {/* Its own step asks for consent to its own plan: the same tick isn't wanted twice. */}
          <Button needs="trash.empty" isDisabled={isOff || submit.isBusy} onPress={onForGood}>
            Delete now…
          </Button>
          {isUnready ? null : <ToTick count={unticked} />}
        </>
      }
      onSubmit={() => plan && submit.act({ ...act, delete_aliases: hasAliases }, plan.stamp)}
      onClose={onClose}
    >
      {error ? <Note tone="danger">{describeError(error).message}</Note> : null}
      <ChangedNote isShown={hasChanged && !submit.isBusy} />
      {held.size > 0 ? <Note tone="warning">{`${listedWords([...held.values()], held.size)}. What can't go stays; unlink it first.`}</Note> : null}
      {plan ? <DeleteImpact plan={plan} collection={target.collection} onLeave={onClose} /> : error ? null : <Skeleton label="what would happen" lines={6} />}
      {plan ? <Warnings warnings={plan.warnings} count={plan.warning_count} /> : null}
      {plan && loss ? (
        <Checkbox isSelected={isAgreed} onChange={setAgreed} hint={lossHint(loss)}>
          {consentWords(loss, plan.versions)}
        </Checkbox>
      ) : null}
      {plan ? <Brakes brakes={plan.brakes} isAgreed={consent.isAgreed} onAgree={consent.agree} /> : null}
    </EditDialog>
  );
}
