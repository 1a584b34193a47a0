import { useCallback, useRef } from "react";
import { useLocation, useSearchParams, type SetURLSearchParams } from "react-router";
import { presentAddress } from "./historyPlace";
import { useLatest } from "./latest";

const plain = (search: string) => new URLSearchParams(search).toString();

/**
 * The parameters of the address, and a way to set them that does nothing once another place was asked for. While that
 * one's page is fetched this one stays in view, and what it still has to write (a filter after typing, where one looks
 * in a picture) would lead back here.
 */
export function useAddressParams(): [URLSearchParams, SetURLSearchParams] {
  const [params, setParams] = useSearchParams();
  const rendered = useLatest(useLocation());
  const latest = useLatest(setParams);
  /** What was written last: it isn't rendered yet when more follows in the same moment. */
  const written = useRef<string | null>(null);
  const set = useCallback<SetURLSearchParams>(
    (next, options) => {
      const { pathname, search } = presentAddress(rendered.current);
      const isHere = pathname === rendered.current.pathname && [plain(rendered.current.search), written.current].includes(plain(search));
      if (!isHere) return;
      latest.current(next, options);
      written.current = plain(presentAddress(rendered.current).search);
    },
    [latest, rendered],
  );
  return [params, set];
}
