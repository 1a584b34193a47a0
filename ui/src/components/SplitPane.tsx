import { useRef, type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { cx } from "@/lib/cx";
import { useKept } from "@/lib/persist";
import styles from "./SplitPane.module.css";

export interface SplitPaneProps {
  /** Key under which the size is kept. */
  id: string;
  /** Spoken name of the splitter, e.g. "Width of the inspector". */
  label: string;
  /** The side whose size is set; the other one fills the rest. */
  fixed: "start" | "end";
  /** Sizes in CSS pixels. */
  size: number;
  min: number;
  max: number;
  orientation?: "horizontal" | "vertical";
  start: ReactNode;
  end: ReactNode;
  /** Takes the fixed side (and the splitter) away; the other side keeps its place in the tree. */
  isCollapsed?: boolean;
  className?: string;
}

const STEP = 16;

/** Two panes with a splitter: drag, double click for the default, arrow keys, Home and End; the size is kept. */
export function SplitPane({ id, label, fixed, size, min, max, orientation = "horizontal", start, end, isCollapsed = false, className }: SplitPaneProps) {
  const [kept, setKept] = useKept(`pane.${id}`, size);
  const root = useRef<HTMLDivElement>(null);
  const value = clamp(kept, min, max);
  const apply = (next: number) => root.current?.style.setProperty("--pane", `${clamp(next, min, max)}px`);
  const splitter = (
    <Splitter
      label={label}
      value={value}
      min={min}
      max={max}
      orientation={orientation}
      direction={fixed === "start" ? 1 : -1}
      onPreview={apply}
      onCommit={(next) => {
        apply(next);
        setKept(clamp(next, min, max));
      }}
      onReset={() => setKept(size)}
    />
  );
  return (
    <div ref={root} className={cx(styles["split"], styles[orientation], styles[fixed], isCollapsed && styles["collapsed"], className)} style={{ "--pane": `${value}px` } as CSSProperties}>
      {isCollapsed && fixed === "start" ? null : <div className={styles["pane"]}>{start}</div>}
      {isCollapsed ? null : splitter}
      {isCollapsed && fixed === "end" ? null : <div className={styles["pane"]}>{end}</div>}
    </div>
  );
}

interface SplitterProps {
  label: string;
  value: number;
  min: number;
  max: number;
  orientation: "horizontal" | "vertical";
  direction: 1 | -1;
  onPreview: (value: number) => void;
  onCommit: (value: number) => void;
  onReset: () => void;
}

function Splitter({ label, value, min, max, orientation, direction, onPreview, onCommit, onReset }: SplitterProps) {
  const drag = useRef<{ from: number; size: number; next: number } | null>(null);
  const at = (event: PointerEvent) => (orientation === "horizontal" ? event.clientX : event.clientY);
  const onPointerMove = (event: PointerEvent) => {
    if (!drag.current) return;
    drag.current.next = drag.current.size + (at(event) - drag.current.from) * direction;
    onPreview(drag.current.next);
  };
  const finish = () => {
    if (drag.current && drag.current.next !== drag.current.size) onCommit(drag.current.next);
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyTarget(event.key, value, min, max, direction, orientation);
    if (next === null) return;
    event.preventDefault();
    onCommit(next);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation === "horizontal" ? "vertical" : "horizontal"}
      aria-valuenow={Math.round(value)}
      aria-valuemin={min}
      aria-valuemax={max}
      className={styles["splitter"]}
      onDoubleClick={onReset}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { from: at(event), size: value, next: value };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={finish}
      onPointerCancel={finish}
    />
  );
}

function keyTarget(key: string, value: number, min: number, max: number, direction: 1 | -1, orientation: "horizontal" | "vertical"): number | null {
  const [less, more] = orientation === "horizontal" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  if (key === more) return value + STEP * direction;
  if (key === less) return value - STEP * direction;
  if (key === "Home") return min;
  return key === "End" ? max : null;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
