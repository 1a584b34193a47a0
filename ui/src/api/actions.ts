/** Edits as people make them: run, say what was done, offer Undo; a failure says why. */
import { toast } from "@/components/Toast";
import { refusalOf, type Needs } from "@/lib/refusal";
import type { CommandName, Commands, Outcome } from "./bindings";
import { mutate } from "./queries";
import { describeError, errorText } from "./errors";

/** Commands that answer with an `Outcome`, which one can take back. */
export type EditName = { [K in CommandName]: Commands[K]["response"] extends Outcome ? K : never }[CommandName];

/** Runs an edit; toasts its summary with Undo. Answers null after telling a failure. */
export async function runEdit<K extends EditName>(name: K, request: Commands[K]["request"]): Promise<Outcome | null> {
  try {
    const outcome = (await mutate(name, request)) as Outcome;
    tellOutcome(outcome);
    return outcome;
  } catch (error) {
    tellError(error);
    return null;
  }
}

/** "Moved best from v9 to v12" with Undo; nothing when nothing had to change. */
export function tellOutcome({ operation, summary, changed }: Outcome): void {
  const action = operation === null || changed === 0 ? {} : { action: { label: "Undo", run: () => void undo(operation) } };
  toast({ text: summary, ...action });
}

/** Takes back one operation (null: the newest). */
export async function undo(operation: number | null = null): Promise<void> {
  await runHistory("history.undo", operation);
}

export async function redo(operation: number | null = null): Promise<void> {
  await runHistory("history.redo", operation);
}

async function runHistory(name: "history.undo" | "history.redo", operation: number | null) {
  try {
    const { summary } = await mutate(name, { operation });
    toast({ text: summary, key: "history" });
  } catch (error) {
    tellError(error);
  }
}

/** Whether the person may do it; when not, they are told why. For what has no control of its own, such as a key in a list. */
export function isAllowed(needs: Needs): boolean {
  const reason = refusalOf(needs);
  if (reason !== null) toast({ text: reason, key: "refused" });
  return reason === null;
}

/** A toast for a failure of something the person asked for. What they cancelled isn't one. */
export function tellError(error: unknown): void {
  const described = describeError(error);
  if (described.code === "cancelled") return;
  toast({ text: errorText(described), tone: described.severity === "info" ? "normal" : "danger", key: `error-${described.code}` });
}
