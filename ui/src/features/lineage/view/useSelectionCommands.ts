import { useNavigate } from "react-router";
import { versionAction } from "@/features/artifacts";
import { comparePath } from "@/features/compare";
import { openDeleteDialog, openTagDialog, openTtlDialog } from "@/features/versions";
import { useCommandHandler } from "@/lib/commands";
import type { Lineage } from "./useLineage";
import { onlyKey, useVersion, useVersionScope, versionId } from "./useNodes";

/** The window's commands about what is selected, carried out on the selected nodes. */
export function useSelectionCommands(lineage: Lineage): void {
  const navigate = useNavigate();
  const keys = [...lineage.selected];
  const ids = keys.map(versionId).filter((id) => id !== null);
  const { version } = useVersion(versionId(onlyKey(lineage)));
  const { version: first } = useVersion(keys.length === 2 ? versionId(keys[0]) : null);
  const { version: second } = useVersion(keys.length === 2 ? versionId(keys[1]) : null);
  const actions = useVersionScope(version);
  const selection = { kind: "versions" as const, versions: ids };
  const target = { selection, collection: version?.collection ?? "", ...(actions ? { rows: actions.scope.rows } : {}) };
  const one = (id: string) => {
    const action = versionAction(id);
    return actions && action.why(actions.scope) === null ? () => action.run(actions.scope, actions.tools) : null;
  };
  useCommandHandler("selection.aliases", one("aliases"));
  useCommandHandler("selection.rename", one("describe"), "Describe…");
  useCommandHandler("selection.export", one("export"));
  useCommandHandler("selection.copyReference", one("reference"));
  useCommandHandler("selection.copyDigest", one("digest"));
  useCommandHandler("selection.copyLink", one("link"));
  useCommandHandler("selection.tags", ids.length > 0 ? () => openTagDialog(target) : null);
  useCommandHandler("selection.ttl", ids.length > 0 ? () => openTtlDialog(target) : null);
  useCommandHandler("selection.delete", ids.length > 0 ? () => openDeleteDialog(target) : null);
  useCommandHandler("selection.compare", first && second ? () => void navigate(comparePath(first.address, second.address)) : null);
}
