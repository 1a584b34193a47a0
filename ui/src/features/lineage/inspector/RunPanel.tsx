import { Ellipsis } from "lucide-react";
import { useNavigate } from "react-router";
import { describeError } from "@/api";
import { Button, IconButton, MenuButton, MenuItem, Note, Skeleton } from "@/components";
import { runActions, RunFacts } from "@/features/runs";
import type { Lineage } from "../view/useLineage";
import { useRun } from "../view/useNodes";
import styles from "./Inspector.module.css";
import { Neighbours } from "./Neighbours";

/** The facts of a run and what can be done to it. */
export function RunPanel({ lineage, id, open }: { lineage: Lineage; id: number; open: (key: string) => void }) {
  const navigate = useNavigate();
  const { run: detail, error } = useRun(id);
  if (error && !detail) return <Note tone="danger">{describeError(error).message}</Note>;
  if (!detail) return <Skeleton label="the run" lines={6} />;
  const { run } = detail;
  return (
    <div className={styles["inspector"]}>
      <div className={styles["head"]}>
        <h2 className={styles["title"]}>{run.name}</h2>
        <Button onPress={() => open(`r${id}`)}>Open</Button>
        <MenuButton label={`Actions for ${run.name}`} trigger={<IconButton label="More" icon={<Ellipsis />} />}>
          {runActions.map(({ id: action, label, icon: Icon, why, needs, run: act }) => (
            <MenuItem key={action} label={label} icon={<Icon />} needs={needs} note={why(run) ?? undefined} isDisabled={why(run) !== null} onAction={() => act(run, (path) => void navigate(path))} />
          ))}
        </MenuButton>
      </div>
      <RunFacts detail={detail} />
      <Neighbours lineage={lineage} nodeKey={`r${id}`} />
    </div>
  );
}
