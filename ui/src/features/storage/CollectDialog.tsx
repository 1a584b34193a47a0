import { useEffect, useState } from "react";
import { describeError, errorText, mutate, tellError, useCommand } from "@/api";
import { Button, Checkbox, Dialog, Note, Skeleton } from "@/components";
import { formatBytes } from "@/lib/format";
import styles from "./Collect.module.css";
import { CollectDone, CollectProgress } from "./CollectProgress";
import { CollectPlanView } from "./CollectPlanView";
import { receiptOpener } from "./opener";
import { useCollect } from "./useCollect";

/** Shows exactly what a collection would remove, and does exactly that. */
export default function CollectDialog({ onClose }: { onClose: () => void }) {
  const [isWaived, setWaived] = useState(false);
  const { data: plan, error: failure, refetch, isPlaceholderData: isOld } = useCommand("collect.plan", { no_grace: isWaived }, { keepPrevious: true });
  const collecting = useCollect();
  const { isRunning, result, error, isCancelled, job } = collecting;
  const stamp = isOld ? undefined : plan?.stamp;
  const review = useReview(stamp, isWaived);
  const isStale = error?.code === "plan-stale";
  useEffect(() => {
    if (isStale) void refetch();
  }, [isStale, refetch]);
  const needsConsent = (plan?.consent.length ?? 0) > 0;
  const canCollect = plan !== undefined && !isOld && plan.predicted_bytes > 0 && (!needsConsent || review.isAgreed);
  const collect = () => {
    if (canCollect && !isRunning) collecting.start({ no_grace: isWaived, consent: needsConsent && review.isAgreed, stamp: plan.stamp });
  };
  const showReceipt = (receipt: number) => {
    onClose();
    receiptOpener.open(receipt);
  };
  const { receipt = null } = result ?? {};
  const footer = result ? (
    <>
      {receipt === null ? null : <Button onPress={() => showReceipt(receipt)}>Show the receipt…</Button>}
      <Button kind="primary" onPress={onClose}>
        Close
      </Button>
    </>
  ) : isRunning ? (
    <>
      <Button onPress={onClose}>Close</Button>
      <Button isDisabled={job === null} onPress={() => job && void mutate("job.cancel", { job: job.id }).catch(tellError)}>
        Cancel the collection
      </Button>
    </>
  ) : (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button type="submit" kind="destroy" isDisabled={!canCollect}>
        {plan && plan.predicted_bytes > 0 ? `Collect ${formatBytes(plan.predicted_bytes)}` : "Collect"}
      </Button>
    </>
  );
  return (
    <Dialog isOpen title="Collect now" subtitle="Removes for good what nothing needs any more. It can't be undone." width={560} onClose={onClose} footer={footer} footerStart={!isRunning && !result && needsConsent ? <Agree isAgreed={review.isAgreed} onChange={review.setAgreed} /> : undefined} {...(isRunning || result ? {} : { onSubmit: collect })}>
      <div className={styles["body"]}>
        {isRunning ? <CollectProgress job={job} /> : result ? <CollectDone result={result} /> : null}
        {isRunning || result ? null : (
          <>
            {isStale || review.isNew ? (
              <Note tone="warning" isLive>
                The store changed meanwhile: this is the new plan.
              </Note>
            ) : null}
            {plan && needsConsent ? <Reasons reasons={plan.consent} /> : null}
            {plan ? <CollectPlanView plan={plan} /> : failure ? <Note tone="danger">{describeError(failure).message}</Note> : <Skeleton label="the plan" lines={5} />}
            {plan?.paused ? null : <Waive isWaived={isWaived} onChange={setWaived} />}
            {error && !isStale ? (
              <Note tone="danger" isLive>
                {errorText(error)}
              </Note>
            ) : null}
            {isCancelled ? <Note isLive>The collection was cancelled. What it had removed by then is in its receipt.</Note> : null}
          </>
        )}
      </div>
    </Dialog>
  );
}

/** Consent is for the plan that was looked at; another one is another question. */
function useReview(stamp: string | undefined, isWaived: boolean) {
  const [state, setState] = useState<{ stamp: string | undefined; isWaived: boolean; isAgreed: boolean; isNew: boolean }>({ stamp: undefined, isWaived, isAgreed: false, isNew: false });
  if (stamp !== undefined && (state.stamp !== stamp || state.isWaived !== isWaived)) {
    setState({ stamp, isWaived, isAgreed: false, isNew: state.stamp !== undefined && state.isWaived === isWaived });
  }
  return { ...state, setAgreed: (isAgreed: boolean) => setState({ ...state, isAgreed }) };
}

function Reasons({ reasons }: { reasons: readonly string[] }) {
  return (
    <Note tone="warning">
      {reasons.map((reason) => (
        <div key={reason}>{reason}</div>
      ))}
    </Note>
  );
}

/** Beside the button that waits for it, so that it is in view however long the list is. */
function Agree({ isAgreed, onChange }: { isAgreed: boolean; onChange: (isAgreed: boolean) => void }) {
  return (
    <Checkbox isSelected={isAgreed} onChange={onChange}>
      I have looked at this list
    </Checkbox>
  );
}

function Waive({ isWaived, onChange }: { isWaived: boolean; onChange: (isWaived: boolean) => void }) {
  // After a failed try it stands there as it was left; from then on it is the person's.
  const [isOpen] = useState(isWaived);
  return (
    <details className={styles["details"]} open={isOpen}>
      <summary>Waive the 24 h grace</summary>
      <p className="small dim">
        What nothing needs stays for a day, so that a script that is about to use it again still finds it. Without that day it goes at once, and logs under way can fail. It can be waived only while no other program has the store open.
      </p>
      <Checkbox isSelected={isWaived} onChange={onChange}>
        Don't wait: I know that nothing else uses this store
      </Checkbox>
    </details>
  );
}
