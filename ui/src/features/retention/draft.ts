/** A rule while it is being written: every reason with its values, ticked or not. */
import type { RuleSpec } from "@/api";
import { isSpan, parseSpan, spanText, type Span } from "@/lib/span";

/** `linked` changes nothing, since what is linked is always kept: a rule that says it goes on saying it. */
export type Reason = "last" | "best" | "aliased" | "linked" | "used" | "younger";

export interface RuleDraft {
  on: Readonly<Record<Reason, boolean>>;
  last: number;
  best: { count: number; key: string; largest: boolean };
  younger: Span;
}

const NOTHING: Readonly<Record<Reason, boolean>> = { last: false, best: false, aliased: false, linked: false, used: false, younger: false };

/** What a new rule begins with: careful, so that its first preview takes little. */
export const NEW_RULE: RuleDraft = { on: { ...NOTHING, last: true, aliased: true, linked: true, used: true }, last: 10, best: { count: 3, key: "", largest: true }, younger: { count: 30, unit: "d" } };

export function draftOf(rule: RuleSpec | null | undefined): RuleDraft {
  if (!rule) return NEW_RULE;
  const { last, best, aliased, linked, used, younger } = rule;
  return {
    on: { last: last !== null, best: best !== null, aliased, linked, used, younger: younger !== null },
    last: last ?? NEW_RULE.last,
    best: best ?? NEW_RULE.best,
    younger: (younger === null ? null : parseSpan(younger)) ?? NEW_RULE.younger,
  };
}

/** The rule that a draft says; a text says what is missing. */
export function ruleOf({ on, last, best, younger }: RuleDraft): RuleSpec | string {
  const { linked, ...ticked } = on;
  if (!Object.values(ticked).some(Boolean)) return "Tick at least one reason to keep versions.";
  if ((on.last && !isCount(last)) || (on.best && !isCount(best.count))) return "Keep at least one version.";
  if (on.best && best.key.trim() === "") return "Name the metadata key that the best are found by.";
  if (on.younger && !isSpan(younger)) return "Give an age of at least an hour.";
  return {
    last: on.last ? last : null,
    best: on.best ? { ...best, key: best.key.trim() } : null,
    aliased: on.aliased,
    linked,
    used: on.used,
    younger: on.younger ? spanText(younger) : null,
  };
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1;
}
