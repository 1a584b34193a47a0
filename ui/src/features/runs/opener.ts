import { isAllowed, type CommandName } from "@/api";
import { createOpener } from "@/lib/opener";

/** A dialog about runs; `RunDialogs`, mounted once in the window, draws it. `run` is its key in the store. */
export type RunDialog =
  | { kind: "record"; project: string | null; inputs?: readonly string[]; outputs?: readonly string[] }
  /** Inputs for a run, or for whatever run logged a version. */
  | { kind: "inputs"; run?: number; version?: string }
  | { kind: "outputs"; run: number }
  | { kind: "edit"; run: number }
  | { kind: "finish"; run: number }
  | { kind: "reproduce"; run: number };

export const runDialogs = createOpener<RunDialog>();

/** What each of them calls in the end. */
const NEEDS: Record<RunDialog["kind"], CommandName> = { record: "run.start", inputs: "run.edge", outputs: "run.edge", edit: "run.edit", finish: "run.finish", reproduce: "run.reproduce" };

export function openRunDialog(dialog: RunDialog): void {
  if (isAllowed(NEEDS[dialog.kind])) runDialogs.open(dialog);
}
