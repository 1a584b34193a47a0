import { lazy, Suspense, useEffect } from "react";
import { tellError, useCommand } from "@/api";
import { exportOpener } from "./opener";

const ExportDialog = lazy(() => import("./ExportDialog").then(({ ExportDialog: component }) => ({ default: component })));

/** Draws the export dialog when somebody asked for it. Mounted once in the window. */
export function ExportHost() {
  const wish = exportOpener.use();
  const { data: version, error } = useCommand("version.show", { version: wish?.version ?? "" }, { isEnabled: wish !== null });
  useEffect(() => {
    if (!error || exportOpener.current() === null) return;
    exportOpener.close();
    tellError(error);
  }, [error]);
  if (wish === null || !version) return null;
  return (
    <Suspense fallback={null}>
      <ExportDialog key={`${wish.version} ${wish.paths?.join("/") ?? ""}`} version={version} paths={wish.paths} onClose={exportOpener.close} />
    </Suspense>
  );
}
