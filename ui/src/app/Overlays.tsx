import { lazy, Suspense, useEffect } from "react";
import type { Shell } from "./useShell";

const loadPalette = () => import("./Palette");
const Palette = lazy(loadPalette);
const ShortcutsDialog = lazy(() => import("./ShortcutsDialog"));

/** Dialogs of the shell. The palette is fetched soon after the first paint, so that it opens in one frame. */
export function Overlays({ shell }: { shell: Shell }) {
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 800);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Suspense fallback={null}>
      {shell.palette === null ? null : <Palette mode={shell.palette} onClose={shell.closePalette} />}
      {shell.isShortcutsOpen ? <ShortcutsDialog onClose={shell.closeShortcuts} /> : null}
    </Suspense>
  );
}
