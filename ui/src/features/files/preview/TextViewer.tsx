import { lazy, Suspense, useRef } from "react";
import { Skeleton } from "@/components";
import { useKept } from "@/lib/persist";
import styles from "./preview.module.css";

const CodeView = lazy(() => import("./CodeView"));
export const WRAP = "files.wrap";

export interface TextViewerProps {
  label: string;
  pages: readonly string[];
  language: string;
}

/** Text with line numbers. Colours stop at a size where finding them would be felt. */
export function TextViewer({ label, pages, language }: TextViewerProps) {
  const [isWrapped] = useKept(WRAP, false);
  const stable = useSameList(pages);
  const isHuge = pages.reduce((sum, page) => sum + page.length, 0) > 4_000_000;
  return (
    <div className={styles["fill"]}>
      <Suspense fallback={<Skeleton label="the text" lines={8} />}>
        <CodeView label={label} pages={stable} language={isHuge ? "plain" : language} isWrapped={isWrapped} />
      </Suspense>
    </div>
  );
}

/** An equal list stays the same list, or the text would be set again. */
function useSameList(pages: readonly string[]): readonly string[] {
  const kept = useRef(pages);
  const isEqual = kept.current.length === pages.length && kept.current.every((page, at) => page === pages[at]);
  if (!isEqual) kept.current = pages;
  return kept.current;
}
