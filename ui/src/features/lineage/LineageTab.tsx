import { LineageView } from "./view/LineageView";

/** The lineage of a version (`#12`) or a run (`run:#7`), as a tab of its page. */
export function LineageTab({ home, project }: { home: string; project: string }) {
  return <LineageView key={home} home={home} project={project} />;
}
