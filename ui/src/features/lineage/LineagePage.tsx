import { useSearchParams } from "react-router";
import { useCommand } from "@/api";
import { Skeleton } from "@/components";
import { useKept } from "@/lib/persist";
import { useViewTitle } from "@/lib/slots";
import { LineageView } from "./view/LineageView";
import styles from "./view/View.module.css";

/** The lineage of a whole project: `/-/lineage?project=ada/plankton`; without it that of the project seen last. */
export function LineagePage() {
  const [params] = useSearchParams();
  const [last] = useKept<string | null>("lastProject", null);
  const { data: store } = useCommand("store.info", {});
  const project = params.get("project") ?? last ?? (store ? `${store.default_entity}/${store.default_project}` : null);
  useViewTitle("Lineage");
  if (project === null) return <Skeleton label="the lineage" lines={6} />;
  return (
    <div className={styles["page"]}>
      <LineageView key={project} home={null} project={project} />
    </div>
  );
}
