import { ChevronDown, Package, Plus, TextCursorInput, Trash2 } from "lucide-react";
import { useCommand } from "@/api";
import { Button, MenuButton, MenuItem, MenuSeparator } from "@/components";
import { formatCount } from "@/lib/format";
import { openArtifactDialog } from "../dialogs/dialogState";
import { pathOf } from "../paths";
import styles from "./Sidebar.module.css";

/** A longer menu is no way to find a project; the palette is. */
const MOST_LISTED = 50;

export interface ProjectSwitcherProps {
  /** `entity/project`; null while nobody knows. */
  project: string | null;
  go: (path: string) => void;
}

/** The project in view; its menu leads to others and changes this one. */
export function ProjectSwitcher({ project, go }: ProjectSwitcherProps) {
  const { data: store } = useCommand("store.info", {});
  const { data: projects = [] } = useCommand("project.list", {});
  const current = projects.find(({ address }) => address === project);
  const name = current?.name ?? project?.split("/")[1] ?? store?.name ?? "";
  const listed = projects.slice(0, MOST_LISTED);
  return (
    <MenuButton
      label="Projects"
      placement="bottom start"
      trigger={
        <Button kind="quiet" className={styles["project"] ?? ""} aria-label={`Project ${name}`}>
          <Package className={styles["projectIcon"]} aria-hidden="true" />
          <span className="grow clip">{name}</span>
          <ChevronDown aria-hidden="true" />
        </Button>
      }
    >
      {listed.map((each) => (
        <MenuItem
          key={each.id}
          label={each.entity === store?.default_entity ? each.name : each.address}
          note={formatCount(each.versions)}
          isChecked={each.address === project}
          onAction={() => go(pathOf(each.address))}
        />
      ))}
      {projects.length > listed.length ? <MenuItem label={`${formatCount(projects.length - listed.length)} more in the palette`} isDisabled /> : null}
      <MenuSeparator />
      <MenuItem label="New project…" needs="project.create" icon={<Plus />} onAction={() => openArtifactDialog({ kind: "newProject" })} />
      <MenuItem label="Rename…" icon={<TextCursorInput />} needs="project.rename" isDisabled={!current} onAction={() => current && openArtifactDialog({ kind: "renameProject", project: current })} />
      <MenuItem label="Delete…" icon={<Trash2 />} needs="project.delete" isDisabled={!current} onAction={() => current && openArtifactDialog({ kind: "deleteProject", project: current })} />
    </MenuButton>
  );
}
