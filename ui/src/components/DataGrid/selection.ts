/** What identifies a row whatever the order, e.g. the id of a version. */
export type RowKey = string | number;

/**
 * Which rows are selected: these keys, or with `all` every row of the filter except these keys.
 * By key, so that sorting, refreshing and rows that come from elsewhere don't change what is selected.
 */
export interface GridSelection {
  all: boolean;
  keys: ReadonlySet<RowKey>;
}

export const NO_SELECTION: GridSelection = { all: false, keys: new Set() };
export const ALL_SELECTED: GridSelection = { all: true, keys: new Set() };

export function isSelected({ all, keys }: GridSelection, key: RowKey): boolean {
  return keys.has(key) !== all;
}

export function countSelected({ all, keys }: GridSelection, rowCount: number): number {
  return all ? Math.max(0, rowCount - keys.size) : keys.size;
}

export function selectKeys(keys: Iterable<RowKey>): GridSelection {
  return { all: false, keys: new Set(keys) };
}

export function toggleKey(selection: GridSelection, key: RowKey): GridSelection {
  const keys = new Set(selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { all: selection.all, keys };
}

export function addKeys(selection: GridSelection, more: Iterable<RowKey>): GridSelection {
  const keys = new Set(selection.keys);
  for (const key of more) {
    if (selection.all) keys.delete(key);
    else keys.add(key);
  }
  return { all: selection.all, keys };
}
