import { call, type FolderChild } from "@/api";

/** Children that one request brings; the command's own limit. */
export const FOLDER_PAGE = 1000;
/** Rows that a tree asks for at once; what isn't known to exist is promised in whole pages of this size. */
const TREE_PAGE = 100;

interface Folder {
  children: FolderChild[];
  more: boolean;
  /** Files below it, when known: the most children that can follow. */
  files: number | null;
  hasFolders: boolean;
  running: Promise<void> | null;
}

/**
 * The children of a version's folders by position. The command pages by name, so a folder is read from its start as far as it is
 * looked at; until its end is known the length is an estimate that never cuts a page short.
 */
export class FolderPages {
  #version: string;
  #files: number;
  #folders = new Map<string, Folder>();
  #revision = 0;

  /** `files`: how many the version has. */
  constructor(version: string, files: number) {
    this.#version = version;
    this.#files = files;
  }

  /** The children [start, start + count) of a folder and how many it has, as far as anybody knows. Another `revision`: everything is read anew. */
  async slice(folder: string, start: number, count: number, revision: number): Promise<{ children: readonly FolderChild[]; total: number }> {
    if (revision !== this.#revision) this.#folders.clear();
    this.#revision = revision;
    const found = this.#folder(folder);
    while (found.more && found.children.length < start + count) {
      found.running ??= this.#next(folder, found).finally(() => {
        found.running = null;
      });
      await found.running;
    }
    return { children: found.children.slice(start, start + count), total: length(found) };
  }

  /** A child that was read, by its whole path. */
  find(path: string): FolderChild | undefined {
    const at = path.lastIndexOf("/");
    return this.#folders.get(at < 0 ? "" : path.slice(0, at))?.children.find((child) => child.path === path);
  }

  #folder(path: string): Folder {
    const known = this.#folders.get(path);
    if (known) return known;
    const made: Folder = { children: [], more: true, files: path === "" ? this.#files : (this.find(path)?.files ?? null), hasFolders: false, running: null };
    this.#folders.set(path, made);
    return made;
  }

  async #next(path: string, folder: Folder): Promise<void> {
    const after = folder.children.at(-1)?.name ?? null;
    const { children, more } = await call("file.folder", { version: this.#version, folder: path, after, count: FOLDER_PAGE });
    const isWhole = after === null && !more;
    folder.children.push(...(isWhole ? foldersFirst(children) : children));
    folder.more = more && children.length > 0;
    folder.hasFolders ||= children.some((child) => child.folder);
  }
}

/** Folders stand first where all children are known; in a longer list by name alone, since what follows isn't known. */
export function foldersFirst(children: readonly FolderChild[]): FolderChild[] {
  return [...children.filter(({ folder }) => folder), ...children.filter(({ folder }) => !folder)];
}

function length({ children, more, files, hasFolders }: Folder): number {
  if (!more) return children.length;
  const least = Math.ceil(children.length / TREE_PAGE) * TREE_PAGE + TREE_PAGE;
  // Only files so far: the rest are files too, unless a folder turns up; then the estimate shrinks.
  return hasFolders || files === null ? least : Math.max(least, files);
}
