import { useState } from "react";
import { describeError, mutate, tellOutcome, useCommand, type DeletePlan } from "@/api";
import { Checkbox, Facts, Note, Skeleton } from "@/components";
import { formatBytes, formatCount, formatDuration, plural } from "@/lib/format";
import { formatAbsolute, formatDate } from "@/lib/time";
import { secondsUntil } from "../words";
import { EditDialog } from "./EditDialog";
import { collectionName, useOnlyVersion, versionWords } from "./target";
import { useSubmit } from "./useSubmit";
import type { VersionDialogProps } from "./VersionDialogs";

const NAMED = 8;

/** Says exactly what deleting does, before it does it: aliases that vanish, bytes freed, the date the trash lets go. */
export default function DeleteDialog({ target, onClose }: VersionDialogProps) {
  const { data: plan, error } = useCommand("version.delete_plan", { selection: target.selection });
  const { data: version } = useOnlyVersion(target.selection);
  const [isAgreed, setAgreed] = useState(false);
  const submit = useSubmit(onClose);
  const hasAliases = (plan?.alias_count ?? 0) > 0;
  const what = versionWords(plan?.versions ?? null, version);
  const save = async () => tellOutcome(await mutate("version.delete", { selection: target.selection, delete_aliases: hasAliases }));
  return (
    <EditDialog
      role="alertdialog"
      kind="destroy"
      title={`Move ${what} of ${collectionName(version?.collection ?? target.collection)} to the trash?`}
      width={520}
      submit={submit}
      action={`Move ${what} to trash`}
      isDisabled={!plan || plan.versions === 0 || (hasAliases && !isAgreed)}
      onSubmit={() => submit.run(save)}
      onClose={onClose}
    >
      {error ? <Note tone="danger">{describeError(error).message}</Note> : null}
      {plan ? <Plan plan={plan} /> : error ? null : <Skeleton label="what would happen" lines={4} />}
      {plan && hasAliases ? (
        <Checkbox isSelected={isAgreed} onChange={setAgreed} hint={aliasHint(plan)}>
          {plan.alias_count === 1 ? `Delete the alias ${aliasNames(plan)}, too` : `Delete ${formatCount(plan.alias_count)} aliases, too`}
        </Checkbox>
      ) : null}
    </EditDialog>
  );
}

function Plan({ plan }: { plan: DeletePlan }) {
  if (plan.versions === 0) return <Note>The selected versions are in the trash already.</Note>;
  return (
    <Facts
      termWidth={120}
      facts={[
        { term: "Logical size", value: formatBytes(plan.logical_bytes) },
        { term: "Really freed", value: <ExactBytes bytes={plan.freed_bytes} note={`once the trash lets go of ${plan.versions === 1 ? "it" : "them"}`} /> },
        { term: "Stays", value: <ExactBytes bytes={plan.shared_bytes} note="shared with other versions" /> },
        {
          term: "In the trash until",
          value: (
            <span title={formatAbsolute(plan.purge_at)}>
              {formatDate(plan.purge_at)} <span className="dim">{`in ${formatDuration(secondsUntil(plan.purge_at))}; ${plan.versions === 1 ? "it" : "they"} can be restored until then`}</span>
            </span>
          ),
        },
      ]}
    />
  );
}

function ExactBytes({ bytes, note }: { bytes: number; note: string }) {
  return (
    <span title={plural(bytes, "byte")}>
      {formatBytes(bytes)} <span className="dim">{note}</span>
    </span>
  );
}

function aliasNames({ aliases, alias_count: count }: DeletePlan): string {
  const shown = aliases.slice(0, NAMED);
  const more = count - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${formatCount(more)} more` : shown.join(", ");
}

function aliasHint(plan: DeletePlan): string {
  const latest = plan.aliases.some((alias) => /^latest\b/.test(alias)) ? "“latest” goes to the newest version that is left. " : "";
  return `${plan.alias_count > 1 ? `${aliasNames(plan)}. ` : ""}${latest}Undo and Restore bring ${plan.alias_count === 1 ? "it" : "them"} back.`;
}
