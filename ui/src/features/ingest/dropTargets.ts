import { addressFromPath, formatAddress } from "@/lib/address";
import type { LogWish } from "./draft";
import { baseName } from "./words";

/**
 * Marks of drop targets, on any element: `data-drop="collection:ADDRESS"`, `data-drop="type:NAME"`, `data-drop="new"`,
 * `data-drop-collection`, `data-drop-type`, or `data-drop-denied` with the reason.
 */
export const TARGETS = "[data-drop], [data-drop-type], [data-drop-collection], [data-drop-denied]";

export type DropTarget =
  | { kind: "collection"; address: string; element: Element | null }
  | { kind: "type"; type: string; element: Element | null }
  | { kind: "new"; element: Element | null }
  | { kind: "sheet"; element: null }
  | { kind: "denied"; reason: string; element: Element | null };

/** Where the window is, which decides what a drop on no particular target means. */
export interface Place {
  pathname: string;
  search: string;
}

/** What the marks of an element say. */
export function readTarget(element: Element): DropTarget {
  const data = (element as HTMLElement).dataset;
  const [kind = "", ...rest] = (data["drop"] ?? "").split(":");
  const value = rest.join(":");
  const collection = data["dropCollection"] ?? (kind === "collection" ? value : undefined);
  const type = data["dropType"] ?? (kind === "type" ? value : undefined);
  const denied = data["dropDenied"];
  if (denied !== undefined) return { kind: "denied", reason: denied || "Nothing can be logged here", element };
  if (collection !== undefined) return { kind: "collection", address: collection, element };
  return type === undefined ? { kind: "new", element } : { kind: "type", type, element };
}

/** The target under a point: the nearest mark, else what the page in view is about. */
export function targetAt(x: number, y: number, place: Place): DropTarget {
  const marked = document.elementFromPoint(x, y)?.closest(TARGETS);
  return marked ? readTarget(marked) : pageTarget(place);
}

export function pageTarget({ pathname, search }: Place): DropTarget {
  const address = addressFromPath(pathname);
  if (address?.collection !== undefined) return { kind: "collection", address: formatAddress({ entity: address.entity, project: address.project ?? "", collection: address.collection }), element: null };
  const type = address === null ? null : new URLSearchParams(search).get("type");
  return type === null || type === "" ? { kind: "new", element: null } : { kind: "type", type, element: null };
}

/** What letting go here will do. */
export function targetLabel(target: DropTarget): string {
  switch (target.kind) {
    case "collection":
      return `New version of ${baseName(target.address)}`;
    case "type":
      return `New ${target.type} collection`;
    case "sheet":
      return "Add to this version";
    case "denied":
      return target.reason;
    default:
      return "Log a version…";
  }
}

/** The sheet that a target asks for. */
export function targetWish(target: DropTarget, place: Place): LogWish {
  const address = addressFromPath(place.pathname);
  const project = address?.project === undefined ? {} : { project: `${address.entity}/${address.project}` };
  if (target.kind === "collection") return { collection: target.address };
  return target.kind === "type" ? { ...project, type: target.type } : project;
}
