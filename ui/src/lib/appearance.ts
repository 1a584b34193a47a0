/** Theme, text zoom and density of the window: kept here, written on the root element, read by what must know sizes in pixels. */
import { useSyncExternalStore } from "react";
import { readKept, subscribeKept, writeKept } from "./persist";

export type Theme = "system" | "light" | "dark";
export type Density = "compact" | "normal" | "comfortable";
export interface Appearance {
  theme: Theme;
  density: Density;
  /** Text zoom, 0.8 to 2. */
  zoom: number;
}

const KEY = "appearance";
const DEFAULT: Appearance = { theme: "system", density: "normal", zoom: 1 };
const ROW: Record<Density, number> = { compact: 28, normal: 32, comfortable: 40 };
const ZOOM_STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

export function getAppearance(): Appearance {
  return readKept(KEY, DEFAULT);
}

export function setAppearance(change: Partial<Appearance>): void {
  const next = { ...getAppearance(), ...change };
  writeKept(KEY, { ...next, zoom: Math.min(2, Math.max(0.8, next.zoom)) });
  applyAppearance();
}

/** The next zoom step up (1) or down (−1); 0 goes back to 100 %. */
export function stepZoom(direction: -1 | 0 | 1): void {
  const { zoom } = getAppearance();
  const next = direction > 0 ? ZOOM_STEPS.find((step) => step > zoom + 0.001) : ZOOM_STEPS.findLast((step) => step < zoom - 0.001);
  setAppearance({ zoom: direction === 0 ? 1 : (next ?? zoom) });
}

/** Writes the choice on the root element. Called once before the first paint and after each change. */
export function applyAppearance(root: HTMLElement = document.documentElement): void {
  const { theme, density, zoom } = getAppearance();
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  root.dataset["density"] = density;
  root.style.setProperty("--zoom", String(zoom));
}

export function useAppearance(): Appearance {
  return useSyncExternalStore((listener) => subscribeKept(KEY, listener), getAppearance);
}

/** Height of one table row in CSS pixels, after density and zoom. */
export function useRowHeight(base?: number): number {
  const { density, zoom } = useAppearance();
  return Math.round((base ?? ROW[density]) * zoom);
}
