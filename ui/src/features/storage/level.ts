/** Where in the store one looks: `?in=` of the address, as `entity/project/type/collection`, cut off wherever one stands. */
import type { StorageGroup, StorageRequest } from "@/api";
import { parseAddress } from "@/lib/address";

/** `/` in the address: the whole store, also when it holds one project only. */
const WHOLE = "/";

export interface Level {
  /** Nothing, or two to four parts. */
  parts: readonly string[];
}

export const STORE: Level = { parts: [] };

/** The level that the address asks for. A store of one project is shown from that project on: the step above has one tile. */
export function levelOf(wish: string | null, projects: readonly StorageGroup[]): Level {
  const only = projects.length === 1 ? projects[0] : undefined;
  if (wish === null) return { parts: only?.address.split("/") ?? [] };
  const parts = wish.split("/").filter((part) => part !== "");
  return { parts: parts.length === 1 ? [] : parts.slice(0, 4) };
}

export function wishOf({ parts }: Level): string {
  return parts.length === 0 ? WHOLE : parts.join("/");
}

export function requestOf({ parts }: Level): StorageRequest {
  const [entity, project, type, collection] = parts;
  if (parts.length === 0) return { by: "project", within: null, limit: null };
  if (parts.length === 2) return { by: "type", within: parts.join("/"), limit: null };
  if (parts.length === 3) return { by: "collection", within: parts.join("/"), limit: null };
  return { by: "version", within: `${entity}/${project}/${collection ?? type}`, limit: null };
}

/** The level above; null at the top. */
export function parentOf({ parts }: Level): Level | null {
  return parts.length === 0 ? null : { parts: parts.length === 2 ? [] : parts.slice(0, -1) };
}

/** The level inside of a group; null when it is a version, which has a page instead. */
export function childOf({ parts }: Level, { address }: StorageGroup): Level | null {
  if (parts.length === 4) return null;
  return { parts: parts.length === 0 ? address.split("/") : [...parts, nameOf(address)] };
}

/** The last part of an address, for a version its index. */
export function nameOf(address: string): string {
  return parseAddress(address)?.suffix ?? address.slice(address.lastIndexOf("/") + 1);
}

/** What the level's own groups are called: one, several. */
export function nounsOf({ parts }: Level): readonly [string, string] {
  return (
    [
      ["project", "projects"],
      ["type", "types"],
      ["type", "types"],
      ["collection", "collections"],
      ["version", "versions"],
    ] as const
  )[parts.length] ?? ["version", "versions"];
}

/** What leads here, from the store on. A project that isn't among those that there are is named with its entity: either may be what is wrong. */
export function crumbsOf({ parts }: Level, projects?: readonly StorageGroup[]): { text: string; level: Level }[] {
  const project = parts.slice(0, 2).join("/");
  const isUnknown = projects !== undefined && projects.every(({ address }) => address !== project);
  const rest = parts.slice(1).map((text, at) => ({ text: at === 0 && isUnknown ? project : text, level: { parts: parts.slice(0, at + 2) } }));
  return [{ text: "Store", level: STORE }, ...rest];
}
