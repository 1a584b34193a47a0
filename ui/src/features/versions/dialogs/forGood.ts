/** What asks for more than a click before it goes for good. */
import type { RetentionPlan } from "@/api";

const LARGE_BYTES = 1024 ** 3;
const MANY = 100;

/** Whether the name must be typed first. */
export function needsName(versions: number, bytes: number): boolean {
  return versions > MANY || bytes > LARGE_BYTES;
}

/** The one collection that what goes is of; null when of several, or when a plan doesn't list all of it. */
export function homeOf({ rows, versions }: Pick<RetentionPlan, "rows" | "versions">): string | null {
  const going = rows.filter(({ goes }) => goes);
  const homes = new Set(going.map(({ address }) => address.slice(0, address.lastIndexOf(":"))));
  const [home] = homes;
  return going.length === versions && homes.size === 1 && home !== undefined ? home : null;
}
