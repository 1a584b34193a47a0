import type { ReactNode } from "react";
import { Checkbox, ComboBox, NumberField, Select, SpanField } from "@/components";
import { cx } from "@/lib/cx";
import type { Reason, RuleDraft } from "./draft";
import styles from "./Rules.module.css";

export interface RuleFormProps {
  draft: RuleDraft;
  onChange: (draft: RuleDraft) => void;
  /** Keys of numbers in the metadata, to choose from. */
  keys: readonly string[];
  /** What is missing. */
  problem: string | null;
  isDisabled: boolean;
}

const WHOLE: Intl.NumberFormatOptions = { maximumFractionDigits: 0, useGrouping: false };
const WAYS = [
  { value: "largest", label: "largest" },
  { value: "smallest", label: "smallest" },
];

/** "Keep if any of": each reason with what belongs to it. */
export function RuleForm({ draft, onChange, keys, problem, isDisabled }: RuleFormProps) {
  const { on, best } = draft;
  const tick = (reason: Reason) => (isOn: boolean) => onChange({ ...draft, on: { ...on, [reason]: isOn } });
  const set = (reason: Reason, change: Partial<RuleDraft>) => onChange({ ...draft, ...change, on: { ...on, [reason]: true } });
  const setBest = (change: Partial<RuleDraft["best"]>) => set("best", { best: { ...best, ...change } });
  const common = { on, tick, isDisabled };
  const typed = best.key.trim();
  const fitting = keys.filter((key) => key.toLowerCase().includes(typed.toLowerCase())).slice(0, 50);
  // A key that stands there as a whole needs no list below it.
  const found = keys.includes(typed) ? [] : fitting;
  return (
    <fieldset className={styles["form"]}>
      <legend className="strong">Keep a version if any of this is true</legend>
      <Line {...common} reason="last" words="It is one of the last">
        <Count label="How many of the last" value={draft.last} onChange={(last) => set("last", { last })} isDisabled={isDisabled} />
      </Line>
      <Line {...common} reason="best" words="It is one of the best">
        <Count label="How many of the best" value={best.count} onChange={(count) => setBest({ count })} isDisabled={isDisabled} />
      </Line>
      <div className={cx(styles["best"], !on.best && styles["off"])}>
        <span className="dim">by the</span>
        <Select label="Which are the best" hideLabel className={styles["way"] ?? ""} options={WAYS} value={best.largest ? "largest" : "smallest"} onChange={(way) => setBest({ largest: way === "largest" })} isDisabled={isDisabled} />
        <ComboBox label="Metadata key" hideLabel placeholder="such as val.acc" className={styles["key"] ?? ""} options={found.map((key) => ({ value: key, label: key }))} inputValue={best.key} onInputChange={(key) => key !== best.key && setBest({ key })} onChoose={(key) => setBest({ key })} isDisabled={isDisabled} />
      </div>
      <Line {...common} reason="aliased" words="It has an alias besides latest" />
      <Line {...common} reason="used" words="A run used it" />
      <Line {...common} reason="younger" words="It is younger than">
        <SpanField label="Age" value={draft.younger} onChange={(younger) => set("younger", { younger })} isDisabled={isDisabled} />
      </Line>
      <p className={problem === null ? "small dim" : "small danger"} role={problem === null ? undefined : "alert"}>
        {problem ?? "Always kept: what latest means, and what is linked in a registry."}
      </p>
    </fieldset>
  );
}

interface LineProps {
  on: RuleDraft["on"];
  tick: (reason: Reason) => (isOn: boolean) => void;
  reason: Reason;
  words: string;
  isDisabled: boolean;
  children?: ReactNode;
}

function Line({ on, tick, reason, words, isDisabled, children }: LineProps) {
  return (
    <div className={cx(styles["line"], !on[reason] && styles["off"])}>
      <Checkbox isSelected={on[reason]} onChange={tick(reason)} isDisabled={isDisabled}>
        {words}
      </Checkbox>
      {children}
    </div>
  );
}

function Count({ label, value, onChange, isDisabled }: { label: string; value: number; onChange: (count: number) => void; isDisabled: boolean }) {
  return <NumberField label={label} hideLabel hideSteps isLive className={styles["count"] ?? ""} minValue={1} maxValue={999_999_999} formatOptions={WHOLE} value={value} onChange={onChange} isDisabled={isDisabled} />;
}
