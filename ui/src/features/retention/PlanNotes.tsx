import type { RetentionPlan } from "@/api";
import { Checkbox, Note } from "@/components";
import { formatBytes, formatCount, plural } from "@/lib/format";
import styles from "./Rules.module.css";

/** What else a plan touches: aliases, links, what can't be made again. Nothing when it touches nothing. */
export function PlanNotes({ plan }: { plan: RetentionPlan }) {
  const { aliases, alias_count: aliasCount, links, link_count: linkCount, downstream, downstream_count: downCount, runs, warnings, warning_count: warningCount } = plan;
  const lines = [
    aliasCount > 0 ? `${plural(aliasCount, "alias", "aliases")} would be lost: ${some(aliases, aliasCount)}` : null,
    linkCount > 0 ? `${plural(linkCount, "link")} would be lost: ${some(links, linkCount)}` : null,
    downCount > 0 ? `${plural(downCount, "version")} that ${downCount === 1 ? "stays" : "stay"} could no longer be made again from ${downCount === 1 ? "its" : "their"} inputs: ${some(downstream, downCount)}` : null,
    runs > 0 ? `${plural(runs, "run")} used what goes; ${runs === 1 ? "its" : "their"} lineage keeps it by name.` : null,
    ...warnings.slice(0, 5),
    warningCount > 5 ? `${formatCount(warningCount - 5)} more warnings` : null,
  ].filter((line) => line !== null);
  return (
    <>
      {lines.length === 0 ? null : (
        <ul className={styles["notes"]}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <Shared plan={plan} />
    </>
  );
}

function Shared({ plan: { shared_bytes: bytes, shared_with: sharers } }: { plan: RetentionPlan }) {
  if (bytes === 0 || sharers.length === 0) return null;
  return <p className="small dim">{`${formatBytes(bytes)} stays, since other versions need it: in ${some(sharers, sharers.length)}`}</p>;
}

/** The first few names and how many more there are. */
function some(names: readonly string[], count: number): string {
  const shown = names.slice(0, 4).join(", ");
  return count > Math.min(4, names.length) ? `${shown} and ${formatCount(count - Math.min(4, names.length))} more` : shown;
}

export interface ConfirmProps {
  brakes: readonly string[];
  isConfirmed: boolean;
  onChange: (isConfirmed: boolean) => void;
}

/** Why one should look twice, with the tick that says one has. Nothing for small plans. */
export function Confirm({ brakes, isConfirmed, onChange }: ConfirmProps) {
  if (brakes.length === 0) return null;
  return (
    <div className={styles["confirm"]}>
      <Note tone="warning" isLive>
        {brakes.map((brake) => `${brake}.`).join(" ")}
      </Note>
      <Checkbox isSelected={isConfirmed} onChange={onChange}>
        I have looked at it and want that
      </Checkbox>
    </div>
  );
}
