import { useCallback, useEffect, useRef, useState } from "react";
import { useAddressParams } from "@/lib/addressParams";
import { useKept } from "@/lib/persist";

export type FilesView = "tree" | "list";

export interface FilesState {
  view: FilesView;
  setView: (view: FilesView) => void;
  /** Text or glob of the find box. */
  find: string;
  setFind: (text: string) => void;
  /** Only what lies below this folder; "" for all. */
  folder: string;
  setFolder: (folder: string) => void;
  /** The path that the address named when the tab opened, or that history went back to. */
  file: string | null;
  /** Writes the path in focus into the address, once it has stood still. */
  noteFile: (path: string | null) => void;
}

const VIEW = "files.view";
/** Web views allow some three address changes a second; walking with the arrow keys is faster. */
const WRITE_MS = 400;

/** What of the files tab stands in the address: file, folder and find text. */
export function useFilesState(): FilesState {
  const [params, setParams] = useAddressParams();
  const [keptView, keepView] = useKept<FilesView>(VIEW, "tree");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const write = useCallback(
    (changes: Record<string, string | null>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [key, value] of Object.entries(changes)) {
            if (value === null || value === "") next.delete(key);
            else next.set(key, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const [find, setFind] = useState(params.get("find") ?? "");
  const later = useRef<Record<string, string | null>>({});
  const writeLater = useCallback(
    (changes: Record<string, string | null>) => {
      Object.assign(later.current, changes);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        write(later.current);
        later.current = {};
      }, WRITE_MS);
    },
    [write],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    view: params.get("view") === "list" ? "list" : params.get("view") === "tree" ? "tree" : keptView,
    setView: (view) => {
      keepView(view);
      write({ view: null });
    },
    find,
    setFind: (text) => {
      setFind(text);
      writeLater({ find: text });
    },
    folder: params.get("folder") ?? "",
    setFolder: (folder) => write({ folder, file: null }),
    file: params.get("file"),
    noteFile: useCallback((path) => writeLater({ file: path }), [writeLater]),
  };
}
