/** Which dialog of this feature is open. Menus open them from anywhere; `ArtifactDialogs` draws them. */
import { useSyncExternalStore } from "react";
import { isAllowed, type CollectionRow, type CommandName, type Project } from "@/api";

type Named = Pick<CollectionRow, "address" | "name" | "type">;

export type ArtifactDialog =
  | { kind: "newCollection"; project: string; type: string | null }
  | { kind: "renameCollection"; row: Named }
  | { kind: "describeCollection"; row: Named }
  | { kind: "deleteCollection"; row: Named }
  | { kind: "newProject" }
  | { kind: "renameProject"; project: Project }
  | { kind: "deleteProject"; project: Project };

let open: ArtifactDialog | null = null;
const listeners = new Set<() => void>();

function set(next: ArtifactDialog | null) {
  open = next;
  for (const listener of listeners) listener();
}

/** What each of them calls in the end. */
const NEEDS: Record<ArtifactDialog["kind"], CommandName> = {
  newCollection: "collection.create",
  renameCollection: "collection.rename",
  describeCollection: "collection.describe",
  deleteCollection: "collection.delete",
  newProject: "project.create",
  renameProject: "project.rename",
  deleteProject: "project.delete",
};

export function openArtifactDialog(dialog: ArtifactDialog): void {
  if (isAllowed(NEEDS[dialog.kind])) set(dialog);
}

export function closeArtifactDialog(): void {
  set(null);
}

export function useArtifactDialog(): ArtifactDialog | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
}
