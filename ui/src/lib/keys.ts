/** Key combinations as text: "Mod+Shift+P". Mod is Ctrl, on macOS ⌘. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

interface KeyLike {
  key: string;
  code?: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const NAMES: Record<string, string> = { " ": "Space", ArrowUp: "Up", ArrowDown: "Down", ArrowLeft: "Left", ArrowRight: "Right", Escape: "Esc", Delete: "Del", "+": "Plus", "=": "Equal", "-": "Minus" };
const MODIFIERS = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph"]);

/** The combination of a key event, or null while only modifiers are down. */
export function comboOf(event: KeyLike): string | null {
  if (MODIFIERS.has(event.key) || event.key === "Dead") return null;
  const isMod = isMac ? event.metaKey : event.ctrlKey;
  const isOther = isMac ? event.ctrlKey : event.metaKey;
  const key = NAMES[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  // What Shift turned into another sign (Shift+/ is "?") names the sign alone.
  const isSign = event.key.length === 1 && !/[a-z0-9 ]/i.test(event.key);
  return [isMod && "Mod", isOther && (isMac ? "Ctrl" : "Super"), event.altKey && "Alt", event.shiftKey && !isSign && "Shift", key].filter(Boolean).join("+");
}

const SHOWN: Record<string, string> = isMac
  ? { Mod: "⌘", Alt: "⌥", Shift: "⇧", Up: "↑", Down: "↓", Left: "←", Right: "→", Plus: "+", Equal: "=", Minus: "−" }
  : { Mod: "Ctrl", Up: "↑", Down: "↓", Left: "←", Right: "→", Plus: "+", Equal: "=", Minus: "−" };

/** "Ctrl Shift P", on macOS "⌘⇧P". */
export function showCombo(combo: string): string {
  return combo
    .split("+")
    .map((part) => SHOWN[part] ?? part)
    .join(isMac ? "" : " ");
}

/** The key types text here, so single keys and text shortcuts belong to the field. */
export function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === "TEXTAREA") return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type);
}
