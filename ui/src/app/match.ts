/** How well a title fits what was typed: 0 not at all; beginnings of words count most. Every typed word must occur. */
export function matchScore(title: string, text: string): number {
  if (text === "") return 1;
  const lower = title.toLowerCase();
  let score = 0;
  for (const word of text.toLowerCase().split(/\s+/)) {
    const at = lower.indexOf(word);
    if (at < 0) return 0;
    score += at === 0 ? 3 : /\W/.test(lower[at - 1] ?? "") ? 2 : 1;
  }
  return score;
}

export interface Part {
  text: string;
  isHit: boolean;
  /** Where it begins in the title. */
  at: number;
}

/** Cuts a title so that what was typed can be marked. */
export function marked(title: string, text: string): Part[] {
  const words = text.split(/\s+/).filter(Boolean).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  if (words.length === 0) return [{ text: title, isHit: false, at: 0 }];
  const pieces = title.split(new RegExp(`(${words.join("|")})`, "gi"));
  let at = 0;
  const parts = pieces.map((piece, place) => {
    at += piece.length;
    return { text: piece, isHit: place % 2 === 1, at: at - piece.length };
  });
  return parts.filter((part) => part.text !== "");
}
