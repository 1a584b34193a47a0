/** Routes of the places that this feature leads to. */
import { comparePath as pathOfComparison } from "@/features/compare";
import { addressPath, parseAddress } from "@/lib/address";

/** `entity/project` or `entity/project/name` → its route. */
export function pathOf(address: string): string {
  const parsed = parseAddress(address.split("/").length === 2 ? `/${address}` : address);
  return parsed ? addressPath(parsed) : "/";
}

export function typePath(project: string, type: string): string {
  return `${pathOf(project)}?type=${encodeURIComponent(type)}`;
}

/** The page of a version; `tab` opens one of its tabs. */
export function versionPath(collection: string, index: number, tab?: string): string {
  return `${pathOf(`${collection}:v${index}`)}${tab === undefined ? "" : `?tab=${tab}`}`;
}

/** The comparison of two versions of a collection, the older one first. */
export function comparePath(collection: string, before: number, after: number): string {
  return pathOfComparison(`${collection}:v${before}`, `${collection}:v${after}`);
}

/** `entity/project` of a collection's address. */
export function projectOf(collection: string): string {
  return collection.split("/").slice(0, 2).join("/");
}
