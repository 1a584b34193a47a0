import { createOpener } from "@/lib/opener";

export interface RulesWish {
  /** Address of a project or a collection; the place in view without it. */
  target?: string;
}

export const rulesOpener = createOpener<RulesWish>();

/** Opens the dialog of retention rules; `RulesHost`, mounted once in the window, draws it. Everybody may look, only administrators change. */
export function openRules(wish: RulesWish = {}): void {
  rulesOpener.open(wish);
}
