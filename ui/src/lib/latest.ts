import { useLayoutEffect, useRef, type RefObject } from "react";

/** A ref that always holds the newest value, so that long-lived listeners see it without being made again. */
export function useLatest<T>(value: T): RefObject<T> {
  const ref = useRef(value);
  useLayoutEffect(() => {
    ref.current = value;
  });
  return ref;
}
