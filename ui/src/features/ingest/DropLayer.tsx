import { Ban, FolderPlus } from "lucide-react";
import { useMemo } from "react";
import { cx } from "@/lib/cx";
import { formatBytes, plural } from "@/lib/format";
import { targetLabel, type DropTarget } from "./dropTargets";
import styles from "./ingest.module.css";
import { usePlan } from "./usePlan";
import { baseName } from "./words";

export interface DropLayerProps {
  paths: readonly string[];
  target: DropTarget;
  /** Boxes of everything that would take the drop. */
  boxes: readonly DOMRect[];
  x: number;
  y: number;
}

const OPTIONS = { exclude: [], links: null, unreadable: "skip", rehash: false };

/** While files hang over the window: what takes them is outlined, and a label at the pointer says what letting go will do. */
export function DropLayer({ paths, target, boxes, x, y }: DropLayerProps) {
  const active = target.element?.getBoundingClientRect();
  const isDenied = target.kind === "denied";
  return (
    <div className={cx(styles["layer"], isDenied && styles["isDenied"])} aria-hidden="true">
      {boxes.map((box) => (
        <span key={`${box.left} ${box.top} ${box.width}`} className={styles["box"]} style={placeOf(box)} />
      ))}
      {active ? <span className={cx(styles["box"], styles["active"])} style={placeOf(active)} /> : null}
      <div className={styles["label"]} style={{ left: Math.min(x + 14, innerWidth - 300), top: Math.min(y + 18, innerHeight - 64) }}>
        <span className="row strong">
          {isDenied ? <Ban /> : <FolderPlus />}
          {targetLabel(target)}
        </span>
        {isDenied ? null : <Count paths={paths} />}
      </div>
    </div>
  );
}

function placeOf({ left, top, width, height }: DOMRect) {
  return { left, top, width, height };
}

/** How much it is, as far as it is known. */
function Count({ paths }: { paths: readonly string[] }) {
  const sources = useMemo(() => paths.map((path) => ({ path, name: null })), [paths]);
  const { plan } = usePlan(sources, OPTIONS, null, null);
  const [first] = paths;
  const name = paths.length === 1 && first !== undefined ? baseName(first) : plural(paths.length, "item");
  const found = plan ? ` · ${plural(plan.files, "file")}, ${formatBytes(plan.bytes)}${plan.done ? "" : " so far"}` : "";
  return (
    <span className="small num">
      {name}
      {found}
    </span>
  );
}
