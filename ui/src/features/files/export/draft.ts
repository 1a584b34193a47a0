import type { ExportRequest, VersionDetail } from "@/api";
import { readKept, writeKept } from "@/lib/persist";

export type Scope = "all" | "selected" | "prefix";
export type Existing = "ask" | "overwrite" | "keep";

export interface ExportDraft {
  /** Folder as typed or chosen; null is the default place. */
  root: string | null;
  scope: Scope;
  prefix: string;
  exact: boolean;
  existing: Existing;
}

const LAST = "export.folder";

/** Joins with the separator that the folder uses itself. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes("\\") && !folder.includes("/") ? "\\" : "/";
  return folder.endsWith(separator) ? folder + name : `${folder}${separator}${name}`;
}

/** The folder a version goes into below a chosen one, so that its files never mix with what is there. `:` isn't allowed everywhere. */
export function folderName({ name, index }: Pick<VersionDetail, "name" | "index">): string {
  return `${name}-v${index}`;
}

export function firstDraft(version: VersionDetail, paths: readonly string[] | undefined): ExportDraft {
  const last = readKept<string | null>(LAST, null);
  const hasPaths = paths !== undefined && paths.length > 0;
  return { root: last === null ? null : rootIn(last, version, hasPaths ? "selected" : "all"), scope: hasPaths ? "selected" : "all", prefix: "", exact: false, existing: "ask" };
}

/** Chosen files go into the folder itself, a whole version into one of its own. */
export function rootIn(folder: string, version: VersionDetail, scope: Scope): string {
  return scope === "selected" ? folder : joinPath(folder, folderName(version));
}

export function keepFolder(folder: string): void {
  writeKept(LAST, folder);
}

export function toRequest(version: string, draft: ExportDraft, paths: readonly string[] | undefined): ExportRequest {
  return {
    version,
    root: draft.root?.trim() || null,
    paths: draft.scope === "selected" ? [...(paths ?? [])] : [],
    prefix: draft.scope === "prefix" ? draft.prefix.trim() : null,
    exact: draft.exact && draft.scope === "all",
    existing: draft.existing,
  };
}

/** The end of a path, for a button. */
export function lastParts(path: string, count = 1): string {
  const parts = path.split(/[/\\]/).filter((part) => part !== "");
  return parts.length === 0 ? path : parts.slice(-count).join("/");
}
