import { useNavigate } from "react-router";
import type { VersionDetail } from "@/api";
import { comparePath } from "@/features/compare";
import { openExportDialog } from "@/features/files";
import { addressLink, parseAddress } from "@/lib/address";
import { useCommandHandler } from "@/lib/commands";
import { copyWords } from "./copy";
import { openAliasDialog, openDeleteDialog, openDescribeDialog, openTagDialog, openTtlDialog } from "./dialogs/store";

export interface VersionActions {
  editAliases: () => void;
  editTags: () => void;
  setTtl: () => void;
  describe: () => void;
  remove: () => void;
  exportFiles: () => void;
  compare: (() => void) | null;
  copyReference: () => void;
  copyDigest: () => void;
  copyLink: () => void;
}

/** What can be done with a version, for its menu and for the window's commands. */
export function useVersionActions(version: VersionDetail): VersionActions {
  const navigate = useNavigate();
  const target = { selection: { kind: "versions" as const, versions: [version.id] }, collection: version.collection };
  const previous = version.previous;
  return {
    editAliases: () => openAliasDialog(target),
    editTags: () => openTagDialog(target),
    setTtl: () => openTtlDialog(target),
    describe: () => openDescribeDialog(target),
    remove: () => openDeleteDialog(target),
    exportFiles: () => openExportDialog({ version: version.address }),
    compare: previous === null ? null : () => void navigate(comparePath(`${version.collection}:v${previous}`, version.address)),
    copyReference: () => copyWords(version.address, "reference"),
    copyDigest: () => copyWords(version.digest, "digest"),
    copyLink: () => copyWords(linkOf(version.address), "link"),
  };
}

function linkOf(address: string): string {
  const parsed = parseAddress(address);
  return parsed ? addressLink(parsed) : address;
}

export function useVersionCommands(version: VersionDetail): void {
  const actions = useVersionActions(version);
  const isLive = version.state === "committed";
  const live = (work: () => void) => (isLive ? work : null);
  useCommandHandler("selection.aliases", live(actions.editAliases));
  useCommandHandler("selection.tags", live(actions.editTags));
  useCommandHandler("selection.ttl", live(actions.setTtl));
  useCommandHandler("selection.rename", live(actions.describe), "Describe…");
  useCommandHandler("selection.delete", live(actions.remove));
  useCommandHandler("selection.export", actions.exportFiles);
  useCommandHandler("selection.compare", actions.compare);
  useCommandHandler("selection.copyReference", actions.copyReference);
  useCommandHandler("selection.copyDigest", actions.copyDigest);
  useCommandHandler("selection.copyLink", actions.copyLink);
}
