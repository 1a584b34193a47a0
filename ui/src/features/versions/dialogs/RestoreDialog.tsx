import { useState } from "react";
import { describeError, mutate, tellOutcome, useCommand, type RestorePlan } from "@/api";
import { Checkbox, Note, Skeleton } from "@/components";
import { formatCount, plural } from "@/lib/format";
import { EditDialog } from "./EditDialog";
import { collectionName, listedWords, nameOf } from "./target";
import { useSubmit } from "./useSubmit";
import type { VersionDialogProps } from "./VersionDialogs";
import styles from "./Dialogs.module.css";

/** What comes back after its time would go again at once, so that it has no TTL from then on. */
function overdueWords({ overdue, versions }: RestorePlan): string {
  const [their, they] = overdue === 1 ? ["Its", "it has"] : ["Their", "they have"];
  if (overdue === versions) return `${their} TTL is over: restored, ${they} none.`;
  return `The TTL of ${formatCount(overdue)} of them is over: restored, ${they} none.`;
}

/** Says what comes back besides, and offers the aliases that others have by now. */
export default function RestoreDialog({ target: { selection }, onClose }: VersionDialogProps) {
  const [isTaking, setTaking] = useState(false);
  const { data: plan, error } = useCommand("trash.restore_plan", { selection });
  const submit = useSubmit(onClose);
  const words = plan ? plural(plan.versions, "version") : "versions";
  const save = async () => tellOutcome(await mutate("trash.restore", { selection, ...(isTaking ? { take_aliases: true } : {}) }));
  return (
    <EditDialog title={`Restore ${words}?`} subtitle="Aliases, tags, TTL, links and lineage come back" width={520} submit={submit} action={`Restore ${words}`} isDisabled={!plan || plan.versions === 0} onSubmit={() => submit.run(save)} onClose={onClose}>
      {error ? <Note tone="danger">{describeError(error).message}</Note> : null}
      {plan || error ? null : <Skeleton label="what would come back" lines={3} />}
      {plan && plan.collections.length > 0 ? <Note>{`${listedWords(plan.collections.map(collectionName), plan.collections.length, 3)} ${plan.collections.length === 1 ? "was deleted and comes" : "were deleted and come"} back, too.`}</Note> : null}
      {plan && plan.overdue > 0 ? <Note>{overdueWords(plan)}</Note> : null}
      {plan && plan.taken_count > 0 ? (
        <>
          <Checkbox isSelected={isTaking} onChange={setTaking} hint="Otherwise they stay where they are now.">
            {plan.taken_count === 1 ? "Take the alias back" : `Take ${formatCount(plan.taken_count)} aliases back`}
          </Checkbox>
          <ul className={styles["list"]}>
            {plan.taken.map(({ name, version, holder }) => (
              <li key={`${version} ${name}`}>
                <span className="strong">{name}</span> <span className="dim">{`was on ${nameOf(version)}, is on ${nameOf(holder)} now`}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </EditDialog>
  );
}
