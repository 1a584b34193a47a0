/** Calls commands, typed by the generated bindings. */
import { getPlatform } from "@/platform";
import type { ApiError, CommandName, Commands } from "./bindings";

export type Request<K extends CommandName> = Commands[K]["request"];
export type Response<K extends CommandName> = Commands[K]["response"];

/** A command's refusal or failure, with its stable code. */
export class CommandError extends Error {
  override name = "CommandError";
  readonly code: string;
  readonly hint: string | null;
  readonly command: string;

  constructor(command: string, { code, message, hint }: ApiError) {
    super(message);
    this.command = command;
    this.code = code;
    this.hint = hint;
  }
}

let onForbidden = () => undefined as void;

/** What to do when the engine refuses although the window thought it wouldn't: the role has changed meanwhile. */
export function whenForbidden(work: () => void): void {
  onForbidden = work;
}

/** Calls one command; rejects with a `CommandError`. */
export async function call<K extends CommandName>(name: K, request: Request<K>, signal?: AbortSignal): Promise<Response<K>> {
  try {
    return (await getPlatform().rpc(name, request, signal)) as Response<K>;
  } catch (error) {
    const known = toCommandError(name, error);
    if (known instanceof CommandError && known.code === "forbidden") onForbidden();
    throw known;
  }
}

export function toCommandError(command: string, error: unknown): Error {
  if (error instanceof CommandError || (error instanceof Error && error.name === "AbortError")) return error;
  return new CommandError(command, wireError(error));
}

/** An error as it was sent, which is also how a host tells one outside of a command; anything else is a mistake of ours. */
export function wireError(error: unknown): ApiError {
  if (typeof error === "object" && error !== null && "code" in error && "message" in error) {
    const { code, message } = error;
    return { code: String(code), message: String(message), hint: "hint" in error && typeof error.hint === "string" ? error.hint : null };
  }
  return { code: "internal", message: error instanceof Error ? error.message : String(error), hint: null };
}
