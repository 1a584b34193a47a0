import { HardDrive, Info, Keyboard, KeyRound, Palette, Users, type LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import { AboutSection } from "./AboutSection";
import { AppearanceSection } from "./AppearanceSection";
import { KeyboardSection } from "./KeyboardSection";
import { KeysSection } from "./keys/KeysSection";
import { StoreSection } from "./StoreSection";
import { TeamSection } from "./team/TeamSection";

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
  { id: "store", title: "Store", icon: HardDrive, Component: StoreSection },
  { id: "team", title: "Team", icon: Users, Component: TeamSection },
  { id: "keys", title: "API keys", icon: KeyRound, Component: KeysSection },
  { id: "about", title: "About", icon: Info, Component: AboutSection },
];
