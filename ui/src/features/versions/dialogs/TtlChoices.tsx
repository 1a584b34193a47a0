import { Button, RadioGroup, Select, TextField, type Option } from "@/components";
import { unitWord } from "@/lib/span";
import styles from "./Ttl.module.css";
import { defaultWords, PRESETS, stepped, type TtlChoice, type TtlMode, type TtlUnit } from "./ttlText";

const UNITS: readonly TtlUnit[] = ["hours", "days", "weeks", "months"];

/** The units as they are said beside a number. */
function unitsBeside(count: string): Option<TtlUnit>[] {
  return UNITS.map((value) => {
    const option: Option<TtlUnit> = { value, label: unitWord(value, Number(count)) };
    if (value === "months") option.note = "30 days each";
    return option;
  });
}

export interface TtlChoicesProps {
  choice: TtlChoice;
  onChange: (choice: TtlChoice) => void;
  defaultSeconds: number | null | undefined;
  /** What is wrong with it, in the engine's words. */
  problem: string | null;
  /** "now: mixed, 3 values". */
  now: string;
}

/** Team default, a duration, a date, or never; presets or the date below, so that nothing moves while one chooses. */
export function TtlChoices({ choice, onChange, defaultSeconds, problem, now }: TtlChoicesProps) {
  const keep = (change: Partial<TtlChoice>) => onChange({ ...choice, mode: "keep", ...change });
  return (
    <div className={styles["choices"]}>
      <div className={styles["line"]}>
        <RadioGroup<TtlMode>
          label="Time to live"
          hideLabel
          orientation="horizontal"
          value={choice.mode}
          onChange={(mode) => onChange({ ...choice, mode })}
          options={[
            { value: "inherit", label: `Team default (${defaultWords(defaultSeconds)})` },
            { value: "keep", label: "Keep for", extra: <Duration choice={choice} isWrong={choice.mode === "keep" && problem !== null} onChange={keep} /> },
            { value: "until", label: "Until a date" },
            { value: "never", label: "Never expires" },
          ]}
        />
        <span className={styles["now"]}>{now}</span>
      </div>
      <div className={styles["more"]}>
        {choice.mode === "until" ? <UntilDate choice={choice} onChange={onChange} /> : <Presets choice={choice} onKeep={keep} />}
        {problem === null ? null : (
          <span id={PROBLEM} className="small danger" role="alert">
            {problem}
          </span>
        )}
        {choice.mode === "until" && problem === null ? <span className="small dim">The date begins at 00:00 UTC.</span> : null}
      </div>
    </div>
  );
}

function Presets({ choice, onKeep }: { choice: TtlChoice; onKeep: (change: Partial<TtlChoice>) => void }) {
  return (
    <div className={styles["presets"]} role="group" aria-label="Keep for">
      {PRESETS.map(({ label, spoken, choice: preset }) => (
        <Button key={label} size="small" kind="quiet" aria-label={`${label}: keep for ${spoken}`} isOn={choice.mode === "keep" && choice.count === preset.count && choice.unit === preset.unit} onPress={() => onKeep(preset)}>
          {label}
        </Button>
      ))}
    </div>
  );
}

const STEPS: Record<string, number> = { ArrowUp: 1, ArrowDown: -1 };

function Duration({ choice: { count, unit }, isWrong, onChange }: { choice: TtlChoice; isWrong: boolean; onChange: (change: Partial<TtlChoice>) => void }) {
  return (
    <>
      <TextField
        label="Number"
        hideLabel
        className={styles["number"] ?? ""}
        inputMode="numeric"
        maxLength={24}
        isWrong={isWrong}
        {...(isWrong ? { "aria-describedby": PROBLEM } : {})}
        value={count}
        onChange={(text) => onChange({ count: text })}
        onKeyDown={(event) => {
          const by = STEPS[event.key];
          if (by !== undefined) onChange({ count: stepped(count, by) });
        }}
      />
      <Select<TtlUnit> label="Unit" hideLabel className={styles["unit"] ?? ""} options={unitsBeside(count)} value={unit} onChange={(next) => onChange({ unit: next })} />
    </>
  );
}

const PROBLEM = "ttl-problem";

function UntilDate({ choice, onChange }: { choice: TtlChoice; onChange: (choice: TtlChoice) => void }) {
  return <TextField label="Date" hideLabel type="date" className={styles["date"] ?? ""} placeholder="2026-12-31" value={choice.date} onChange={(date) => onChange({ ...choice, date })} autoFocus />;
}
