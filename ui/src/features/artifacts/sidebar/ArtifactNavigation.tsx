import { useCommand } from "@/api";
import { CollectionTree } from "./CollectionTree";
import { Pins, Recents } from "./Places";
import { ProjectSwitcher } from "./ProjectSwitcher";
import styles from "./Sidebar.module.css";

export interface ArtifactNavigationProps {
  /** `entity/project` in view; null while nobody knows. */
  project: string | null;
  go: (path: string) => void;
}

/** The sidebar's upper part: project, pins, types with their collections, recent places. */
export function ArtifactNavigation({ project, go }: ArtifactNavigationProps) {
  const { data: types } = useCommand("type.list", { project: project ?? "" }, { isEnabled: project !== null });
  return (
    <>
      <ProjectSwitcher project={project} go={go} />
      <Pins go={go} />
      <h2 className={styles["heading"]}>Artifacts</h2>
      {project === null || types?.length === 0 ? <p className={styles["nothing"]}>Nothing logged yet</p> : <CollectionTree key={project} project={project} go={go} />}
      <Recents go={go} />
    </>
  );
}
