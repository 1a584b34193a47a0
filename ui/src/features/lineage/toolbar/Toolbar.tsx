import { ArrowLeft, ArrowRight, Minus, Plus, Table2, Waypoints } from "lucide-react";
import { IconButton, SegmentedControl } from "@/components";
import { MODES, type Mode } from "../view/address";
import type { Lineage } from "../view/useLineage";
import { ExportMenu } from "./ExportMenu";
import { FilterMenu } from "./FilterMenu";
import { LensMenu } from "./LensMenu";
import { QueryBox } from "./QueryBox";
import styles from "./Toolbar.module.css";

const WORDS: Record<Mode, string> = { direct: "Direct", up: "Upstream", down: "Downstream", full: "Full", project: "Project" };

/** What is shown, how far, what of it, in which colours; on the right what is done with it. */
export function Toolbar({ lineage }: { lineage: Lineage }) {
  const { view, home, foci } = lineage;
  const setMode = (mode: Mode) => view.change({ mode, camera: null, open: [], pulled: [] }, true);
  const modes = MODES.filter((mode) => home !== null || view.focus !== null || mode === "project");
  return (
    <div className={styles["bar"]} role="toolbar" aria-label="Lineage tools">
      {modes.length > 1 ? <SegmentedControl label="Part of the lineage" value={view.mode} onChange={setMode} options={modes.map((mode) => ({ value: mode, label: WORDS[mode] }))} /> : null}
      {view.mode === "project" ? null : <Depth lineage={lineage} />}
      <QueryBox lineage={lineage} />
      <div className={styles["tools"]}>
        <IconButton label="Previous focus" shortcut="[" icon={<ArrowLeft />} isDisabled={!foci.canBack} onPress={foci.back} />
        <IconButton label="Next focus" shortcut="]" icon={<ArrowRight />} isDisabled={!foci.canForward} onPress={foci.forward} />
        <FilterMenu lineage={lineage} />
        <LensMenu lineage={lineage} />
        <ExportMenu lineage={lineage} />
        <IconButton label={view.isTable ? "Show as a picture" : "Show as a table"} shortcut="V" icon={view.isTable ? <Waypoints /> : <Table2 />} isOn={view.isTable} aria-pressed={view.isTable} onPress={() => view.change({ isTable: !view.isTable })} />
      </div>
    </div>
  );
}

/** Steps up to which buttons lead; the next is all of it. */
const MOST_STEPS = 9;

/** 1, 2, 3, … ∞. Direct is one step to both sides, so a step more is a part of the full lineage. */
function Depth({ lineage: { view } }: { lineage: Lineage }) {
  const isDirect = view.mode === "direct";
  const depth = isDirect ? 1 : view.depth;
  const set = (next: number | null) => view.change(isDirect ? { mode: "full", depth: next, camera: null } : { depth: next }, isDirect);
  return (
    <div className={styles["depth"]} role="group" aria-label="Depth">
      <span className="small dim">Depth</span>
      <span className={styles["steps"]}>
        <IconButton size="small" label="Fewer steps" icon={<Minus />} isDisabled={depth === 1} onPress={() => set(depth === null ? MOST_STEPS : depth - 1)} />
        <output aria-live="polite" aria-label={depth === null ? "all steps" : `${depth} steps`}>
          {depth ?? "∞"}
        </output>
        <IconButton size="small" label="More steps" icon={<Plus />} isDisabled={depth === null} onPress={() => set(depth === null || depth >= MOST_STEPS ? null : depth + 1)} />
      </span>
    </div>
  );
}
