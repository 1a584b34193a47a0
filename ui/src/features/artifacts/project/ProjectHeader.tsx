import { Ellipsis, ListChecks, Package, Plus, TextCursorInput, Trash2 } from "lucide-react";
import type { Project } from "@/api";
import { Button, IconButton, MenuButton, MenuItem, TypeIcon } from "@/components";
import { openRules } from "@/features/retention";
import { formatCount } from "@/lib/format";
import { openArtifactDialog } from "../dialogs/dialogState";
import styles from "./ProjectPage.module.css";

export interface ProjectHeaderProps {
  project: Project | undefined;
  type: string | null;
  /** Number of collections in view; null while a filter hides some. */
  total: number | null;
  onNew: () => void;
}

export function ProjectHeader({ project, type, total, onNew }: ProjectHeaderProps) {
  const collections = type === null ? project?.collections : total;
  return (
    <header className={styles["hero"]}>
      <div className={styles["heading"]}>
        {type === null ? <Package aria-hidden="true" className={styles["icon"]} /> : <TypeIcon type={type} size="large" />}
        <h1 className={styles["title"]}>{type ?? project?.name ?? ""}</h1>
        <div className={styles["actions"]}>
          <Button icon={<Plus />} needs="collection.create" onPress={onNew}>
            New collection…
          </Button>
          {project && type === null ? (
            <MenuButton label={`Actions for ${project.name}`} trigger={<IconButton label="More" icon={<Ellipsis />} />}>
              <MenuItem label="Rename project…" needs="project.rename" icon={<TextCursorInput />} onAction={() => openArtifactDialog({ kind: "renameProject", project })} />
              <MenuItem label="Retention rules…" icon={<ListChecks />} onAction={() => openRules({ target: project.address })} />
              <MenuItem label="Delete project…" needs="project.delete" icon={<Trash2 />} onAction={() => openArtifactDialog({ kind: "deleteProject", project })} />
            </MenuButton>
          ) : null}
        </div>
      </div>
      {type === null && project?.description ? <p className={styles["description"]}>{project.description}</p> : null}
      <p className={styles["facts"]}>
        {collections === null || collections === undefined ? null : (
          <span>
            <b>{formatCount(collections)}</b> {collections === 1 ? "collection" : "collections"}
          </span>
        )}
        {type === null && project ? (
          <span>
            <b>{formatCount(project.versions)}</b> {project.versions === 1 ? "version" : "versions"}
          </span>
        ) : null}
      </p>
    </header>
  );
}
