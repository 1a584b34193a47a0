/** What is wrong with a query and where, and what a chosen word makes of it. */
import type { LineageCompletion } from "@/api";

export interface QueryMistake {
  before: string;
  marked: string;
  after: string;
  why: string;
}

/** The part of the query at fault, from the character the engine points at up to the end of its word. */
export function mistakeOf(text: string, { error, error_at: at }: Pick<LineageCompletion, "error" | "error_at">): QueryMistake | null {
  if (error === null) return null;
  const start = Math.max(0, Math.min(at ?? 0, text.length));
  const marked = /^[^\s,]+/.exec(text.slice(start))?.[0] ?? text.slice(start, start + 1);
  const why = error.replace(/^./u, (letter) => letter.toUpperCase());
  return { before: text.slice(0, start), marked, after: text.slice(start + marked.length), why: /[.!?]$/.test(why) ? why : `${why}.` };
}

/** The query with a word put in, and where the cursor stands then; a field's name waits for its value. */
export function withWord(text: string, { start, end }: Pick<LineageCompletion, "start" | "end">, word: string): { text: string; at: number } {
  return { text: text.slice(0, start) + word + text.slice(end), at: start + word.length };
}
