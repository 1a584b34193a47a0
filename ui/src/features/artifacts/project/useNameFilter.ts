import { useEffect, useRef, useState } from "react";
import { useLatest } from "@/lib/latest";

const WAIT_MS = 150;

/** The text of a name filter, which becomes the list's filter once typing rests. */
export function useNameFilter(filter: string | null, setFilter: (filter: string | null) => void): [string, (text: string) => void] {
  const [text, setText] = useState(filter ?? "");
  const applied = useRef(filter ?? "");
  const apply = useLatest(setFilter);
  useEffect(() => {
    const now = filter ?? "";
    if (now === applied.current) return;
    applied.current = now;
    setText(now);
  }, [filter]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === applied.current) return undefined;
    const timer = setTimeout(
      () => {
        applied.current = wanted;
        apply.current(wanted === "" ? null : wanted);
      },
      wanted === "" ? 0 : WAIT_MS,
    );
    return () => clearTimeout(timer);
  }, [apply, text]);
  return [text, setText];
}
