import { NumberField, RadioGroup, SpanField } from "@/components";
import styles from "../Store.module.css";
import type { TeamDraft } from "./draft";

export interface TeamFieldsProps {
  draft: TeamDraft;
  onChange: (draft: TeamDraft) => void;
  isDisabled?: boolean;
  /** False: who may set TTL isn't known to those who can't see the settings. */
  hasSetters?: boolean;
}

const WHOLE: Intl.NumberFormatOptions = { maximumFractionDigits: 0, useGrouping: false };

/** Default TTL, days in the trash, who may set TTL. */
export function TeamFields({ draft, onChange, isDisabled = false, hasSetters = true }: TeamFieldsProps) {
  return (
    <>
      <RadioGroup<TeamDraft["mode"]>
        label="Default TTL, for versions without their own"
        value={draft.mode}
        onChange={(mode) => onChange({ ...draft, mode })}
        isDisabled={isDisabled}
        options={[
          { value: "none", label: "Never expires" },
          { value: "span", label: "Expires after", extra: <SpanField label="Default TTL" value={draft.span} onChange={(span) => onChange({ ...draft, span, mode: "span" })} isDisabled={isDisabled} /> },
        ]}
      />
      <p className="small dim">Counted from a version's creation, also for versions that are there already and inherit it.</p>
      <div className={styles["line"]}>
        <span className={isDisabled ? "dim" : undefined}>Deleted versions stay in the trash for</span>
        <NumberField label="Days in the trash" hideLabel hideSteps isLive minValue={1} maxValue={365} formatOptions={WHOLE} className={styles["days"] ?? ""} value={draft.trashDays} onChange={(trashDays) => onChange({ ...draft, trashDays })} isDisabled={isDisabled} />
        <span className="dim">{draft.trashDays === 1 ? "day" : "days"} (1 to 365)</span>
      </div>
      {hasSetters ? (
        <RadioGroup
          label="Who may set the TTL of versions"
          value={draft.setters}
          onChange={(setters) => onChange({ ...draft, setters })}
          isDisabled={isDisabled}
          options={[
            { value: "members", label: "Administrators and members" },
            { value: "admins", label: "Administrators only" },
          ]}
        />
      ) : null}
    </>
  );
}
