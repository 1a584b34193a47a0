/** Words about aliases before they are written. The engine has the last word. */
import type { AliasHolder } from "@/api";

/** Why a word can't become an alias, or null. */
export function aliasProblem(alias: string): string | null {
  if (alias === "latest") return "“latest” is kept by Cairn; it follows the newest version";
  if (/^v\d+$/.test(alias)) return `“${alias}” would be mistaken for a version; choose a word that isn't v with digits`;
  const illegal = /[/:]/.exec(alias)?.[0];
  if (illegal !== undefined) return `Leave out “${illegal}”; an alias stands in addresses`;
  return alias.length > 128 ? "An alias has at most 128 characters" : null;
}

/** moves “best” from v9 to v12: when another version has it, else null. */
export function moveNote(alias: string, index: number, holders: readonly AliasHolder[]): string | null {
  const holder = holders.find(({ name }) => name === alias);
  return holder && holder.index !== index ? `moves “${alias}” from v${holder.index} to v${index}` : null;
}
