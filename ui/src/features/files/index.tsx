/** What other features see of files. The views are chunks of their own, so that naming them here costs a start nothing. */
import { lazy, Suspense } from "react";
import type { VersionDetail } from "@/api";
import { Skeleton } from "@/components";
import type { QuickLookProps } from "./QuickLook";

export { ExportHost } from "./export/ExportHost";
export { openExportDialog, type ExportWish } from "./export/opener";
export type { QuickLookProps } from "./QuickLook";
export type { Item } from "./types";

const LazyTab = lazy(() => import("./FilesTab").then(({ FilesTab: component }) => ({ default: component })));
const LazyLook = lazy(() => import("./QuickLook").then(({ QuickLook: component }) => ({ default: component })));

/** The files of a version. */
export function FilesTab({ version }: { version: VersionDetail }) {
  return (
    <Suspense fallback={<Skeleton label="the files" lines={8} />}>
      <LazyTab version={version} />
    </Suspense>
  );
}

/** A large look at one file of a version. */
export function QuickLook(props: QuickLookProps) {
  return (
    <Suspense fallback={null}>
      <LazyLook {...props} />
    </Suspense>
  );
}
