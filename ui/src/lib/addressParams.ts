import { useCallback, useLayoutEffect, useRef } from "react";
import { useLocation, useSearchParams, type SetURLSearchParams } from "react-router";
import { historyPlace } from "./historyPlace";
import { useLatest } from "./latest";

/**
 * The parameters of the address, and a way to set them that does nothing once another place was asked for. While that
 * one's page is fetched this one stays in view, and what it still has to write (a filter after typing, where one looks
 * in a picture) would lead back here.
 */
export function useAddressParams(): [URLSearchParams, SetURLSearchParams] {
  const [params, setParams] = useSearchParams();
  const location = useLocation();
  const latest = useLatest(setParams);
  /** The step of the history that is in view. What replaces its address leaves it the same step. */
  const place = useRef(historyPlace());
  useLayoutEffect(() => {
    place.current = historyPlace();
  }, [location]);
  const set = useCallback<SetURLSearchParams>(
    (next, options) => {
      if (historyPlace() !== place.current) return;
      latest.current(next, options);
      place.current = historyPlace();
    },
    [latest],
  );
  return [params, set];
}
