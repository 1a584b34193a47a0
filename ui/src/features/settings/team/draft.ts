/** Settings of the team while they are changed. */
import type { RetentionAct, StoreSettings } from "@/api";
import { isSpan, parseSpan, spanText, type Span } from "@/lib/span";

export interface TeamDraft {
  mode: "span" | "none";
  span: Span;
  trashDays: number;
  setters: string;
}

export function draftOf({ default_ttl: ttl, trash_days: trashDays, ttl_setters: setters = "members" }: StoreSettings): TeamDraft {
  return { mode: ttl === "none" ? "none" : "span", span: parseSpan(ttl) ?? { count: 90, unit: "d" }, trashDays, setters };
}

type SettingsAct = Extract<RetentionAct, { kind: "settings" }>;

/** What would change, with the store's own words left alone while they say the same; null when nothing would. */
export function actOf(draft: TeamDraft, now: StoreSettings): SettingsAct | null {
  const before = draftOf(now);
  const act: SettingsAct = {
    kind: "settings",
    default_ttl: ttlOf(draft) === ttlOf(before) ? null : ttlOf(draft),
    trash_days: draft.trashDays === before.trashDays ? null : draft.trashDays,
    ttl_setters: draft.setters === before.setters ? null : draft.setters,
  };
  return act.default_ttl === null && act.trash_days === null && act.ttl_setters === null ? null : act;
}

export function isValid({ mode, span, trashDays }: TeamDraft): boolean {
  return (mode === "none" || isSpan(span)) && Number.isInteger(trashDays) && trashDays >= 1 && trashDays <= 365;
}

function ttlOf({ mode, span }: TeamDraft): string {
  return mode === "none" ? "none" : spanText(span);
}
