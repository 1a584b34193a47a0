/** Where a filter is wrong, as the engine tells it. */
export interface FilterError {
  /** The part before the mistake, the part that is marked, the rest. */
  before: string;
  marked: string;
  after: string;
  /** What is wrong, without the position. */
  why: string;
  hint: string | null;
  /** Counted from 1; null when the whole filter is meant. */
  at: number | null;
}

/** Reads "The filter has an error at character 6: …" against the text that was refused. */
export function readFilterError(text: string, message: string, hint: string | null): FilterError {
  const found = /at character (\d+): ([\s\S]+)$/.exec(message);
  if (!found) return { before: text, marked: "", after: "", why: message, hint, at: null };
  const characters = [...text];
  const at = Math.min(Number(found[1]), characters.length + 1);
  const rest = characters.slice(at - 1).join("");
  // Up to the next space; at the very end there is nothing to mark but the place itself.
  const marked = /^\S+/.exec(rest)?.[0] ?? "";
  return { before: characters.slice(0, at - 1).join(""), marked, after: rest.slice(marked.length), why: found[2] ?? message, hint, at };
}
