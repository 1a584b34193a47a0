import { useEffect, useRef, useState } from "react";
import { call, CommandError, tellError } from "@/api";
import { announce } from "@/components";
import { useLatest } from "@/lib/latest";
import { readFilterError, type FilterError } from "./filterError";
import type { VersionList } from "./useVersionList";

const WAIT_MS = 150;

export interface FilterText {
  text: string;
  setText: (text: string) => void;
  /** What is wrong with the text; the list keeps the last filter that could be read. */
  error: FilterError | null;
  isChecking: boolean;
}

/** The text of the filter field. It becomes the list's filter once the engine has understood it. */
export function useFilterText({ collection, filter, setFilter }: Pick<VersionList, "collection" | "filter" | "setFilter">): FilterText {
  const [text, setText] = useState(filter ?? "");
  const [error, setError] = useState<FilterError | null>(null);
  const [isChecking, setChecking] = useState(false);
  const applied = useRef(filter ?? "");
  const apply = useLatest((next: string) => {
    applied.current = next;
    setFilter(next === "" ? null : next);
  });

  // The filter changed elsewhere: Clear, Back, a link.
  useEffect(() => {
    const now = filter ?? "";
    if (now === applied.current) return;
    applied.current = now;
    setText(now);
    setError(null);
  }, [filter]);

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === applied.current) {
      setError(null);
      setChecking(false);
      return undefined;
    }
    if (wanted === "") {
      setError(null);
      apply.current("");
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setChecking(true);
      void check(collection, wanted, abort.signal).then((found) => {
        if (abort.signal.aborted) return;
        setChecking(false);
        if (found === "failed") return;
        setError(found);
        if (found === null) apply.current(wanted);
        else announce(found.why);
      });
    }, WAIT_MS);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [apply, collection, text]);

  return { text, setText, error, isChecking };
}

/** Null when the engine understands the filter. */
async function check(collection: string, filter: string, signal: AbortSignal): Promise<FilterError | "failed" | null> {
  try {
    await call("version.page", { collection, filter, sort: null, metadata: [], rows: { start: 0, count: 1 } }, signal);
    return null;
  } catch (error) {
    if (error instanceof CommandError && error.code === "filter-invalid") return readFilterError(filter, error.message, error.hint);
    if (!signal.aborted) tellError(error);
    return "failed";
  }
}
