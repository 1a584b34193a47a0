import { useState } from "react";
import { mutate, tellError, type RetentionAct, type RetentionPlan } from "@/api";
import { Button, toast } from "@/components";
import { EditDialog } from "./EditDialog";
import { ForGood } from "./ForGood";
import { idsOf, needsName } from "./forGood";
import type { Acting } from "./useAct";

export interface DeleteForGoodProps {
  act: RetentionAct & { kind: "delete" };
  plan: RetentionPlan;
  isCurrent: boolean;
  what: string;
  /** Name of the collection; empty when the versions are of several. */
  name: string;
  submit: Acting;
  onBack: () => void;
  onClose: () => void;
}

/** Deletes and takes out of the trash at once. */
export function DeleteForGood({ act, plan, isCurrent, what, name, submit, onBack, onClose }: DeleteForGoodProps) {
  const [typed, setTyped] = useState("");
  const wanted = needsName(plan.versions, plan.logical_bytes) ? name || "delete" : null;
  const run = async () => {
    const trashed = new Set(plan.rows.filter(({ locked }) => locked !== null).map(({ id }) => id));
    const versions = (await idsOf(act.selection)).filter((id) => !trashed.has(id));
    submit.act(act, plan.stamp, () => empty(versions));
  };
  return (
    <EditDialog
      role="alertdialog"
      kind="destroy"
      title={`Delete ${what} for good?`}
      subtitle="Past the trash"
      width={520}
      submit={submit}
      action="Delete for good"
      isDisabled={!isCurrent || (wanted !== null && typed.trim() !== wanted)}
      footerStart={
        <Button kind="quiet" isDisabled={submit.isBusy} onPress={onBack}>
          Back
        </Button>
      }
      onSubmit={() => void run().catch(tellError)}
      onClose={onClose}
    >
      <ForGood freed={plan.freed_bytes} logical={plan.logical_bytes} name={wanted} typed={typed} onType={setTyped} />
    </EditDialog>
  );
}

/** They lie in the trash by now; what goes wrong here leaves them there, and that is said. */
async function empty(versions: readonly number[]) {
  try {
    const { summary } = await mutate("trash.empty", { selection: { kind: "versions", versions: [...versions] } });
    toast({ text: summary });
  } catch (error) {
    tellError(error);
    toast({ text: "The versions lie in the trash", tone: "danger" });
  }
}
