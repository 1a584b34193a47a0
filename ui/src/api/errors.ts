/** The one table from error codes to what people see. The message of an error names the item; here are its weight and words around it. */
import type { ApiError } from "./bindings";
import { CommandError, wireError } from "./client";

export type Severity = "info" | "warning" | "error";
/** What the window offers beside the words. */
export type ErrorAction = "retry" | "refresh" | "trash" | "open-store" | "check-store" | "none";

export interface ErrorWords {
  /** How loud: `info` for what the person did on purpose, `warning` for what they can mend at once. */
  severity: Severity;
  title: string;
  action: ErrorAction;
  /** The whole window is about it. */
  isStoreLevel?: boolean;
}

const TABLE: Record<string, ErrorWords> = {
  // Input: the field or the dialog shows it in place.
  "name-invalid": { severity: "warning", title: "That name isn't allowed", action: "none" },
  "alias-invalid": { severity: "warning", title: "That alias isn't allowed", action: "none" },
  "tag-invalid": { severity: "warning", title: "That tag isn't allowed", action: "none" },
  "address-invalid": { severity: "warning", title: "That address can't be read", action: "none" },
  "metadata-invalid": { severity: "warning", title: "That metadata isn't allowed", action: "none" },
  "ttl-invalid": { severity: "warning", title: "That TTL isn't allowed", action: "none" },
  "ttl-not-allowed": { severity: "warning", title: "This version has no TTL", action: "none" },
  "path-invalid": { severity: "warning", title: "That path isn't allowed", action: "none" },
  "path-clash": { severity: "warning", title: "Two files would get the same path", action: "none" },
  "manifest-invalid": { severity: "error", title: "The manifest can't be read", action: "none" },
  "query-invalid": { severity: "warning", title: "The query can't be read", action: "none" },
  "filter-invalid": { severity: "warning", title: "The filter can't be read", action: "none" },
  "request-invalid": { severity: "error", title: "That isn't possible", action: "none" },
  "type-reserved": { severity: "warning", title: "That type is reserved", action: "none" },
  "type-mismatch": { severity: "warning", title: "The types differ", action: "none" },

  // State.
  "not-found": { severity: "warning", title: "Not found", action: "refresh" },
  deleted: { severity: "warning", title: "It is in the trash", action: "trash" },
  purged: { severity: "warning", title: "Its bytes are gone for good", action: "none" },
  exists: { severity: "warning", title: "That name is taken", action: "none" },
  "has-aliases": { severity: "warning", title: "The version has aliases", action: "none" },
  "alias-protected": { severity: "warning", title: "A registry protects that alias", action: "none" },
  linked: { severity: "warning", title: "The version is linked", action: "none" },
  "undo-blocked": { severity: "warning", title: "That can't be taken back now", action: "none" },
  "nothing-to-undo": { severity: "info", title: "There is nothing to undo", action: "none" },
  "plan-stale": { severity: "warning", title: "Something changed meanwhile", action: "retry" },
  "consent-needed": { severity: "warning", title: "This waits for your consent", action: "none" },
  forbidden: { severity: "warning", title: "Your role doesn't allow that", action: "none" },
  // Not an error to the one who pressed Cancel.
  cancelled: { severity: "info", title: "Cancelled", action: "none" },

  // Files.
  "source-missing": { severity: "warning", title: "A file isn't there", action: "retry" },
  "source-unreadable": { severity: "warning", title: "A file can't be read", action: "retry" },
  "source-changed": { severity: "warning", title: "A file changed while it was read", action: "retry" },
  "source-link": { severity: "warning", title: "A symbolic link was found", action: "none" },
  "source-is-store": { severity: "warning", title: "The store can't hold itself", action: "none" },
  "target-exists": { severity: "warning", title: "Files would be overwritten", action: "none" },
  "target-invalid": { severity: "warning", title: "The target can't be written", action: "retry" },
  "target-collision": { severity: "warning", title: "Two paths would become one", action: "none" },

  // Store: each has its own screen.
  "store-missing": { severity: "error", title: "The store isn't there", action: "open-store", isStoreLevel: true },
  "store-invalid": { severity: "error", title: "That folder isn't a store", action: "open-store", isStoreLevel: true },
  "store-locked": { severity: "error", title: "Another program uses the store", action: "retry", isStoreLevel: true },
  "store-newer": { severity: "error", title: "The store is newer than this Cairn", action: "open-store", isStoreLevel: true },
  "store-read-only": { severity: "warning", title: "The store can't be written", action: "none" },
  "store-damaged": { severity: "error", title: "The store's database is damaged", action: "open-store", isStoreLevel: true },
  "store-moved": { severity: "error", title: "The store was moved or removed", action: "open-store", isStoreLevel: true },
  "blob-damaged": { severity: "error", title: "Stored bytes are damaged", action: "check-store" },
  "disk-full": { severity: "error", title: "The disk is full", action: "retry" },
  io: { severity: "error", title: "The system refused", action: "retry" },
  internal: { severity: "error", title: "Cairn made a mistake", action: "retry" },

  // Hosts.
  unsupported: { severity: "warning", title: "Not possible here", action: "none" },
  unauthorized: { severity: "error", title: "Not signed in", action: "none" },
  "preview-failed": { severity: "warning", title: "The file can't be shown", action: "none" },
  "command-unknown": { severity: "error", title: "The window and the engine don't fit together", action: "none" },
  "server-unreachable": { severity: "error", title: "The server doesn't answer", action: "retry" },
};

/** Hints in place of those that speak of the command line; other codes have none then. */
const WINDOW_HINTS: Record<string, string> = {
  "path-invalid": "Mend it or leave it out, or set that such files are left out.",
  "has-aliases": "Tick that they may go too, or move them first.",
  "consent-needed": "Look at the plan, then tick that you have.",
  "source-unreadable": "Mend it or leave it out, or set that files that can't be read are left out.",
  "store-damaged": "Check the store in the settings to see which versions need it.",
  "preview-failed": "Install Cairn again; the program comes with it.",
};
/** `cairnctl serve` stays: who meets that hint has started it. */
const COMMAND_LINE = /cairnctl (?!serve)|(?:^|[\s(])--[a-z]|\bCAIRN_[A-Z]|\bcargo /;

/** What to do about an error, in words for a person at the window. */
export function windowHint({ code, hint }: Pick<ApiError, "code" | "hint">): string | null {
  return hint !== null && COMMAND_LINE.test(hint) ? (WINDOW_HINTS[code] ?? null) : hint;
}

const UNKNOWN: ErrorWords = { severity: "error", title: "That didn't work", action: "retry" };

export interface DescribedError extends ErrorWords {
  code: string;
  /** What exactly, naming the item. */
  message: string;
  /** What to do. */
  hint: string | null;
}

export function describeError(error: unknown): DescribedError {
  const { code, message, hint } = wireError(error);
  return { ...(TABLE[code] ?? UNKNOWN), code, message, hint: windowHint({ code, hint }) };
}

/** What exactly and what to do, as sentences. */
export function errorText({ title, message, hint }: Pick<DescribedError, "message" | "hint"> & { title?: string }): string {
  const parts = [message || title, hint].filter((part) => part !== null && part !== undefined && part !== "");
  return parts.length === 1 ? String(parts[0]) : parts.map((part) => (/[.!?…]$/.test(String(part)) ? part : `${part}.`)).join(" ");
}

/** Codes that the table knows; a test holds it against the engine's list. */
export const KNOWN_CODES: readonly string[] = Object.keys(TABLE);

/** Text for *Copy details*: what failed and where it ran, without paths of the person beyond what the message itself names. */
export function errorDetails(error: unknown, version = "unknown"): string {
  const { code, message } = describeError(error);
  const { command, hint } = error instanceof CommandError ? error : { command: "none", hint: null };
  return [`Cairn ${version}`, `code: ${code}`, `command: ${command}`, `message: ${message}`, `hint: ${hint ?? "none"}`, `web view: ${navigator.userAgent}`, `time: ${new Date().toISOString()}`].join("\n");
}
