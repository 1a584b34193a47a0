import { useCallback, useMemo, useRef, useState } from "react";
import { useCommand, useRevision, type CollectionDetail, type Selection } from "@/api";
import { countSelected, NO_SELECTION, useColumnLayout, type ColumnLayout, type GridHandle, type GridSelection } from "@/components";
import { formatCount } from "@/lib/format";
import type { Row } from "./copyRows";
import { rowOf } from "./gather";
import { useAddressSelection } from "./useAddressSelection";
import { useListParams, type ListParams } from "./useListParams";
import { useVersionRows, type VersionRows } from "./useVersionRows";
import { FIRST_SORT, isSortKey, versionColumns } from "./versionColumns";

/** The engine answers at most so many metadata keys. */
const MOST_KEYS = 8;
/** Rows handed to dialogs along with a selection. */
const MOST_HANDED = 1000;

export interface VersionList extends ListParams, VersionRows {
  detail: CollectionDetail;
  /** Address of the collection. */
  collection: string;
  layout: ColumnLayout<Row>;
  dataKey: string;
  /** Null until the first page is here. */
  total: number | null;
  unfiltered: number | null;
  setTotal: (total: number) => void;
  selected: GridSelection;
  setSelected: (selection: GridSelection) => void;
  scope: Scope;
  gridRef: React.RefObject<GridHandle<Row> | null>;
}

/** What actions are about: the selection as the engine takes it, and what is known of it here. */
export interface Scope {
  collection: string;
  type: string;
  selected: GridSelection;
  selection: Selection;
  count: number;
  /** Every row of the filter. */
  isAll: boolean;
  /** Those that are known here; all of them for selections by hand. */
  rows: Row[];
  /** The only one. */
  one: Row | null;
}

/** "3 selected", "all 214 selected", "60 selected" with the note " (all of filter)". */
export function selectedWords({ count, selection }: Pick<Scope, "count" | "selection">): [words: string, note: string] {
  const words = `${formatCount(count)} selected`;
  if (selection.kind !== "filter" || selection.except.length > 0) return [words, ""];
  return selection.filter === null ? [`all ${words}`, ""] : [words, " (all of filter)"];
}

export function useVersionList(detail: CollectionDetail): VersionList {
  const { address: collection, type } = detail.row;
  const params = useListParams(FIRST_SORT, isSortKey);
  const metadataKeys = useStable(detail.metadata_keys);
  const columns = useMemo(() => versionColumns(metadataKeys), [metadataKeys]);
  const layout = useColumnLayout(`versions.${type}`, columns);
  const keys = useStable(layout.columns.filter(({ id }) => id.startsWith("meta.")).map(({ id }) => id.slice(5)).slice(0, MOST_KEYS));
  const revision = useRevision("versions");
  const [unfiltered, setUnfiltered] = useState<number | null>(null);
  const [total, setTotal] = useState<number | null>(null);
  const rows = useVersionRows({ collection, filter: params.filter, sort: params.sort, keys }, revision, setUnfiltered);
  const [selected, setSelected] = useAddressSelection();
  const { setFilter } = params;
  const changeFilter = useCallback(
    (filter: string | null) => {
      setSelected(NO_SELECTION);
      setFilter(filter);
    },
    [setFilter, setSelected],
  );
  const scope = useScope(collection, type, selected, params.filter, total ?? 0, rows.known);
  const gridRef = useRef<GridHandle<Row>>(null);
  const dataKey = [revision, params.filter ?? "", params.sort.column, params.sort.direction, keys.join(",")].join("|");
  return { ...params, setFilter: changeFilter, ...rows, detail, collection, layout, dataKey, total, unfiltered, setTotal, selected, setSelected, scope, gridRef };
}

/** The same array as long as its words are the same, so that what is made from it stays. */
function useStable(words: readonly string[]): readonly string[] {
  const text = JSON.stringify(words);
  return useMemo(() => JSON.parse(text) as string[], [text]);
}

function useScope(collection: string, type: string, selected: GridSelection, filter: string | null, total: number, known: VersionRows["known"]): Scope {
  const count = countSelected(selected, total);
  const only = !selected.all && selected.keys.size === 1 ? Number([...selected.keys][0]) : null;
  const shown = useCommand("version.show", { version: `#${only}` }, { isEnabled: only !== null });
  const detail = shown.data?.id === only ? shown.data : undefined;
  return useMemo(() => {
    const ids = [...selected.keys].map(Number);
    const one = only === null ? null : (known(only) ?? (detail ? rowOf(detail) : null));
    const rows = selected.all ? [] : one ? [one] : ids.slice(0, MOST_HANDED).flatMap((id) => known(id) ?? []);
    const selection: Selection = selected.all ? { kind: "filter", collection, filter, except: ids } : { kind: "versions", versions: ids };
    return { collection, type, selected, selection, count, isAll: selected.all, rows, one };
  }, [collection, count, detail, filter, known, only, selected, type]);
}
