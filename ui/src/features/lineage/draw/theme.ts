/** Colours and fonts of the canvas, read from the tokens: the canvas knows no `var()`. */

export interface Theme {
  /** Changes whenever a colour does. */
  id: string;
  paper: string;
  card: string;
  text: string;
  dim: string;
  faint: string;
  line: string;
  border: string;
  grid: string;
  accent: string;
  accentSoft: string;
  danger: string;
  run: string;
  hues: Record<string, string>;
  font: string;
  isForced: boolean;
}

const TOKENS = { paper: "--n1", card: "--n1", text: "--n12", dim: "--n10", faint: "--n9", line: "--n7", border: "--n7", grid: "--n5", accent: "--accent", accentSoft: "--accent-soft", danger: "--danger", run: "--type-4" } as const;
/** Colours that lenses name, as style sheets write them. */
export const HUES: Record<string, string> = {
  none: "var(--n7)",
  danger: "var(--danger)",
  warning: "var(--warning)",
  ...Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`type-${at + 1}`, `var(--type-${at + 1})`])),
  ...Object.fromEntries([22, 42, 62, 82, 100].map((part, at) => [`heat-${at + 1}`, `color-mix(in srgb, var(--accent) ${part}%, var(--n4))`])),
};
/** Forced colours leave the person's own ones only. */
const FORCED: Partial<Record<keyof typeof TOKENS, string>> = { paper: "Canvas", card: "Canvas", text: "CanvasText", dim: "CanvasText", faint: "GrayText", line: "CanvasText", border: "CanvasText", grid: "Canvas", accent: "Highlight", accentSoft: "Canvas", danger: "LinkText", run: "CanvasText" };

const DARK = "(prefers-color-scheme: dark)";
const FORCED_QUERY = "(forced-colors: active)";

/** Reads what the tokens are now; `scheme` reads the other theme's, for exports. */
export function readTheme(host: HTMLElement = document.body, scheme?: "light" | "dark"): Theme {
  const probe = document.createElement("span");
  probe.hidden = true;
  if (scheme) probe.style.colorScheme = scheme;
  host.append(probe);
  const isForced = scheme === undefined && matches(FORCED_QUERY);
  const read = (value: string) => {
    probe.style.color = "";
    probe.style.color = value;
    return getComputedStyle(probe).color || "gray";
  };
  const colours = Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, read((isForced && FORCED[name as keyof typeof TOKENS]) || `var(${token})`)])) as Record<keyof typeof TOKENS, string>;
  const hues = Object.fromEntries(Object.entries(HUES).map(([name, value]) => [name, read(isForced ? "CanvasText" : value)]));
  const font = getComputedStyle(host).fontFamily || "sans-serif";
  probe.remove();
  return { ...colours, hues, font, isForced, id: [...Object.values(colours), ...Object.values(hues)].join() };
}

/** Calls when the theme may have changed: by the person, the system, or at night. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const queries = [DARK, FORCED_QUERY].map((query) => globalThis.matchMedia?.(query)).filter((query) => query !== undefined);
  for (const query of queries) query.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener("change", listener);
  };
}

export function matches(query: string): boolean {
  return globalThis.matchMedia?.(query).matches ?? false;
}

export function wantsLessMotion(): boolean {
  return matches("(prefers-reduced-motion: reduce)");
}
