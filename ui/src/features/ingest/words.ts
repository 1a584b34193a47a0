/** Rules for what people type into the log sheet, so that a mistake is told at once; the engine checks all of it again. */
import type { LogPlan, Skipped } from "@/api";
import { plural, formatBytes } from "@/lib/format";

const NAME = /^[A-Za-z0-9._-]+$/;
const TAG = /^[\p{L}\p{N}_-]+( [\p{L}\p{N}_-]+)*$/u;

export function nameProblem(name: string): string | null {
  if (name === "") return "A name is needed";
  if (name.length > 128) return `A name has at most 128 characters, this one ${name.length}`;
  return NAME.test(name) ? null : "Letters, digits, “_”, “-” and “.” only";
}

export function typeProblem(type: string, name: string): string | null {
  if (type === "") return "A type is needed";
  if (type.length > 128) return `A type has at most 128 characters, this one ${type.length}`;
  if (/[/:]/.test(type)) return "A type can't contain “/” or “:”";
  const isReserved = type.startsWith("wandb-") || type === "job" || (type === "run_table" && name.startsWith("run-")) || (type === "code" && name.startsWith("source-"));
  return isReserved ? "That type is reserved for what runs make by themselves" : null;
}

export function aliasProblem(alias: string): string | null {
  if (/^v\d+$/.test(alias)) return `${alias} is reserved for indexes`;
  if (/[/:]/.test(alias)) return "An alias can't contain “/” or “:”";
  return alias === "latest" ? "latest is set by itself" : null;
}

export function tagProblem(tag: string): string | null {
  return TAG.test(tag) ? null : "Words of letters, digits, “_” and “-”, with single spaces between";
}

/** What is wrong with metadata as typed, or null; empty text is no metadata. */
export function metadataProblem(text: string): string | null {
  if (text.trim() === "") return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "Metadata is a JSON object, such as {\"epochs\": 10}";
    const keys = Object.keys(value).length;
    return keys > 100 ? `At most 100 keys at the top, these are ${keys}` : null;
  } catch (error) {
    return `Not valid JSON: ${error instanceof Error ? error.message : "it can't be read"}`;
  }
}

const TTL = /^([1-9]\d{0,5})\s*([hdw])$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SECONDS = { h: 3600, d: 86_400, w: 604_800 };

export function ttlProblem(text: string): string | null {
  return TTL.test(text) || (DAY.test(text) && !Number.isNaN(Date.parse(text))) ? null : "Like 30d, 12h, 2w, or a day such as 2027-12-31";
}

/** When a version made now would expire, in milliseconds; null for never or unknown. */
export function expiry(ttl: string, defaultSeconds: number | null, now = Date.now()): number | null {
  if (ttl === "inherit") return defaultSeconds === null ? null : now + defaultSeconds * 1000;
  const [, count, unit] = TTL.exec(ttl) ?? [];
  if (count !== undefined) return now + Number(count) * SECONDS[unit as keyof typeof SECONDS] * 1000;
  return DAY.test(ttl) ? Date.parse(ttl) : null;
}

const REASONS: Record<string, [one: string, many: string]> = {
  ignored: ["matches an ignore rule", "match an ignore rule"],
  fifo: ["is a pipe", "are pipes"],
  socket: ["is a socket", "are sockets"],
  device: ["is a device", "are devices"],
  "dangling-link": ["is a link to nothing", "are links to nothing"],
  "link-loop": ["is a link in a circle", "are links in a circle"],
  link: ["is a symbolic link", "are symbolic links"],
  unreadable: ["can't be read", "can't be read"],
  "not-utf8": ["has a name that isn't UTF-8", "have names that aren't UTF-8"],
};

/** "2 match an ignore rule, 1 is a socket". */
export function skippedWords(skipped: readonly Skipped[], count: number): string {
  const byReason = new Map<string, number>();
  for (const { reason } of skipped) byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  const parts = [...byReason].map(([reason, many]) => `${many} ${REASONS[reason]?.[many === 1 ? 0 : 1] ?? reason}`);
  return count > skipped.length ? `${parts.join(", ")}, and ${plural(count - skipped.length, "more", "more")}` : parts.join(", ");
}

/** "1 symlink leaves the folder (18 KiB)". */
export function outsideWords({ outside_links: links, outside_bytes: bytes }: LogPlan): string | null {
  if (links === 0) return null;
  return `${plural(links, "symlink")} ${links === 1 ? "leaves" : "leave"} the folder (${formatBytes(bytes)})`;
}

/** Paths that a clipboard or a drop holds: absolute ones and `file://` addresses, one a line. Empty when the text is something else. */
export function pathsIn(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  const paths = lines.map(toPath);
  return lines.length <= 1000 && paths.every((path) => path !== null) ? paths : [];
}

function toPath(line: string): string | null {
  const quoted = /^(["'])(.*)\1$/.exec(line)?.[2] ?? line;
  if (quoted.startsWith("file://")) {
    try {
      const path = decodeURIComponent(new URL(quoted).pathname);
      return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path;
    } catch {
      return null;
    }
  }
  return /^(\/|~\/|[A-Za-z]:[\\/]|\\\\)/.test(quoted) && quoted.length < 4096 ? quoted : null;
}

/** Last part of a path; a folder's own name. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== "") ?? path;
}
