import { Plus } from "lucide-react";
import { useNavigate } from "react-router";
import type { VersionDetail } from "@/api";
import { Button } from "@/components";
import { openRunDialog, runPath } from "@/features/runs";
import { cx } from "@/lib/cx";
import { RunList } from "./RunList";
import styles from "./Overview.module.css";
import { UseCard } from "./UseCard";

/** Runs that used a version, and how a script uses it. */
export function UsageTab({ version }: { version: VersionDetail }) {
  const navigate = useNavigate();
  const project = version.collection.split("/").slice(0, 2).join("/");
  return (
    <div className={styles["scroll"]}>
      <div className={cx(styles["columns"], styles["even"])}>
        <div className={styles["main"]}>
          <section>
            <div className={styles["heading"]}>
              <h2>Used by</h2>
              <Button size="small" kind="quiet" icon={<Plus />} needs="run.start" onPress={() => openRunDialog({ kind: "record", project, inputs: [version.address] })}>
                Record a run…
              </Button>
            </div>
            <RunList version={version.id} side="used" onOpen={(key) => void navigate(runPath(key))} nothing="No run has used this version yet." />
          </section>
        </div>
        <div className={styles["side"]}>
          <UseCard version={version} inRun />
        </div>
      </div>
    </div>
  );
}
