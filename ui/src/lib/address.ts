/**
 * Addresses: `entity/project/collection:suffix`, the suffix an alias or an index; it begins at the first `:`.
 * The same grammar serves the address bar, history, deep links (`cairn://…`) and routes, where each part is percent-encoded.
 */
export interface Address {
  entity: string;
  project?: string | undefined;
  collection?: string | undefined;
  /** Alias or index such as `v3`. */
  suffix?: string | undefined;
}

const SCHEME = "cairn://";

/** Reads what people paste: with or without scheme, leading slash and missing left parts. `null` when nothing is left or there are too many parts. */
export function parseAddress(text: string, defaults?: { entity: string; project: string }): (Address & { search: string }) | null {
  const trimmed = text.trim();
  const isLink = trimmed.startsWith(SCHEME);
  const [path = "", search = ""] = splitQuery(isLink ? trimmed.slice(SCHEME.length) : trimmed, isLink);
  const parts = path.split("/").filter((part) => part !== "");
  const words = isLink ? parts.map(decodePart) : parts;
  const [left, suffix] = splitSuffix(words.at(-1) ?? "");
  const full = [...words.slice(0, -1), left];
  if (left === "" || full.length > 3) return null;
  const filled = fillLeft(full, isLink || (path.startsWith("/") && full.length < 3), defaults);
  if (filled === null) return null;
  return { ...toAddress(filled), ...(suffix === undefined ? {} : { suffix }), search };
}

function splitQuery(text: string, isLink: boolean): [string, string] {
  const at = isLink ? text.indexOf("?") : -1;
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at)];
}

function splitSuffix(last: string): [string, string | undefined] {
  const at = last.indexOf(":");
  return at < 0 ? [last, undefined] : [last.slice(0, at), last.slice(at + 1) || undefined];
}

function fillLeft(words: string[], complete: boolean, defaults?: { entity: string; project: string }): string[] | null {
  if (complete || words.length === 3) return words;
  if (!defaults) return null;
  return words.length === 2 ? [defaults.entity, ...words] : [defaults.entity, defaults.project, ...words];
}

function toAddress([entity = "", project, collection]: string[]): Address {
  return { entity, ...(project === undefined ? {} : { project }), ...(collection === undefined ? {} : { collection }) };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `entity/project/collection:suffix` for people and clipboards. */
export function formatAddress({ entity, project, collection, suffix }: Address): string {
  const path = [entity, project, collection].filter((part) => part !== undefined).join("/");
  return suffix === undefined ? path : `${path}:${suffix}`;
}

/** The route of an address, each part percent-encoded: `/entity/project/collection:suffix`. */
export function addressPath({ entity, project, collection, suffix }: Address): string {
  const path = [entity, project, collection].filter((part) => part !== undefined).map(encodeURIComponent);
  return `/${path.join("/")}${suffix === undefined ? "" : `:${encodeURIComponent(suffix)}`}`;
}

/** The address that a route shows; `null` for the window's own pages (`/-/settings`) and the start. */
export function addressFromPath(pathname: string): Address | null {
  const parts = pathname.split("/").filter((part) => part !== "");
  if (parts.length === 0 || parts[0] === "-" || parts.length > 3) return null;
  const last = parts.at(-1) ?? "";
  const [left, suffix] = parts.length === 3 ? splitSuffix(last) : [last, undefined];
  const words = [...parts.slice(0, -1), left].map(decodePart);
  return { ...toAddress(words), ...(suffix === undefined ? {} : { suffix: decodePart(suffix) }) };
}

/** ":v3" of an address that is a version's: what is left of a long name must not hide it. */
export function suffixOf(address: string): string {
  return /:[^:/]*$/.exec(address)?.[0] ?? "";
}

/** `cairn://entity/project/collection:suffix?tab=…`. */
export function addressLink(address: Address, search = ""): string {
  return SCHEME + addressPath(address).slice(1) + search;
}
