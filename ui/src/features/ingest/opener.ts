import { isAllowed } from "@/api";
import { createOpener } from "@/lib/opener";
import type { LogWish } from "./draft";

export const logOpener = createOpener<LogWish>();

/** Opens the sheet that logs a version; `IngestHost` draws it. Without paths it asks for them first. */
export function openLogSheet(wish: LogWish = {}): void {
  if (isAllowed("log.start")) logOpener.open(wish);
}
