import { Keyboard, Palette, type LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import { AppearanceSection } from "./AppearanceSection";
import { KeyboardSection } from "./KeyboardSection";

export interface Section {
  id: string;
  title: string;
  icon: LucideIcon;
  Component: ComponentType;
}

/** The sections in their order. */
export const SECTIONS: readonly Section[] = [
  { id: "appearance", title: "Appearance", icon: Palette, Component: AppearanceSection },
  { id: "keyboard", title: "Keyboard", icon: Keyboard, Component: KeyboardSection },
];
