import { SegmentedControl, Select, type Option } from "@/components";
import styles from "./Ttl.module.css";
import type { Along, Direction } from "./ttlRows";

const DIRECTIONS: readonly { value: Direction; label: string }[] = [
  { value: "no", label: "No" },
  { value: "up", label: "Upstream" },
  { value: "down", label: "Downstream" },
  { value: "both", label: "Both" },
];
const ALL = "all";
const DEPTHS: readonly Option[] = [{ value: ALL, label: "all steps" }, { value: "1", label: "1 step" }, ...[2, 3, 4, 5, 10].map((steps) => ({ value: String(steps), label: `${steps} steps` }))];

/** Whether the TTL also goes to what the versions were made from or what was made from them, and how far. */
export function TtlAlong({ along, isAlone, onChange }: { along: Along; isAlone: boolean; onChange: (along: Along) => void }) {
  return (
    <div className={styles["along"]}>
      <span>Also along lineage</span>
      <SegmentedControl label="Also along lineage" value={along.direction} options={DIRECTIONS} onChange={(direction) => onChange({ ...along, direction })} />
      {along.direction === "no" ? null : (
        <Select label="Depth" hideLabel className={styles["depth"] ?? ""} options={DEPTHS} value={along.depth === null ? ALL : String(along.depth)} onChange={(depth) => onChange({ ...along, depth: depth === ALL ? null : Number(depth) })} />
      )}
      {isAlone ? <span className="small dim" role="status">No other version lies there</span> : null}
    </div>
  );
}
