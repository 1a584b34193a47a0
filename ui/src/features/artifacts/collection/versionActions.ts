/** Everything that can be done to selected versions. Context menu, action bar, inspector and keys all come from this one list. */
import { ArchiveRestore, Bookmark, Clock, Copy, CornerDownRight, Download, Files, GitCompareArrows, Hash, Link, Tag, TextCursorInput, Trash2, Waypoints, type LucideIcon } from "lucide-react";
import { openExportDialog } from "@/features/files";
import { openAliasDialog, openDeleteDialog, openDescribeDialog, openTagDialog, openTtlDialog, restoreVersions } from "@/features/versions";
import { addressLink, parseAddress } from "@/lib/address";
import type { HandledCommand } from "@/lib/commands";
import type { Needs } from "@/lib/refusal";
import { formatCount } from "@/lib/format";
import { copyAndTell } from "../copy";
import { comparePath, versionPath } from "../paths";
import type { CopyFormat } from "./copyRows";
import { MOST_GATHERED } from "./gather";
import type { Scope } from "./useVersionList";

export interface ActionTools {
  go: (path: string) => void;
  copy: (format: CopyFormat) => void;
  compare: () => void;
}

export interface VersionAction {
  id: string;
  label: (scope: Scope) => string;
  icon: LucideIcon;
  group: "open" | "edit" | "compare" | "copy" | "remove";
  /** The window's command that does the same; its keys are shown. */
  command?: HandledCommand;
  /** Keys of the list itself. */
  keys?: string;
  isShown?: (scope: Scope) => boolean;
  /** Why it isn't possible now; null when it is. */
  why: (scope: Scope) => string | null;
  run: (scope: Scope, tools: ActionTools) => void;
  /** Commands of the engine that it leads to. */
  needs?: Needs;
}

const single = ({ one }: Scope) => (one === null ? "one version only" : null);
const some = ({ count }: Scope) => (count === 0 ? "nothing selected" : null);
const isTrashed = ({ rows, isAll }: Scope) => !isAll && rows.length > 0 && rows.every(({ state }) => state === "deleted");
/** Edits need versions that aren't in the trash; of a large selection the engine sorts them out. */
const live = (scope: Scope) => some(scope) ?? (isTrashed(scope) ? "in trash" : null);
const singleLive = (scope: Scope) => single(scope) ?? live(scope);
const target = ({ selection, rows, collection }: Scope) => ({ selection, rows, collection });
const copying = (one: string, more: string) => ({ count }: Scope) => (count < 2 ? `Copy ${one}` : `Copy ${count > MOST_GATHERED ? "the first " : ""}${formatCount(Math.min(count, MOST_GATHERED))} ${more}`);
const many = (one: string, more: string) => (scope: Scope) => (scope.count > 1 ? more.replace("#", formatCount(scope.count)) : one);

export const VERSION_ACTIONS: readonly VersionAction[] = [
  { id: "open", label: () => "Open", icon: CornerDownRight, group: "open", keys: "Enter", why: single, run: ({ one, collection }, { go }) => one && go(versionPath(collection, one.index)) },
  { id: "files", label: () => "Open files", icon: Files, group: "open", keys: "Space", why: singleLive, run: ({ one, collection }, { go }) => one && go(versionPath(collection, one.index, "files")) },
  { id: "aliases", label: () => "Edit aliases…", icon: Bookmark, group: "edit", command: "selection.aliases", needs: "alias.set", why: live, run: (scope) => openAliasDialog(target(scope)) },
  { id: "tags", label: () => "Edit tags…", icon: Tag, group: "edit", command: "selection.tags", needs: "tag.edit", why: live, run: (scope) => openTagDialog(target(scope)) },
  { id: "ttl", label: () => "Set TTL…", icon: Clock, group: "edit", command: "selection.ttl", needs: "ttl.set", why: live, run: (scope) => openTtlDialog(target(scope)) },
  { id: "describe", label: () => "Describe…", icon: TextCursorInput, group: "edit", command: "selection.rename", needs: "version.describe", why: singleLive, run: (scope) => openDescribeDialog(target(scope)) },
  {
    id: "previous",
    label: () => "Compare with previous",
    icon: GitCompareArrows,
    group: "compare",
    isShown: ({ count }) => count < 2,
    why: (scope) => singleLive(scope) ?? (scope.one?.index === 0 ? "the first version" : null),
    run: ({ one, collection }, { go }) => one && go(comparePath(collection, one.index - 1, one.index)),
  },
  {
    id: "compare",
    label: () => "Compare",
    icon: GitCompareArrows,
    group: "compare",
    command: "selection.compare",
    isShown: ({ count }) => count > 1,
    why: ({ count }) => (count === 2 ? null : `needs two, ${formatCount(count)} are selected`),
    run: (_, { compare }) => compare(),
  },
  { id: "lineage", label: () => "Show in lineage", icon: Waypoints, group: "compare", command: "selection.lineage", isShown: ({ count }) => count < 2, why: single, run: ({ one, collection }, { go }) => one && go(versionPath(collection, one.index, "lineage")) },
  { id: "export", label: () => "Export…", icon: Download, group: "compare", command: "selection.export", needs: "export.start", why: singleLive, run: ({ one }) => one && openExportDialog({ version: one.address }) },
  { id: "reference", label: copying("reference", "references"), icon: Copy, group: "copy", command: "selection.copyReference", why: some, run: (_, { copy }) => copy("reference") },
  { id: "digest", label: copying("digest", "digests"), icon: Hash, group: "copy", command: "selection.copyDigest", why: some, run: (_, { copy }) => copy("digest") },
  {
    id: "link",
    label: () => "Copy link",
    icon: Link,
    group: "copy",
    command: "selection.copyLink",
    isShown: ({ count }) => count < 2,
    why: single,
    run: ({ one }) => {
      const address = one && parseAddress(one.address);
      if (address) void copyAndTell(addressLink(address), "Copied the link");
    },
  },
  {
    id: "restore",
    label: many("Restore", "Restore # versions"),
    icon: ArchiveRestore,
    group: "remove",
    needs: "trash.restore",
    isShown: ({ rows }) => rows.some(({ state }) => state === "deleted"),
    why: some,
    run: ({ selection }) => void restoreVersions(selection),
  },
  { id: "delete", label: many("Delete…", "Delete # versions…"), icon: Trash2, group: "remove", command: "selection.delete", needs: "version.delete", why: live, run: (scope) => openDeleteDialog(target(scope)) },
];

const BY_ID = new Map(VERSION_ACTIONS.map((action) => [action.id, action]));

/** An action by its id; ids are those of the list above. */
export function versionAction(id: string): VersionAction {
  const found = BY_ID.get(id);
  if (!found) throw new Error(`There is no action ${id}`);
  return found;
}

export const COPY_FORMATS: readonly { format: CopyFormat; label: string }[] = [
  { format: "reference", label: "References" },
  { format: "csv", label: "CSV" },
  { format: "json", label: "JSON" },
  { format: "markdown", label: "Markdown table" },
];
