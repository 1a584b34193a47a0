import { useEffect, useState } from "react";
import type { Outcome } from "@/api";

/** Words that show a change at once and fall back when it is refused. `save` is told what came and what went. */
export function useLiveTokens(kept: readonly string[], save: (added: string[], removed: string[]) => Promise<Outcome | null>): [readonly string[], (next: string[]) => void] {
  const [tokens, setTokens] = useState(kept);
  const text = kept.join("\n");
  useEffect(() => setTokens(text === "" ? [] : text.split("\n")), [text]);
  const change = (next: string[]) => {
    const added = next.filter((token) => !tokens.includes(token));
    const removed = tokens.filter((token) => !next.includes(token));
    setTokens(next);
    void save(added, removed).then((outcome) => outcome === null && setTokens(kept));
  };
  return [tokens, change];
}
