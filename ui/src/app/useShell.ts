import { useEffect, useMemo, useRef, useState } from "react";
import { useLocation, useNavigate, useNavigationType } from "react-router";
import { invalidateAll, onEvent, useCommand } from "@/api";
import { announce } from "@/components";
import { addressFromPath, addressPath, parseAddress } from "@/lib/address";
import { useLatest } from "@/lib/latest";
import { useKept } from "@/lib/persist";
import { useSlots } from "@/lib/slots";
import { getPlatform } from "@/platform";
import { cyclePane } from "./panes";
import { setShell, type PaletteMode, type ShellState } from "./shellState";
import { useMedia } from "./useMedia";

export interface Shell extends ShellState {
  /** Changes with every step of the history. */
  place: string;
  isNarrow: boolean;
  isTiny: boolean;
  palette: PaletteMode | null;
  closePalette: () => void;
  isShortcutsOpen: boolean;
  closeShortcuts: () => void;
  isEditingAddress: boolean;
  stopEditingAddress: () => void;
  isMenuOpen: boolean;
  setMenuOpen: (isOpen: boolean) => void;
}

/** State of the shell, also handed to the command list. */
export function useShell(): Shell {
  const navigate = useNavigate();
  const location = useLocation();
  const isNarrow = useMedia("(max-width: 899.98px)");
  const isTiny = useMedia("(max-width: 599.98px)");
  const sidebar = usePane("sidebar", isTiny);
  const inspector = usePane("inspectorPane", isNarrow);
  const [palette, setPalette] = useState<PaletteMode | null>(null);
  const [isShortcutsOpen, setShortcutsOpen] = useState(false);
  const [isEditingAddress, setEditingAddress] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { data: history } = useCommand("history.state", {});
  const { data: host } = useCommand("host.info", {});
  const { hasInspector } = useSlots();
  const steps = useSteps();
  const parent = parentPath(location.pathname, location.search);
  useOpenEvents((path) => void navigate(path));

  const shell = useMemo<Shell>(
    () => ({
      isNarrow,
      isTiny,
      palette,
      closePalette: () => setPalette(null),
      isShortcutsOpen,
      closeShortcuts: () => setShortcutsOpen(false),
      isEditingAddress,
      stopEditingAddress: () => setEditingAddress(false),
      isMenuOpen,
      setMenuOpen,
      go: (path) => void navigate(path),
      back: () => void navigate(-1),
      forward: () => void navigate(1),
      goParent: () => parent !== null && void navigate(parent),
      ...steps,
      hasParent: parent !== null,
      canUndo: history?.undo != null,
      canOpenStore: host?.open_store ?? false,
      canRedo: history?.redo != null,
      isSidebarShown: sidebar.isShown,
      isInspectorShown: inspector.isShown,
      hasInspector: hasInspector > 0,
      toggleSidebar: sidebar.toggle,
      toggleInspector: inspector.toggle,
      cyclePane,
      editAddress: () => setEditingAddress(true),
      openPalette: setPalette,
      openShortcuts: () => setShortcutsOpen(true),
      openMenu: () => setMenuOpen(true),
      refresh: () => {
        invalidateAll();
        announce("Refreshed");
      },
    }),
    [hasInspector, history, host, inspector, isEditingAddress, isMenuOpen, isNarrow, isShortcutsOpen, isTiny, navigate, palette, parent, sidebar, steps],
  );
  useEffect(() => setShell(shell), [shell]);
  return shell;
}

/** Whether there is something behind and ahead; the router numbers its entries in the browser's history. */
function useSteps() {
  const { key } = useLocation();
  const type = useNavigationType();
  const furthest = useRef(0);
  return useMemo(() => {
    const at = Number((globalThis.history.state as { idx?: number } | null)?.idx ?? 0);
    furthest.current = type === "PUSH" ? at : Math.max(furthest.current, at);
    return { canGoBack: at > 0, canGoForward: at < furthest.current, place: key };
  }, [key, type]);
}

/** A pane's visibility: kept beside the content; as a sheet it starts closed and is not kept. */
function usePane(id: string, isSheet: boolean) {
  const [isKept, setKept] = useKept(`shown.${id}`, true);
  const [isSheetOpen, setSheetOpen] = useState(false);
  return useMemo(
    () => ({
      isShown: isSheet ? isSheetOpen : isKept,
      toggle: () => (isSheet ? setSheetOpen(!isSheetOpen) : setKept(!isKept)),
    }),
    [isKept, isSheet, isSheetOpen, setKept],
  );
}

function parentPath(pathname: string, search: string): string | null {
  const address = addressFromPath(pathname);
  if (!address) return pathname === "/" ? null : "/";
  if (address.suffix !== undefined) return addressPath({ ...address, suffix: undefined });
  if (address.collection !== undefined) return addressPath({ ...address, collection: undefined });
  return search === "" ? null : pathname;
}

/** Deep links and second launches. */
function useOpenEvents(go: (path: string) => void) {
  const latest = useLatest(go);
  useEffect(() => {
    const stop = onEvent((event) => {
      if (event.kind !== "open") return;
      const address = parseAddress(event.address);
      if (address) latest.current(addressPath(address) + address.search);
    });
    getPlatform().followsLinks();
    return stop;
  }, [latest]);
}
