import { useEffect, useState } from "react";
import { describeError, errorText, mutate, queryClient, tellOutcome, useCommand, type DescribedError, type RetentionRule } from "@/api";
import { Button, Dialog, Note, Skeleton } from "@/components";
import { useDebounced } from "@/lib/debounce";
import { useRefusal } from "@/lib/refusal";
import { draftOf, ruleOf } from "./draft";
import { Confirm } from "./PlanNotes";
import { RuleForm } from "./RuleForm";
import { RuleList } from "./RuleList";
import { RulePreview } from "./RulePreview";
import styles from "./Rules.module.css";
import { TargetField } from "./TargetField";
import { isProject, nameOf, precedenceWords } from "./words";

const PREVIEW_MS = 200;

/** Which versions of a collection or project are kept; what the rule would take is shown while one writes it. */
export default function RulesDialog({ first, onClose }: { first: string; onClose: () => void }) {
  const [target, setTarget] = useState(first);
  const { data: rules, error } = useCommand("rule.list", {});
  if (!rules) {
    return (
      <Dialog title="Retention rules" isOpen onClose={onClose} width={960} footer={<Button onPress={onClose}>Close</Button>}>
        {error ? <Note tone="danger">{describeError(error).message}</Note> : <Skeleton label="the rules" lines={8} />}
      </Dialog>
    );
  }
  const own = rules.find((rule) => rule.target === target);
  // Another target, or a rule that somebody else has changed, is begun anew.
  return <Editor key={`${target}|${own?.id ?? ""}|${own?.words ?? ""}`} target={target} setTarget={setTarget} rules={rules} own={own} onClose={onClose} />;
}

interface EditorProps {
  target: string;
  setTarget: (target: string) => void;
  rules: readonly RetentionRule[];
  own: RetentionRule | undefined;
  onClose: () => void;
}

function Editor({ target, setTarget, rules, own, onClose }: EditorProps) {
  const [draft, setDraft] = useState(() => draftOf(own?.rule));
  const rule = ruleOf(draft);
  const spec = typeof rule === "string" ? null : rule;
  const asked = useDebounced(JSON.stringify(spec), PREVIEW_MS);
  const { data: plan, error, isPlaceholderData } = useCommand("rule.plan", { target, rule: JSON.parse(asked) as typeof spec }, { isEnabled: asked !== "null", keepPrevious: true });
  const isCurrent = asked === JSON.stringify(spec) && !isPlaceholderData;
  const act = useAct(onClose);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const brakes = plan?.plan.brakes ?? [];
  const isConfirmed = brakes.length === 0 || confirmed === plan?.plan.stamp;
  const refused = useRefusal("rule.set");
  const isSame = own !== undefined && JSON.stringify(draftOf(own.rule)) === JSON.stringify(draft);
  const isReady = refused === null && spec !== null && plan !== undefined && isCurrent && isConfirmed && !isSame;
  const { data: keys = [] } = useCommand("collection.show", { collection: target }, { isEnabled: !isProject(target), select: (detail) => detail.metadata_keys });
  const set = () => {
    if (isReady && !act.isBusy) act.run(() => mutate("rule.set", { target, rule: spec, stamp: plan.plan.stamp }));
  };
  return (
    <Dialog
      title={`Retention rule of ${nameOf(target)}`}
      subtitle={precedenceWords(target, rules)}
      isOpen
      isBusy={act.isBusy}
      onClose={onClose}
      onSubmit={set}
      width={960}
      footerStart={own ? <Button needs="rule.remove" isDisabled={act.isBusy} onPress={() => act.run(() => mutate("rule.remove", { target }))}>Remove rule</Button> : null}
      footer={
        <>
          <Button onPress={onClose} isDisabled={act.isBusy}>
            {refused === null ? "Cancel" : "Close"}
          </Button>
          <Button type="submit" kind="primary" needs="rule.set" isDisabled={!isReady}>
            {own ? "Change rule" : "Set rule"}
          </Button>
        </>
      }
    >
      <div className={styles["columns"]}>
        <div className={styles["left"]}>
          <TargetField target={target} onChange={setTarget} />
          {refused === null ? null : <Note>{refused}</Note>}
          <RuleForm draft={draft} onChange={setDraft} keys={keys} problem={typeof rule === "string" ? rule : null} isDisabled={refused !== null} />
          <RuleList rules={rules} target={target} onOpen={setTarget} />
        </div>
        <div className={styles["right"]}>
          {act.error ? (
            <Note tone={act.error.code === "plan-stale" ? "warning" : "danger"} isLive>
              {act.error.code === "plan-stale" ? "Something changed meanwhile. This is what the rule would take now." : errorText(act.error)}
            </Note>
          ) : null}
          {spec === null ? <p className="dim">What the rule would take shows here.</p> : <RulePreview plan={plan} error={error} isStale={!isCurrent} />}
          <Confirm brakes={spec === null ? [] : brakes} isConfirmed={confirmed === plan?.plan.stamp} onChange={(isOn) => setConfirmed(isOn ? (plan?.plan.stamp ?? null) : null)} />
        </div>
      </div>
    </Dialog>
  );
}

/** Sets or removes: closed when it is done, the reason in place when it isn't; a plan that is no longer true is made anew. */
function useAct(onDone: () => void) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<DescribedError | null>(null);
  useEffect(() => {
    if (error?.code === "plan-stale") void queryClient.invalidateQueries({ queryKey: ["rule.plan"] });
  }, [error]);
  const run = (work: () => Promise<Parameters<typeof tellOutcome>[0]>) => {
    setBusy(true);
    setError(null);
    work().then(
      (outcome) => {
        tellOutcome(outcome);
        onDone();
      },
      (reason: unknown) => {
        setBusy(false);
        setError(describeError(reason));
      },
    );
  };
  return { isBusy, error, run };
}
