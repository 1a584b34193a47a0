import { Suspense, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { Sheet, Skeleton, SplitPane } from "@/components";
import { cx } from "@/lib/cx";
import { setSlots, useSlots } from "@/lib/slots";
import { ErrorBoundary } from "./ErrorBoundary";
import { Header } from "./Header";
import { Overlays } from "./Overlays";
import { Pages } from "./Pages";
import { GLOBALS, StorageHost } from "./routes";
import { useKeepPlace } from "./lastPlace";
import styles from "./Shell.module.css";
import { Sidebar } from "./Sidebar";
import { StatusBar } from "./StatusBar";
import { useCommandKeys } from "./useCommandKeys";
import { useSession } from "./useSession";
import { useShell } from "./useShell";
import { useWindowTitle } from "./useWindowTitle";

/** The window: header, three panes, status bar. Under 900 px the inspector is a sheet, under 600 px the sidebar too. */
export function Shell() {
  const shell = useShell();
  useSession();
  useCommandKeys();
  useWindowTitle();
  useKeepPlace();
  const { hasInspector } = useSlots();
  const location = useLocation();
  const isInspectorBeside = !shell.isNarrow && shell.isInspectorShown && hasInspector > 0;
  const content = (
    <main className={styles["main"]} data-pane="content" tabIndex={-1} aria-label="Content">
      <Suspense fallback={null}>
        <StorageHost />
      </Suspense>
      <ErrorBoundary name="This view" resetKey={location.pathname}>
        <Suspense fallback={<Skeleton label="the view" lines={6} />}>
          <Pages />
        </Suspense>
      </ErrorBoundary>
    </main>
  );
  const middle = (
    <SplitPane id="inspector" label="Width of the inspector" fixed="end" size={292} min={220} max={560} isCollapsed={!isInspectorBeside} start={content} end={<InspectorHost isBeside />} />
  );
  return (
    <div className={styles["app"]}>
      <Header shell={shell} />
      <SplitPane
        id="sidebar"
        label="Width of the sidebar"
        fixed="start"
        size={232}
        min={160}
        max={480}
        isCollapsed={shell.isTiny || !shell.isSidebarShown}
        start={<Sidebar />}
        end={middle}
        className={styles["panes"] ?? ""}
      />
      <StatusBar />
      {shell.isTiny ? (
        <Sheet title="Cairn" side="start" width={280} isOpen={shell.isSidebarShown} onClose={shell.toggleSidebar}>
          <Sidebar onGo={shell.toggleSidebar} />
        </Sheet>
      ) : null}
      {shell.isNarrow ? (
        <Sheet title="Inspector" isOpen={shell.isInspectorShown && hasInspector > 0} onClose={shell.toggleInspector}>
          <InspectorHost isBeside={false} />
        </Sheet>
      ) : null}
      <Overlays shell={shell} />
      <Suspense fallback={null}>
        {GLOBALS.map(({ id, Component }) => (
          <Component key={id} />
        ))}
      </Suspense>
    </div>
  );
}

/** The element that views draw their inspector into. */
function InspectorHost({ isBeside }: { isBeside: boolean }) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    setSlots({ inspector: ref.current });
    return () => setSlots({ inspector: null });
  }, []);
  return <aside ref={ref} className={cx(styles["inspector"], isBeside && styles["beside"])} data-pane="inspector" tabIndex={-1} aria-label="Inspector" />;
}
