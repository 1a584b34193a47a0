import { useEffect } from "react";
import { isEditable } from "@/lib/keys";
import { useLatest } from "@/lib/latest";
import { pathsIn } from "./words";

/** Files or paths pasted anywhere but into a field or a dialog. */
export function usePaste(onPaths: ((paths: readonly string[]) => void) | null): void {
  const latest = useLatest(onPaths);
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (!latest.current || isEditable(event.target) || document.querySelector("[role=dialog], [role=alertdialog]")) return;
      const paths = ["text/uri-list", "text/plain"].map((type) => pathsIn(event.clipboardData?.getData(type) ?? "")).find((found) => found.length > 0);
      if (!paths) return;
      event.preventDefault();
      latest.current(paths);
    };
    addEventListener("paste", onPaste);
    return () => removeEventListener("paste", onPaste);
  }, [latest]);
}
