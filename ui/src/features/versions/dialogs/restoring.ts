import { fetchCommand, runEdit, tellError, type Selection } from "@/api";
import { openRestoreDialog } from "./store";

/** Brings versions back; asks first where an alias was taken meanwhile or a collection comes back, too. */
export async function restoreVersions(selection: Selection): Promise<boolean> {
  try {
    const plan = await fetchCommand("trash.restore_plan", { selection });
    if (plan.taken_count === 0 && plan.collections.length === 0) return (await runEdit("trash.restore", { selection })) !== null;
    openRestoreDialog({ selection, collection: "" });
    return false;
  } catch (error) {
    tellError(error);
    return false;
  }
}
