import { useEffect, useState } from "react";
import { describeError, errorText, queryClient, tellOutcome, useCommand, type RetentionAct, type StoreSettings } from "@/api";
import { carryOut } from "@/api/retention";
import { Button, Note } from "@/components";
import { Confirm } from "@/features/retention";
import { useDebounced } from "@/lib/debounce";
import styles from "../Store.module.css";
import { actOf, draftOf, isValid } from "./draft";
import { SettingsPlan } from "./SettingsPlan";
import { TeamFields } from "./TeamFields";

const PREVIEW_MS = 200;

/** The fields, what a change would do at once, and the button that does exactly that. */
export function TeamForm({ settings }: { settings: StoreSettings }) {
  const [draft, setDraft] = useState(() => draftOf(settings));
  const { data: store } = useCommand("store.info", {});
  const act = isValid(draft) ? actOf(draft, settings) : null;
  const asked = useDebounced(JSON.stringify(act), PREVIEW_MS);
  const { data: plan, error, isPlaceholderData } = useCommand("retention.plan", JSON.parse(asked) as NonNullable<typeof act>, { isEnabled: asked !== "null", keepPrevious: true });
  const isCurrent = asked === JSON.stringify(act) && !isPlaceholderData;
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const { isBusy, failure, save } = useSave();
  const readOnly = store?.read_only ?? null;
  const isConfirmed = (plan?.brakes.length ?? 0) === 0 || confirmed === plan?.stamp;
  const isReady = act !== null && plan !== undefined && isCurrent && isConfirmed && !isBusy && readOnly === null;
  return (
    <div className={styles["sections"]}>
      <TeamFields draft={draft} onChange={setDraft} isDisabled={isBusy} />
      <div className={styles["effect"]}>{act === null ? <p className="small dim">Nothing is changed yet.</p> : <SettingsPlan plan={plan} error={error} isStale={!isCurrent} trashDays={draft.trashDays} />}</div>
      {act === null || !plan ? null : <Confirm brakes={plan.brakes} isConfirmed={confirmed === plan.stamp} onChange={(isOn) => setConfirmed(isOn ? plan.stamp : null)} />}
      {failure ? (
        <Note tone="danger" isLive>
          {failure}
        </Note>
      ) : null}
      <div className="row">
        <Button kind="primary" needs={["store.configure", "retention.carry_out"]} isDisabled={!isReady} onPress={() => isReady && void save({ act, stamp: plan.stamp })}>
          {isBusy ? "Saving…" : "Save team settings"}
        </Button>
        <Button isDisabled={act === null || isBusy} onPress={() => setDraft(draftOf(settings))}>
          Discard changes
        </Button>
        {readOnly ? <span className="small dim">{readOnly}</span> : null}
      </div>
    </div>
  );
}

/** Carries a plan out as a job and waits for its end. */
function useSave() {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (failure !== null) void queryClient.invalidateQueries({ queryKey: ["retention.plan"] });
  }, [failure]);
  const save = async ({ act, stamp }: { act: RetentionAct; stamp: string }) => {
    setBusy(true);
    setFailure(null);
    try {
      const outcome = await carryOut(act, stamp);
      // What is in force is there before anybody can take it back: the fields follow both.
      await queryClient.refetchQueries({ queryKey: ["store.settings"] });
      tellOutcome(outcome);
    } catch (error) {
      setFailure(errorText(describeError(error)));
    }
    setBusy(false);
  };
  return { isBusy, failure, save };
}
