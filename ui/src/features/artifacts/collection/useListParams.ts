import { useCallback, useMemo } from "react";
import type { Sort } from "@/components";
import { useAddressParams } from "@/lib/addressParams";
import { presentAddress } from "@/lib/historyPlace";
import { decodeSort, encodeSort } from "./listAddress";

export interface ListParams {
  filter: string | null;
  sort: Sort;
  setFilter: (filter: string | null) => void;
  setSort: (sort: Sort) => void;
}

/** Filter and order of a list, kept in the address. `fallback` and `allowed` must be stable. A new filter is a new list, so its selection goes. */
export function useListParams(fallback: Sort, allowed: (column: string) => boolean): ListParams {
  const [params, setParams] = useAddressParams();
  const filter = params.get("filter");
  const sortText = params.get("sort");
  const sort = useMemo(() => decodeSort(sortText, fallback, allowed), [allowed, fallback, sortText]);
  const change = useCallback(
    (key: string, value: string | null, gone: readonly string[] = []) => {
      setParams(
        (before) => {
          const next = new URLSearchParams(presentAddress({ pathname: "", search: before.toString() }).search);
          for (const each of gone) next.delete(each);
          if (value === null || value === "") next.delete(key);
          else next.set(key, value);
          return next;
        },
        { replace: true, preventScrollReset: true },
      );
    },
    [setParams],
  );
  return useMemo(
    () => ({
      filter: filter === "" ? null : filter,
      sort,
      setFilter: (next) => change("filter", next, ["sel"]),
      setSort: (next) => change("sort", encodeSort(next) === encodeSort(fallback) ? null : encodeSort(next)),
    }),
    [change, fallback, filter, sort],
  );
}
