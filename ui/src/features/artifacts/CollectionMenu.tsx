import { Copy, CornerDownRight, Link, ListChecks, Pin, PinOff, Plus, SquarePen, TextCursorInput, Trash2 } from "lucide-react";
import { fetchCommand, type CollectionRow } from "@/api";
import { MenuItem, MenuSeparator } from "@/components";
import { openLogSheet } from "@/features/ingest";
import { openRules } from "@/features/retention";
import { addressLink, parseAddress } from "@/lib/address";
import { showCombo } from "@/lib/keys";
import { copyAndTell } from "./copy";
import { openArtifactDialog } from "./dialogs/dialogState";
import { referenceOf } from "./collection/copyRows";
import { pathOf } from "./paths";
import { isPinned, togglePin } from "./pins";

type Named = Pick<CollectionRow, "address" | "name" | "type">;

export interface CollectionMenuProps {
  row: Named;
  project: string;
  go: (path: string) => void;
  /** On its own page: leading there makes no sense. */
  isHere?: boolean;
}

/** Everything that can be done to a collection; the same in the sidebar, the list and on its page. */
export function CollectionMenu({ row, project, go, isHere = false }: CollectionMenuProps) {
  const { address, type } = row;
  const pinned = isPinned(address);
  return (
    <>
      {isHere ? null : <MenuItem label="Open" icon={<CornerDownRight />} shortcut={showCombo("Enter")} onAction={() => go(pathOf(address))} />}
      <MenuItem label="Log new version…" needs="log.start" icon={<Plus />} onAction={() => openLogSheet({ collection: address, type, project })} />
      <MenuSeparator />
      <MenuItem label="Rename…" needs="collection.rename" icon={<TextCursorInput />} shortcut={isHere ? undefined : "F2"} onAction={() => openArtifactDialog({ kind: "renameCollection", row })} />
      <MenuItem label="Describe…" needs="collection.describe" icon={<SquarePen />} onAction={() => openArtifactDialog({ kind: "describeCollection", row })} />
      <MenuItem label="Retention rules…" icon={<ListChecks />} onAction={() => openRules({ target: address })} />
      <MenuItem label={pinned ? "Unpin" : "Pin"} icon={pinned ? <PinOff /> : <Pin />} onAction={() => togglePin(row)} />
      <MenuSeparator />
      <MenuItem label="Copy reference" icon={<Copy />} shortcut={isHere ? undefined : showCombo("Mod+C")} onAction={() => void copyCollection(address)} />
      <MenuItem label="Copy link" icon={<Link />} onAction={() => copyLink(address)} />
      <MenuSeparator />
      <MenuItem label="Delete…" needs="collection.delete" icon={<Trash2 />} shortcut={isHere ? undefined : "Del"} onAction={() => openArtifactDialog({ kind: "deleteCollection", row })} />
    </>
  );
}

/** `project/name`, as versions are referred to. */
export async function copyCollection(address: string): Promise<void> {
  const store = await fetchCommand("store.info", {}).catch(() => undefined);
  const text = referenceOf(address, store?.default_entity);
  await copyAndTell(text, `Copied ${text}`);
}

function copyLink(address: string) {
  const parsed = parseAddress(address);
  if (parsed) void copyAndTell(addressLink(parsed), "Copied the link");
}
