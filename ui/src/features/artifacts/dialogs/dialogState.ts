/** Which dialog of this feature is open. Menus open them from anywhere; `ArtifactDialogs` draws them. */
import { useSyncExternalStore } from "react";
import type { CollectionRow, Project } from "@/api";

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

export function openArtifactDialog(dialog: ArtifactDialog): void {
  set(dialog);
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
