import { useEffect } from "react";
import { toast } from "@/components";
import { comboOf, isEditable } from "@/lib/keys";
import { readKept } from "@/lib/persist";
import { refusalOf } from "@/lib/refusal";
import { COMMAND_LIST, isPossible, KEYMAP, keysOf, NO_KEYMAP, runCommand, SINGLE_KEYS, type KeyMap, type UiCommand } from "./commands";
import { getShell } from "./shellState";

/** Keys of the whole window. What a focused control has used already doesn't come here. */
export function useCommandKeys(): void {
  useEffect(() => {
    const alone = { isAlt: false };
    const onKeyDown = (event: KeyboardEvent) => {
      alone.isAlt = event.key === "Alt" && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (event.defaultPrevented || isInOverlay()) return;
      if (event.key === "F10" && !event.shiftKey) {
        event.preventDefault();
        getShell().openMenu();
        return;
      }
      const combo = comboOf(event);
      const found = combo === null ? undefined : findCommand(combo, event.target);
      if (!found || !isPossible(found)) return;
      event.preventDefault();
      const refused = refusalOf(found.needs);
      if (refused === null) runCommand(found);
      else toast({ text: refused, key: "refused" });
    };
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key === "Alt" && alone.isAlt && !isInOverlay()) {
        event.preventDefault();
        getShell().openMenu();
      }
      alone.isAlt = false;
    };
    // Alt+Tab leaves the window with Alt down; coming back isn't asking for the menu.
    const onBlur = () => {
      alone.isAlt = false;
    };
    window.addEventListener("blur", onBlur);
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("keyup", onKeyUp);
    return () => {
      window.removeEventListener("blur", onBlur);
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("keyup", onKeyUp);
    };
  }, []);
}

/** A dialog or a menu has the keys for itself. */
function isInOverlay(): boolean {
  return document.activeElement?.closest("[role=dialog], [role=alertdialog], [role=menu]") != null;
}

export function findCommand(combo: string, target: EventTarget | null, map: KeyMap = readKept(KEYMAP, NO_KEYMAP)): UiCommand | undefined {
  const isText = isEditable(target);
  return COMMAND_LIST.find((command) => keysOf(command, map).includes(combo) && mayRun(command, combo, isText, target));
}

/** Signs that have a name, and are typed as a letter is. */
const SIGNS = new Set(["Plus", "Minus", "Equal"]);

/** Single letters work only with the focus in a list, and can be turned off (WCAG 2.1.4); text fields keep their own keys. */
function mayRun(command: UiCommand, combo: string, isText: boolean, target: EventTarget | null): boolean {
  if (isText) return command.inText ?? false;
  if (combo === "Mod+C" && (getSelection()?.toString() ?? "") !== "") return false;
  if (combo.length > 1 && !SIGNS.has(combo)) return true;
  return readKept(SINGLE_KEYS, true) && target instanceof Element && target.closest("[role=grid], [role=tree]") !== null;
}
