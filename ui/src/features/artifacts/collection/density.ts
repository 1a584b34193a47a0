/** Height of rows, kept per artifact type; without a choice of its own a type follows the window. */
import type { Density } from "@/lib/appearance";
import { useKept } from "@/lib/persist";

const ROW: Record<Density, number> = { compact: 28, normal: 32, comfortable: 40 };
const NONE: Density | null = null;

/** Row height at 100 % zoom (null: the window's), the choice, and how to change it. */
export function useDensity(type: string): [number | null, Density | null, (density: Density | null) => void] {
  const [density, setDensity] = useKept<Density | null>(`density.${type}`, NONE);
  return [density === null ? null : ROW[density], density, setDensity];
}
