/**
 * What the person may not do, with the reason: the engine's own list for this session (`session.show`), kept here for
 * controls, menus and the command list alike. `app/useSession` keeps it up to date; the engine refuses in any case.
 */
import { useSyncExternalStore } from "react";
import { COMMANDS, type CommandName, type Session } from "@/api/bindings";

/** One command, or several of which each is needed. */
export type Needs = CommandName | readonly CommandName[];

let refused: ReadonlyMap<string, string> = new Map();
let role = "admin";
const listeners = new Set<() => void>();

export function setRefusals(session: Pick<Session, "role" | "refused"> | undefined): void {
  refused = new Map(session?.refused.map(({ command, reason }) => [command, reason]));
  role = session?.role ?? "admin";
  for (const listener of listeners) listener();
}

function refusedOf(needs: Needs | undefined): CommandName | undefined {
  if (needs === undefined || refused.size === 0) return undefined;
  return (typeof needs === "string" ? [needs] : needs).find((name) => refused.has(name));
}

/** Why it would be refused, as a sentence; null when it wouldn't. */
export function refusalOf(needs: Needs | undefined): string | null {
  const name = refusedOf(needs);
  return name === undefined ? null : (refused.get(name) ?? null);
}

/** The same in two or three words, for menus, where the sentence would stand on every line. */
export function refusalNote(needs: Needs | undefined): string | undefined {
  const name = refusedOf(needs);
  if (name === undefined) return undefined;
  const { here, role: least } = COMMANDS[name];
  if (here) return "only at the machine";
  return least === "admin" || role === "member" ? "for administrators" : "for members";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Why a control that calls these commands is disabled; null when it isn't. */
export function useRefusal(needs: Needs | undefined): string | null {
  return useSyncExternalStore(subscribe, () => refusalOf(needs));
}

/** Renders again when what is refused changes; for lists of many commands. */
export function useRefusals(): unknown {
  return useSyncExternalStore(subscribe, () => refused);
}
