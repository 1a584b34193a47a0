import { Suspense, useEffect } from "react";
import { useLocation, useNavigate } from "react-router";
import { useCommand } from "@/api";
import { Button, Skeleton } from "@/components";
import { addressFromPath } from "@/lib/address";
import { cx } from "@/lib/cx";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { useKept } from "@/lib/persist";
import { ArtifactNavigation, OWN_PAGES } from "./routes";
import styles from "./Sidebar.module.css";

/** Left pane: project, its types and collections, the window's own pages. */
export function Sidebar({ onGo }: { onGo?: () => void }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { data: store } = useCommand("store.info", {});
  const project = useCurrentProject(pathname, store ? `${store.default_entity}/${store.default_project}` : null);
  const go = (path: string) => {
    void navigate(path);
    onGo?.();
  };
  const counts = {
    trashed: store?.trashed ? { text: formatCount(store.trashed), words: `${plural(store.trashed, "version")} in the trash` } : null,
    stored: store?.stored_bytes ? { text: formatBytes(store.stored_bytes), words: `${formatBytes(store.stored_bytes)} stored` } : null,
  };
  const own = OWN_PAGES.filter(({ icon }) => icon);
  return (
    <nav className={styles["sidebar"]} data-pane="sidebar" tabIndex={-1} aria-label="Sidebar">
      <Suspense fallback={<Skeleton label="the artifacts" lines={8} />}>
        <ArtifactNavigation project={project} go={go} />
      </Suspense>
      {own.length > 0 ? (
        <>
          <h2 className={styles["heading"]}>Work</h2>
          <ul>
            {own.map(({ path, title, icon: Icon, count, isOfProject }) => (
              <li key={path}>
                <Button kind="quiet" className={cx(styles["entry"], pathname === path && styles["selected"])} aria-current={pathname === path ? "page" : undefined} onPress={() => go(isOfProject && project !== null ? `${path}?project=${encodeURIComponent(project)}` : path)}>
                  {Icon ? <Icon aria-hidden="true" /> : null}
                  <span className="grow clip">{title}</span>
                  {count && counts[count] ? <span className={styles["count"]} title={counts[count].words}>{counts[count].text}</span> : null}
                </Button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </nav>
  );
}

/** `entity/project` of the route; elsewhere the one seen last. */
function useCurrentProject(pathname: string, fallback: string | null): string | null {
  const [last, setLast] = useKept<string | null>("lastProject", null);
  const address = addressFromPath(pathname);
  const here = address?.project === undefined ? null : `${address.entity}/${address.project}`;
  useEffect(() => {
    if (here !== null) setLast(here);
  }, [here, setLast]);
  return here ?? last ?? fallback;
}
