import { Copy, Download, ExternalLink, Eye, Folder } from "lucide-react";
import { call, fetchCommand, mutate, tellError, type HostInfo } from "@/api";
import { MenuItem, MenuSeparator, toast } from "@/components";
import { formatBytes } from "@/lib/format";
import { showCombo } from "@/lib/keys";
import { getPlatform } from "@/platform";
import { openExportDialog } from "./export/opener";
import type { Item } from "./types";

/** Above this a drag would keep the pointer waiting for the copy; Export… is the way then. */
export const DRAG_LIMIT = 500 * 1024 * 1024;

export interface FileContext {
  /** Address of the version. */
  version: string;
  host: HostInfo | undefined;
}

export async function copyAndTell(text: string, what: string): Promise<void> {
  try {
    await getPlatform().copyText(text);
    toast({ text: `Copied ${what}`, key: "copied", duration: 3000 });
  } catch (error) {
    tellError(error);
  }
}

export function copyPaths(items: readonly Item[]): void {
  void copyAndTell(items.map(({ path }) => path).join("\n"), items.length === 1 ? "the path" : `${items.length} paths`);
}

/** `entity/project/name:v3/path`, or where the bytes of a reference are. */
export function copyReferences(version: string, items: readonly Item[]): void {
  void copyAndTell(items.map(({ path }) => `${version}/${path}`).join("\n"), items.length === 1 ? "the reference" : `${items.length} references`);
}

/** One digest, or a line "digest  path" for each of several, as the checksum tools write them. */
export async function copyDigests(version: string, items: readonly Item[], kind: "sha256" | "md5"): Promise<void> {
  try {
    const rows = await Promise.all(items.filter(({ isFolder }) => !isFolder).map(({ path }) => fetchCommand("file.show", { version, path })));
    const known = rows.map((row) => ({ path: row.path, digest: kind === "sha256" ? row.sha256 : row.digest })).filter(({ digest }) => digest !== null);
    const [first] = known;
    if (!first) return void toast({ text: "A reference has no SHA-256 digest", key: "copied" });
    const text = known.length === 1 ? String(first.digest) : known.map(({ path, digest }) => `${digest}  ${path}`).join("\n");
    await copyAndTell(text, kind === "sha256" ? "the SHA-256 digest" : "the MD5 digest");
  } catch (error) {
    tellError(error);
  }
}

export function openWithSystem(version: string, path: string): void {
  void mutate("host.open_file", { version, path }).catch(tellError);
}

/** Puts copies on disk and hands them to the system's drag; the pointer is still down then. */
export async function dragOut({ version, host }: FileContext, items: readonly Item[]): Promise<void> {
  if (!host?.drag_out || items.length === 0) return;
  const paths = items.map(({ path }) => path);
  const size = items.reduce((sum, item) => sum + (item.size ?? 0), 0);
  if (size > DRAG_LIMIT) {
    toast({ text: `Dragging copies at most ${formatBytes(DRAG_LIMIT)}; this is ${formatBytes(size)}`, key: "drag", action: { label: "Export…", run: () => openExportDialog({ version, paths }) } });
    return;
  }
  try {
    const found = await call("file.materialise", { version, paths });
    await getPlatform().startDrag(found.paths);
  } catch (error) {
    tellError(error);
  }
}

export interface FileMenuProps extends FileContext {
  items: readonly Item[];
  onPreview: () => void;
  onFolder: (folder: string) => void;
}

/** The entries of the context menu for the selected files. */
export function FileMenu({ version, host, items, onPreview, onFolder }: FileMenuProps) {
  const [first] = items;
  if (!first) return null;
  const isOne = items.length === 1;
  const hasFiles = items.some(({ isFolder }) => !isFolder);
  return (
    <>
      <MenuItem label="Preview" icon={<Eye />} shortcut="Space" isDisabled={!isOne} onAction={onPreview} />
      {host?.open_files ? <MenuItem label="Open with system app" icon={<ExternalLink />} needs="host.open_file" isDisabled={!isOne || first.isFolder || first.reference !== null} onAction={() => openWithSystem(version, first.path)} /> : null}
      {isOne && first.isFolder ? <MenuItem label="Show only this folder" icon={<Folder />} onAction={() => onFolder(first.path)} /> : null}
      <MenuItem label={isOne ? "Export…" : `Export ${items.length} items…`} icon={<Download />} needs="export.start" shortcut={showCombo("Mod+E")} onAction={() => openExportDialog({ version, paths: items.map(({ path }) => path) })} />
      <MenuSeparator />
      <MenuItem label={isOne ? "Copy path" : "Copy paths"} icon={<Copy />} onAction={() => copyPaths(items)} />
      <MenuItem label={isOne ? "Copy reference" : "Copy references"} icon={<Copy />} shortcut={showCombo("Mod+C")} onAction={() => copyReferences(version, items)} />
      {isOne && first.reference !== null ? <MenuItem label="Copy URI" icon={<Copy />} onAction={() => void copyAndTell(first.reference ?? "", "the URI")} /> : null}
      <MenuItem label="Copy SHA-256 digest" icon={<Copy />} shortcut={showCombo("Mod+Shift+C")} isDisabled={!hasFiles} onAction={() => void copyDigests(version, items, "sha256")} />
      <MenuItem label="Copy MD5 digest" icon={<Copy />} isDisabled={!hasFiles} onAction={() => void copyDigests(version, items, "md5")} />
    </>
  );
}
