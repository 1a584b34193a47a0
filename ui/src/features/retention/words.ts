/** What the dialog of rules says. */
import type { KeptCount, RetentionPlan, RetentionRule, RulePlan } from "@/api";
import { formatBytes, formatCount, plural } from "@/lib/format";

/** "212 versions: 30.1 GiB, of which 12 GiB is really freed"; all of it is not told twice. */
export function takesWords({ versions, logical_bytes: bytes, freed_bytes: freed }: Pick<RetentionPlan, "versions" | "logical_bytes" | "freed_bytes">): string {
  const part = freed === bytes ? "all of it" : `of which ${formatBytes(freed)} is`;
  return `${plural(versions, "version")}: ${formatBytes(bytes)}, ${part} really freed`;
}

const KEPT: Record<string, string> = {
  latest: "that latest means",
  linked: "linked in a registry",
  brought_back: "brought back from the trash",
  last: "among the last",
  best: "among the best",
  unranked: "without a number",
  aliased: "with an alias",
  used: "used by a run",
  young: "still young enough",
};

export function keptWords(reason: string): string {
  return KEPT[reason] ?? reason;
}

/** Who stays at the next sweep and why, each version by the first reason that holds, so that it adds up to `of` with those that go. */
export function keptOf({ kept, timeline, plan }: Pick<RulePlan, "kept" | "timeline"> & { plan: Pick<RetentionPlan, "versions"> }): { reasons: readonly KeptCount[]; stay: number; of: number } {
  // Those whose age alone keeps them are told as sweeps to come.
  const young = timeline.slice(plan.versions > 0 ? 1 : 0).reduce((sum, { versions }) => sum + versions, 0);
  const reasons = young > 0 ? [...kept, { reason: "young", versions: young }] : kept;
  const stay = reasons.reduce((sum, { versions }) => sum + versions, 0);
  return { reasons, stay, of: stay + plan.versions };
}

export function isProject(address: string): boolean {
  return address.split("/").length === 2;
}

export function projectOf(address: string): string {
  return address.split("/").slice(0, 2).join("/");
}

/** Last part of an address: what people call it. */
export function nameOf(address: string): string {
  return address.split("/").at(-1) ?? address;
}

/** Which rule holds for the target, as things are and with a rule of its own. */
export function precedenceWords(target: string, rules: readonly RetentionRule[]): string {
  if (isProject(target)) {
    const own = rules.filter((rule) => rule.target.startsWith(`${target}/`));
    const named = own.slice(0, 3).map((rule) => nameOf(rule.target)).join(", ");
    const more = own.length > 3 ? ` and ${formatCount(own.length - 3)} more` : "";
    return own.length === 0 ? "Holds for each collection of the project by itself; a collection's own rule would go first." : `Holds for each collection of the project by itself, except for ${named}${more}: ${own.length === 1 ? "it has a rule of its own" : "they have rules of their own"}.`;
  }
  const above = rules.find((rule) => rule.target === projectOf(target));
  if (!above) return "Holds for this collection alone.";
  const own = rules.some((rule) => rule.target === target);
  return own ? `Holds here in place of the project's rule (${above.words}).` : `Now the project's rule holds here: ${above.words}. A rule of its own takes its place.`;
}
