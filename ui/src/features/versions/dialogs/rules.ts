/** Why an alias or a tag can't be used, said while one types. The engine has the last word; these are its rules in short. */

const LONGEST = 128;

/** Reason in words, or null when the alias is fine. */
export function aliasProblem(alias: string): string | null {
  if (alias.trim() === "") return "An alias needs at least one character";
  if (alias === "latest") return "Cairn keeps “latest”: it follows what was logged last";
  if (/^v\d+$/.test(alias)) return `“${alias}” is reserved for the index of a version`;
  if (alias !== alias.trim()) return "An alias can't begin or end with a space";
  const bad = /[/:]/.exec(alias)?.[0];
  if (bad) return `An alias can't contain “${bad}”; spaces inside are fine`;
  return commonProblem(alias, "An alias");
}

/** Reason in words, or null when the tag is fine. */
export function tagProblem(tag: string): string | null {
  if (tag.trim() === "") return "A tag needs at least one character";
  if (tag !== tag.trim() || tag.includes("  ")) return "Words of a tag are joined by single spaces";
  const bad = /[^\p{L}\p{N}_\- ]/u.exec(tag)?.[0];
  if (bad) return `A tag can't contain “${bad}”; use letters, digits, “_” and “-”`;
  return commonProblem(tag, "A tag");
}

function commonProblem(text: string, what: string): string | null {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  if (/[\u0000-\u001f\u007f]/.test(text)) return `${what} can't contain control characters`;
  return [...text].length > LONGEST ? `${what} has at most ${LONGEST} characters` : null;
}
