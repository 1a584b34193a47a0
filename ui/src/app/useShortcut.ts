import { showCombo } from "@/lib/keys";
import { useKept } from "@/lib/persist";
import { COMMAND_LIST, KEYMAP, keysOf, NO_KEYMAP, type KeyMap } from "./commands";

/** The keys of a command as they are shown, after the user's changes. */
export function useShortcut(id: string): string | undefined {
  const [map] = useKept<KeyMap>(KEYMAP, NO_KEYMAP);
  const command = COMMAND_LIST.find((each) => each.id === id);
  const [first] = command ? keysOf(command, map) : [];
  return first === undefined ? undefined : showCombo(first);
}
