/** What the shell can do right now, for commands that run outside React. `Shell` keeps it up to date. */
export type PaletteMode = "all" | "commands" | "places";

export interface ShellState {
  go: (path: string) => void;
  back: () => void;
  forward: () => void;
  goParent: () => void;
  canGoBack: boolean;
  canGoForward: boolean;
  hasParent: boolean;
  canUndo: boolean;
  canOpenStore: boolean;
  canRedo: boolean;
  isSidebarShown: boolean;
  isInspectorShown: boolean;
  hasInspector: boolean;
  toggleSidebar: () => void;
  toggleInspector: () => void;
  cyclePane: (by: 1 | -1) => void;
  editAddress: () => void;
  openPalette: (mode: PaletteMode) => void;
  openShortcuts: () => void;
  openMenu: () => void;
  refresh: () => void;
}

const idle = () => undefined;
const NOTHING: ShellState = {
  go: idle,
  back: idle,
  forward: idle,
  goParent: idle,
  canGoBack: false,
  canGoForward: false,
  hasParent: false,
  canUndo: false,
  canOpenStore: false,
  canRedo: false,
  isSidebarShown: true,
  isInspectorShown: true,
  hasInspector: false,
  toggleSidebar: idle,
  toggleInspector: idle,
  cyclePane: idle,
  editAddress: idle,
  openPalette: idle,
  openShortcuts: idle,
  openMenu: idle,
  refresh: idle,
};

let state = NOTHING;

export function getShell(): ShellState {
  return state;
}

export function setShell(next: ShellState): void {
  state = next;
}
