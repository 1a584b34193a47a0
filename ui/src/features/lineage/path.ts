/** Routes of lineages. */

/** The lineage of a whole project. */
export function lineagePath(project: string | null): string {
  return `/-/lineage${project === null ? "" : `?project=${encodeURIComponent(project)}`}`;
}
