import { Box, Brain, ChartColumn, Database, FileCode, FileText, Image, Package, Table2, type LucideIcon } from "lucide-react";
import { cx } from "@/lib/cx";
import styles from "./TypeIcon.module.css";

/** The types people know have a fixed icon and colour; any other keeps its own pair everywhere, chosen by its name. Step 4 belongs to runs. */
const KNOWN: Record<string, { icon: LucideIcon; colour: number }> = {
  dataset: { icon: Database, colour: 1 },
  model: { icon: Brain, colour: 2 },
  evaluation: { icon: ChartColumn, colour: 3 },
  code: { icon: FileCode, colour: 8 },
  config: { icon: FileText, colour: 8 },
  run_table: { icon: Table2, colour: 6 },
};
const OTHER_ICONS: readonly LucideIcon[] = [Box, Package, Image, Table2, FileText];
const OTHER_COLOURS = [5, 6, 7, 8] as const;

/** The step (1–8) of the type scale that a type is drawn in. */
export function typeColour(type: string): number {
  return KNOWN[type]?.colour ?? OTHER_COLOURS[hash(type) % OTHER_COLOURS.length] ?? 8;
}

function typeIcon(type: string): LucideIcon {
  return KNOWN[type]?.icon ?? OTHER_ICONS[hash(`${type}.`) % OTHER_ICONS.length] ?? Box;
}

/** FNV-1a, so that a type has the same colour in every window and session. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

export interface TypeIconProps {
  type: string;
  size?: "small" | "normal" | "large";
  className?: string;
}

/** The icon of an artifact type in its colour; always beside the name of what it stands for, so it is not spoken. */
export function TypeIcon({ type, size = "normal", className }: TypeIconProps) {
  const Icon = typeIcon(type);
  return <Icon aria-hidden="true" className={cx(styles["icon"], styles[size], className)} style={{ color: `var(--type-${typeColour(type)})` }} strokeWidth={1.6} />;
}
