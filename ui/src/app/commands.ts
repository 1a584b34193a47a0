/** The one list of UI commands. The menu, the palette, the shortcuts dialog and the keys all come from it. */
import { redo, undo } from "@/api";
import { getAppearance, setAppearance, stepZoom, type Theme } from "@/lib/appearance";
import { handlerTitle, hasHandler, runHandler } from "@/lib/commands";
import { isMac } from "@/lib/keys";
import { readKept } from "@/lib/persist";
import { refusalOf, type Needs } from "@/lib/refusal";
import { getPlatform } from "@/platform";
import { chooseStore } from "./openStore";
import { getShell } from "./shellState";

export type Group = "File" | "Edit" | "View" | "Go" | "Selection" | "Lineage" | "Help";

export interface UiCommand {
  id: string;
  title: string;
  group: Group;
  /** Default keys, the first one is shown; `Mod` is Ctrl or ⌘. A single letter works only while a list has the focus. */
  keys: readonly string[];
  /** Missing: it is carried out by whatever view offers a handler for the id. */
  run?: () => void;
  /** Missing: always, or while a handler is offered. */
  when?: () => boolean;
  /** A switch: its state. */
  isOn?: () => boolean;
  /** Works while a text field has the focus, too. */
  inText?: boolean;
  /** Starts a new block in the menu. */
  isFirst?: boolean;
  /** Commands of the engine that it leads to: it is disabled, with the reason, for who may not call them. */
  needs?: Needs;
}

const mac = (onMac: string, elsewhere: string) => (isMac ? onMac : elsewhere);
const shell = () => getShell();
const command = (group: Group, id: string, title: string, keys: readonly string[] | string, rest: Partial<UiCommand> = {}): UiCommand => ({
  id,
  title,
  group,
  keys: typeof keys === "string" ? (keys === "" ? [] : [keys]) : keys,
  ...rest,
});

const theme = (value: Theme, title: string) => command("View", `view.theme.${value}`, title, "", { isFirst: value === "system", run: () => setAppearance({ theme: value }), isOn: () => getAppearance().theme === value });

const FILE: UiCommand[] = [
  command("File", "log.new", "Log version…", "Mod+N", { inText: true, needs: "log.start" }),
  command("File", "log.files", "Log files…", "", { needs: "log.start" }),
  command("File", "log.folder", "Log a folder…", "", { needs: "log.start" }),
  command("File", "store.open", "Open store…", "Mod+O", { isFirst: true, inText: true, needs: "store.open", run: () => void chooseStore(), when: () => shell().canOpenStore }),
  command("File", "rules.open", "Retention rules…", "", { isFirst: true }),
  command("File", "storage.collect", "Collect now…", "", { needs: "collect.start" }),
  command("File", "go.settings", "Settings", "Mod+,", { inText: true, run: () => shell().go("/-/settings") }),
  command("File", "window.close", "Close window", ["Mod+W", "Mod+Q"], { inText: true, run: () => getPlatform().window.close(), when: () => getPlatform().isDesktop }),
];

const EDIT: UiCommand[] = [
  command("Edit", "edit.undo", "Undo", "Mod+Z", { needs: "history.undo", run: () => void undo(), when: () => shell().canUndo }),
  command("Edit", "edit.redo", "Redo", ["Mod+Shift+Z", "Mod+Y"], { needs: "history.redo", run: () => void redo(), when: () => shell().canRedo }),
  command("Edit", "view.filter", "Filter this view", "Mod+F", { isFirst: true, inText: true }),
];

const VIEW: UiCommand[] = [
  command("View", "view.palette", "Search or type a command…", "Mod+K", { inText: true, run: () => shell().openPalette("all") }),
  command("View", "view.commands", "Run a command…", "Mod+Shift+P", { inText: true, run: () => shell().openPalette("commands") }),
  command("View", "view.sidebar", "Sidebar", "F9", { isFirst: true, inText: true, run: () => shell().toggleSidebar(), isOn: () => shell().isSidebarShown }),
  command("View", "view.inspector", "Inspector", "Mod+I", { inText: true, run: () => shell().toggleInspector(), isOn: () => shell().isInspectorShown, when: () => shell().hasInspector }),
  command("View", "view.nextPane", "Next pane", "F6", { inText: true, run: () => shell().cyclePane(1) }),
  command("View", "view.previousPane", "Previous pane", "Shift+F6", { inText: true, run: () => shell().cyclePane(-1) }),
  command("View", "view.zoomIn", "Larger text", ["Mod+Plus", "Mod+Equal"], { isFirst: true, inText: true, run: () => stepZoom(1) }),
  command("View", "view.zoomOut", "Smaller text", "Mod+Minus", { inText: true, run: () => stepZoom(-1) }),
  command("View", "view.zoomReset", "Text at 100 %", "Mod+0", { inText: true, run: () => stepZoom(0) }),
  theme("system", "Theme as the system"),
  theme("light", "Light theme"),
  theme("dark", "Dark theme"),
  command("View", "view.fullscreen", "Full screen", mac("Ctrl+Mod+F", "F11"), { isFirst: true, inText: true, run: () => getPlatform().window.toggleFullscreen() }),
  command("View", "view.refresh", "Refresh", "F5", { isFirst: true, inText: true, run: () => void (runHandler("view.refresh") || shell().refresh()), when: () => true }),
  ...["First", "Second", "Third", "Fourth", "Fifth", "Sixth"].map((place, at) => command("View", `view.tab${at + 1}`, `${place} tab of the page`, `Mod+${at + 1}`, { inText: true, isFirst: at === 0 })),
];

const GO: UiCommand[] = [
  command("Go", "go.back", "Back", mac("Mod+[", "Alt+Left"), { inText: true, run: () => shell().back(), when: () => shell().canGoBack }),
  command("Go", "go.forward", "Forward", mac("Mod+]", "Alt+Right"), { inText: true, run: () => shell().forward(), when: () => shell().canGoForward }),
  command("Go", "go.parent", "Enclosing place", mac("Mod+Up", "Alt+Up"), { run: () => void (runHandler("go.parent") || shell().goParent()), when: () => hasHandler("go.parent") || shell().hasParent }),
  command("Go", "go.artifact", "Go to artifact or alias…", "Mod+P", { isFirst: true, inText: true, run: () => shell().openPalette("places") }),
  command("Go", "go.search", "Search everything…", "Mod+Shift+F", { inText: true, run: () => shell().openPalette("places") }),
  command("Go", "go.address", "Edit address", "Mod+L", { inText: true, run: () => shell().editAddress() }),
  command("Go", "go.lineage", "Lineage of the project", "", { isFirst: true, run: () => shell().go("/-/lineage") }),
  command("Go", "go.runs", "Runs", "", { run: () => shell().go("/-/runs") }),
  command("Go", "go.history", "History", "", { isFirst: true, run: () => shell().go("/-/history") }),
  command("Go", "go.storage", "Storage", "", { run: () => shell().go("/-/storage") }),
  command("Go", "go.trash", "Trash", "", { run: () => shell().go("/-/trash") }),
  command("Go", "go.activity", "Activity", "", { run: () => shell().go("/-/activity") }),
];

const SELECTION: UiCommand[] = [
  command("Selection", "selection.rename", "Rename or describe…", "F2", { needs: "version.describe" }),
  command("Selection", "selection.aliases", "Edit aliases…", "A", { isFirst: true, needs: "alias.set" }),
  command("Selection", "selection.tags", "Edit tags…", "T", { needs: "tag.edit" }),
  command("Selection", "selection.ttl", "Set TTL…", "X", { needs: "ttl.set" }),
  command("Selection", "selection.compare", "Compare", "C", { isFirst: true }),
  command("Selection", "selection.lineage", "Show in lineage", "G"),
  command("Selection", "selection.export", "Export…", "Mod+E", { needs: "export.start" }),
  command("Selection", "selection.copyReference", "Copy reference", "Mod+C", { isFirst: true }),
  command("Selection", "selection.copyDigest", "Copy digest", "Mod+Shift+C"),
  command("Selection", "selection.copyLink", "Copy link", ""),
  command("Selection", "selection.delete", "Delete…", ["Del", mac("Mod+Backspace", "")].filter(Boolean), { isFirst: true, needs: "version.delete" }),
];

/** Letters and signs work only while the picture or its table has the focus. */
const LINEAGE: UiCommand[] = [
  command("Lineage", "lineage.query", "Query…", "/"),
  command("Lineage", "lineage.table", "Picture or table", "V"),
  command("Lineage", "lineage.refocus", "Refocus", ".", { isFirst: true }),
  command("Lineage", "lineage.fold", "Open or close what is folded", "E"),
  command("Lineage", "lineage.pin", "Pin", "P"),
  command("Lineage", "lineage.hide", "Hide", "H"),
  command("Lineage", "lineage.impact", "Show impact", ""),
  command("Lineage", "lineage.fit", "Fit everything", "0", { isFirst: true }),
  command("Lineage", "lineage.fitSelection", "Fit the selection", "F"),
  command("Lineage", "lineage.zoomIn", "Zoom in", ["Plus", "Equal"]),
  command("Lineage", "lineage.zoomOut", "Zoom out", "Minus"),
  command("Lineage", "lineage.previousFocus", "Previous focus", "[", { isFirst: true }),
  command("Lineage", "lineage.nextFocus", "Next focus", "]"),
];

const HELP: UiCommand[] = [
  command("Help", "help.shortcuts", "Keyboard shortcuts", ["Mod+?", "Mod+/", "F1"], { inText: true, run: () => shell().openShortcuts() }),
];

export const COMMAND_LIST: readonly UiCommand[] = [...FILE, ...EDIT, ...VIEW, ...GO, ...SELECTION, ...LINEAGE, ...HELP];
export const GROUPS: readonly Group[] = ["File", "Edit", "View", "Go", "Selection", "Lineage", "Help"];

/** What can't be done just now is disabled, not hidden. */
export function isEnabled(each: UiCommand): boolean {
  return isPossible(each) && refusalOf(each.needs) === null;
}

/** It could be done now, whoever asks. */
export function isPossible({ id, run, when }: UiCommand): boolean {
  if (when) return when();
  return run !== undefined || hasHandler(id);
}

/** What it is called in the view that would carry it out. */
export function titleOf({ id, title }: UiCommand): string {
  return handlerTitle(id) ?? title;
}

export function runCommand({ id, run }: UiCommand): void {
  if (run) run();
  else runHandler(id);
}

/** The user's own keys by command id; an empty list takes the keys away. */
export type KeyMap = Record<string, readonly string[]>;
export const KEYMAP = "shortcuts";
export const SINGLE_KEYS = "singleKeys";
export const NO_KEYMAP: KeyMap = {};

export function keysOf({ id, keys }: UiCommand, map: KeyMap = readKept(KEYMAP, NO_KEYMAP)): readonly string[] {
  return map[id] ?? keys;
}
