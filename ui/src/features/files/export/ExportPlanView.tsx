import type { ReactNode } from "react";
import type { ExportPlan } from "@/api";
import { Facts, Note } from "@/components";
import { formatBytes, formatCount, plural } from "@/lib/format";
import styles from "./export.module.css";
import type { Existing } from "./draft";

/** What the export would write, meet, remove and rename. */
export function ExportPlanView({ plan, existing, isStale }: { plan: ExportPlan; existing: Existing; isStale: boolean }) {
  const isTight = plan.bytes > plan.free_bytes;
  const facts = [
    { term: "Writes", value: `${plural(plan.files, "file")}, ${formatBytes(plan.bytes)}` },
    { term: "Free there", value: <span className={isTight ? "danger" : ""}>{formatBytes(plan.free_bytes)}{isTight ? `: ${formatBytes(plan.bytes - plan.free_bytes)} too little` : ""}</span> },
    { term: "Already there", value: plan.unchanged > 0 ? `${plural(plan.unchanged, "file")} with the same content, left as they are` : null },
  ];
  return (
    <div className={styles["plan"]} aria-busy={isStale} aria-live="polite">
      <Facts facts={facts} termWidth={96} />
      {plan.conflict_count > 0 ? (
        <Listed tone={existing === "keep" ? "info" : "warning"} paths={plan.conflicts} count={plan.conflict_count}>
          {plural(plan.conflict_count, "file")} there {plan.conflict_count === 1 ? "has" : "have"} other content{existing === "ask" ? ". Choose above what to do with them." : existing === "overwrite" ? " and will be overwritten." : " and will be kept."}
        </Listed>
      ) : null}
      {plan.removal_count > 0 ? (
        <Listed tone="danger" paths={plan.removals} count={plan.removal_count}>
          {plural(plan.removal_count, "file")} in the folder {plan.removal_count === 1 ? "doesn't" : "don't"} belong to the version and will be removed.
        </Listed>
      ) : null}
      {plan.renamed.length > 0 ? (
        <Listed tone="info" paths={plan.renamed.map(([from, to]) => `${from} → ${to}`)} count={plan.renamed.length}>
          {plural(plan.renamed.length, "name")} can't be written as {plan.renamed.length === 1 ? "it is" : "they are"} on this disk:
        </Listed>
      ) : null}
    </div>
  );
}

function Listed({ tone, paths, count, children }: { tone: "info" | "warning" | "danger"; paths: readonly string[]; count: number; children: ReactNode }) {
  return (
    <Note tone={tone}>
      {children}
      <ul className={styles["paths"]} tabIndex={0} aria-label="Files">
        {paths.map((path) => (
          <li key={path} className="mono selectable clip" title={path}>
            {path}
          </li>
        ))}
        {count > paths.length ? <li>and {formatCount(count - paths.length)} more</li> : null}
      </ul>
    </Note>
  );
}
