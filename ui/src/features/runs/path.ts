/** Routes of runs. */

/** The page of a run, by its identifier in the store. */
export function runPath(key: number | string, tab?: string): string {
  return `/-/run?run=${encodeURIComponent(`#${key}`)}${tab === undefined ? "" : `&tab=${tab}`}`;
}

export function runsPath(project: string | null): string {
  return `/-/runs${project === null ? "" : `?project=${encodeURIComponent(project)}`}`;
}
