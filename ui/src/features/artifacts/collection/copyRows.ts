/** Text of versions for the clipboard. */
import type { VersionRow } from "@/api";
import { formatBytes, formatBytesDelta } from "@/lib/format";
import { formatAbsolute } from "@/lib/time";
import { describeTtl } from "./ttl";

export type CopyFormat = "reference" | "csv" | "json" | "markdown" | "digest";

/** A row with the keys of the metadata that it was asked for, in the order of its values. */
export interface Row extends VersionRow {
  keys: readonly string[];
}

/** The columns that text is made of: ids as in the table. */
export type TextColumn = string;

/** JSON text of a metadata value of the row, or null. */
export function metadataOf(row: Row, key: string): string | null {
  return row.metadata[row.keys.indexOf(key)] ?? null;
}

/** `project/name:v3`; the entity stays when it isn't the default one, so that the reference means the same when pasted. */
export function referenceOf(address: string, defaultEntity: string | undefined): string {
  const at = address.indexOf("/");
  return defaultEntity !== undefined && address.slice(0, at) === defaultEntity ? address.slice(at + 1) : address;
}

/** What a metadata value looks like without JSON's quotes. */
export function plainValue(json: string | null): string {
  if (json === null) return "";
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "string" ? value : json;
  } catch {
    return json;
  }
}

export function formatRows(format: CopyFormat, rows: readonly Row[], columns: readonly TextColumn[], defaultEntity?: string): string {
  switch (format) {
    case "reference":
      return rows.map(({ address }) => referenceOf(address, defaultEntity)).join("\n");
    case "digest":
      return rows.map(({ digest }) => digest).join("\n");
    case "json":
      return JSON.stringify(rows.map((row) => toObject(row, defaultEntity)), null, 2);
    case "csv":
      return [["reference", ...columns.flatMap(csvTitles)], ...rows.map((row) => [referenceOf(row.address, defaultEntity), ...columns.flatMap((column) => csvValues(row, column))])].map((line) => line.map(csvCell).join(",")).join("\r\n");
    case "markdown":
      return markdownTable([columns.map(titleOf), ...rows.map((row) => columns.map((column) => shownValue(row, column)))]);
  }
}

function toObject(row: Row, defaultEntity?: string) {
  const { index, state, digest, aliases, tags, created_at, size, change, files, expires_at } = row;
  return {
    reference: referenceOf(row.address, defaultEntity),
    version: `v${index}`,
    state,
    aliases: aliases.map(({ name }) => name),
    tags,
    created: iso(created_at),
    size,
    change,
    files,
    expires: iso(expires_at),
    digest,
    ...(row.keys.length > 0 ? { metadata: Object.fromEntries(row.keys.map((key) => [key, parsed(metadataOf(row, key))])) } : {}),
  };
}

function parsed(json: string | null): unknown {
  try {
    return json === null ? null : JSON.parse(json);
  } catch {
    return json;
  }
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

const TITLES: Record<string, string> = { index: "version", labels: "aliases and tags", created: "created", size: "size", change: "change", files: "files", ttl: "ttl remaining", digest: "digest" };

function titleOf(column: TextColumn): string {
  return TITLES[column] ?? column.replace(/^meta\./, "");
}

function csvTitles(column: TextColumn): string[] {
  if (column === "labels") return ["aliases", "tags"];
  return [column === "ttl" ? "expires" : titleOf(column)];
}

/** Plain values: bytes, ISO times, so that other programs can calculate with them. */
function csvValues(row: Row, column: TextColumn): string[] {
  switch (column) {
    case "index":
      return [`v${row.index}`];
    case "labels":
      return [row.aliases.map(({ name }) => name).join(" "), row.tags.join(" ")];
    case "created":
      return [iso(row.created_at) ?? ""];
    case "size":
    case "files":
      return [String(row[column])];
    case "change":
      return [row.change === null ? "" : String(row.change)];
    case "ttl":
      return [iso(row.expires_at) ?? ""];
    case "digest":
      return [row.digest];
    default:
      return [plainValue(metadataOf(row, column.replace(/^meta\./, "")))];
  }
}

function shownValue(row: Row, column: TextColumn): string {
  switch (column) {
    case "labels":
      return [...row.aliases.map(({ name }) => name), ...row.tags.map((tag) => `#${tag}`)].join(", ");
    case "created":
      return formatAbsolute(row.created_at);
    case "size":
      return formatBytes(row.size);
    case "change":
      return row.change === null ? "" : formatBytesDelta(row.change);
    case "ttl":
      return describeTtl(row).text;
    default:
      return csvValues(row, column).join(" ");
  }
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function markdownTable([head = [], ...lines]: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`).replaceAll(/\s+/g, " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...lines.map(line)].join("\n");
}
