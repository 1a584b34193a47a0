import { useEffect, useRef, useState, type RefObject } from "react";
import { useLocation, useNavigate } from "react-router";
import type { GridSelection } from "@/components";
import { historyPlace, presentAddress } from "@/lib/historyPlace";
import { useLatest } from "@/lib/latest";
import { decodeSelection, encodeSelection } from "./listAddress";

/** Least time between two changes: browsers allow about a hundred in thirty seconds; holding an arrow key makes more selections than that. */
const WRITE_MS = 400;

/** Selections that were left before they were written, by the step of the history. */
const unwritten = new Map<string, GridSelection>();

function leave(place: string, { current: selection }: RefObject<GridSelection>, written: RefObject<string | null>): void {
  if (encodeSelection(selection) !== written.current) unwritten.set(place, selection);
}

/** The selection of a list. It follows the address (back, a pasted link) and is written into it. */
export function useAddressSelection(): [GridSelection, (selection: GridSelection) => void] {
  const navigate = useNavigate();
  const { search, pathname } = useLocation();
  const inAddress = new URLSearchParams(search).get("sel");
  const [place] = useState(historyPlace);
  const [selection, setSelection] = useState<GridSelection>(() => unwritten.get(place ?? "") ?? decodeSelection(inAddress));
  const latest = useLatest(selection);
  const written = useRef(inAddress);
  const writtenAt = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    if (inAddress === written.current) return;
    written.current = inAddress;
    setSelection(decodeSelection(inAddress));
  }, [inAddress]);

  useEffect(() => {
    if (place === undefined) return undefined;
    unwritten.delete(place);
    return () => leave(place, latest, written);
  }, [latest, place]);

  useEffect(() => {
    const text = encodeSelection(selection);
    if (text === written.current) return undefined;
    const timer = setTimeout(() => {
      const now = presentAddress({ pathname, search });
      if (now.pathname !== pathname) return;
      written.current = text;
      writtenAt.current = performance.now();
      const params = new URLSearchParams(now.search);
      if (text === null) params.delete("sel");
      else params.set("sel", text);
      void navigate({ pathname, search: params.toString() }, { replace: true, preventScrollReset: true });
    }, writtenAt.current + WRITE_MS - performance.now());
    return () => clearTimeout(timer);
  }, [navigate, pathname, search, selection]);

  return [selection, setSelection];
}

