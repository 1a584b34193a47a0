import type { FileRow, FolderChild } from "@/api";

/** A file or folder of a version, from whichever list it was chosen. */
export interface Item {
  path: string;
  isFolder: boolean;
  /** Bytes; null when unknown. */
  size: number | null;
  /** Files below a folder; 1 for a file. */
  files: number;
  /** As W&B writes it: base64 MD5 for stored files. */
  digest: string | null;
  /** Hex; null when the list doesn't tell it. */
  sha256: string | null;
  reference: string | null;
}

export function itemOfChild({ path, folder, size, files, digest, reference }: FolderChild): Item {
  return { path, isFolder: folder, size, files, digest, sha256: null, reference };
}

export function itemOfRow({ path, size, digest, sha256, reference }: FileRow): Item {
  return { path, isFolder: false, size, files: 1, digest, sha256, reference };
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at < 0 ? "" : path.slice(0, at);
}

/** "a/b/c" gives "a" and "a/b": the folders to open so that it shows. */
export function ancestorsOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}
