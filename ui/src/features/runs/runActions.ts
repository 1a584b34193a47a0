/** Everything that can be done to a run; its page, its row and the lineage have it from here. */
import { CircleStop, Copy, CornerDownRight, FolderInput, LogIn, LogOut, Pencil, Trash2, Waypoints, type LucideIcon } from "lucide-react";
import { runEdit, type RunRow } from "@/api";
import { copyAndTell } from "@/features/artifacts";
import type { Needs } from "@/lib/refusal";
import { openRunDialog } from "./opener";
import { runPath } from "./path";

export interface RunAction {
  id: string;
  label: string;
  icon: LucideIcon;
  /** Why it isn't possible now. */
  why: (run: RunRow) => string | null;
  run: (run: RunRow, go: (path: string) => void) => void;
  /** Commands of the engine that it leads to. */
  needs?: Needs;
}

const always = () => null;
const alive = ({ deleted_at: at }: RunRow) => (at === null ? null : "deleted");

export const runActions: readonly RunAction[] = [
  { id: "open", label: "Open", icon: CornerDownRight, why: always, run: ({ key }, go) => go(runPath(key)) },
  { id: "lineage", label: "Show in lineage", icon: Waypoints, why: always, run: ({ key }, go) => go(runPath(key, "lineage")) },
  { id: "edit", label: "Edit run…", icon: Pencil, needs: "run.edit", why: alive, run: ({ key }) => openRunDialog({ kind: "edit", run: key }) },
  { id: "inputs", label: "Add inputs…", icon: LogIn, needs: "run.edge", why: alive, run: ({ key }) => openRunDialog({ kind: "inputs", run: key }) },
  { id: "outputs", label: "Add outputs…", icon: LogOut, needs: "run.edge", why: alive, run: ({ key }) => openRunDialog({ kind: "outputs", run: key }) },
  { id: "finish", label: "Finish run…", icon: CircleStop, needs: "run.finish", why: (run) => alive(run) ?? (run.state === "running" ? null : "not running"), run: ({ key }) => openRunDialog({ kind: "finish", run: key }) },
  { id: "reproduce", label: "Reproduce…", icon: FolderInput, needs: "run.reproduce", why: ({ inputs }) => (inputs === 0 ? "no inputs" : null), run: ({ key }) => openRunDialog({ kind: "reproduce", run: key }) },
  { id: "copy", label: "Copy id", icon: Copy, why: always, run: ({ id }) => void copyAndTell(id, `Copied ${id}`) },
  { id: "delete", label: "Delete run", icon: Trash2, needs: "run.delete", why: alive, run: ({ key }) => void runEdit("run.delete", { run: `run:#${key}`, project: null }) },
];
