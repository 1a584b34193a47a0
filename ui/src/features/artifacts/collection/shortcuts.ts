/** Keys of window commands as a menu of this feature shows them, after the person's own changes. */
import { isMac, showCombo } from "@/lib/keys";
import { readKept } from "@/lib/persist";
import type { VersionAction } from "./versionActions";

const KEYS: Record<string, string> = {
  "selection.aliases": "A",
  "selection.tags": "T",
  "selection.ttl": "X",
  "selection.compare": "C",
  "selection.rename": "F2",
  "selection.export": "Mod+E",
  "selection.copyReference": "Mod+C",
  "selection.copyDigest": "Mod+Shift+C",
  "selection.delete": isMac ? "Mod+Backspace" : "Del",
};

export function shortcutOf({ command, keys }: Pick<VersionAction, "command" | "keys">): string | undefined {
  const own = command === undefined ? undefined : readKept<Record<string, readonly string[]>>("shortcuts", {})[command];
  const combo = own ? own[0] : (keys ?? KEYS[command ?? ""]);
  return combo === undefined ? undefined : showCombo(combo);
}
