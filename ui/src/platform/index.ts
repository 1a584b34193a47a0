import type { Platform } from "./types";

export type { DropEvent, Platform, Unsubscribe } from "./types";

let current: Platform | undefined;

/** The platform chosen at start. */
export function getPlatform(): Platform {
  if (!current) throw new Error("The platform is used before it was chosen");
  return current;
}

export function setPlatform(platform: Platform): void {
  current = platform;
}

/** The shell's when the page runs in it, else the server's. Only the one that is needed is loaded. */
export async function choosePlatform(): Promise<Platform> {
  const isTauri = "__TAURI_INTERNALS__" in window;
  const platform = isTauri ? (await import("./tauri")).createTauriPlatform() : (await import("./http")).createHttpPlatform();
  setPlatform(platform);
  return platform;
}
