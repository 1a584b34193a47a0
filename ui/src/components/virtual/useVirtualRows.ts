import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { flushSync } from "react-dom";
import { useLatest } from "@/lib/latest";
import { makeScale, rangeAt, topToShow, type Range } from "./scale";

const OVERSCAN = 6;
/** Before the first measurement, and where nothing can be measured. */
const ASSUMED_HEIGHT = 640;

export interface VirtualRows extends Range {
  /** The element that scrolls. */
  scrollRef: RefObject<HTMLDivElement | null>;
  /** The element that holds the rows; it is moved directly, without rendering. */
  rowsRef: RefObject<HTMLDivElement | null>;
  spacer: number;
  /** Height for rows in view, in CSS pixels. */
  viewport: number;
  pageRows: number;
  onScroll: () => void;
  /** Moves as little as brings the row into view; in an effect it can't be synchronous. */
  scrollToRow: (index: number, isSync?: boolean) => void;
  /** The row at the upper edge, with its fraction. */
  topRow: () => number;
  /** Brings a row to the upper edge. */
  scrollTo: (row: number) => void;
}

/** Which rows of a very long list to draw, and where. React renders only when rows enter or leave. */
export function useVirtualRows(count: number, rowHeight: number, { headHeight = 0, endsWhole = false } = {}): VirtualRows {
  const scrollRef = useRef<HTMLDivElement>(null);
  const rowsRef = useRef<HTMLDivElement>(null);
  const viewport = useViewport(scrollRef, headHeight);
  const top = useRef(0);
  const expected = useRef(0);
  const scale = makeScale(count, rowHeight, viewport, endsWhole);
  const now = useLatest({ count, rowHeight, viewport, scale });
  const [range, setRange] = useState<Range>(() => rangeAt(0, count, rowHeight, viewport, OVERSCAN));
  const drawn = useRef(range);

  const place = useCallback(() => {
    rowsRef.current?.style.setProperty("transform", `translate3d(0,${drawn.current.base * now.current.rowHeight - top.current}px,0)`);
  }, [now]);

  /** Draws what is in view. Rows and their container must move in the same frame, hence the synchronous render. */
  const draw = useCallback(
    (isSync: boolean) => {
      const { count: all, rowHeight: height, viewport: seen } = now.current;
      const next = rangeAt(top.current, all, height, seen, OVERSCAN);
      const { first, end, base } = drawn.current;
      if (next.first !== first || next.end !== end || next.base !== base) {
        drawn.current = next;
        if (isSync) flushSync(() => setRange(next));
        else setRange(next);
      }
      place();
    },
    [now, place],
  );

  const moveTo = useCallback(
    (wanted: number, isSync = true) => {
      const { scale: current } = now.current;
      top.current = Math.min(current.maxTop, Math.max(0, wanted));
      const element = scrollRef.current;
      if (element) {
        element.scrollTop = top.current / current.ratio;
        expected.current = element.scrollTop;
      }
      draw(isSync);
    },
    [draw, now],
  );

  const onScroll = useCallback(() => {
    const at = scrollRef.current?.scrollTop ?? 0;
    // What moveTo set itself comes back as an event; only a scroll bar, a finger or the browser moves it elsewhere.
    if (Math.abs(at - expected.current) < 1 && now.current.scale.ratio !== 1) return;
    expected.current = at;
    top.current = Math.min(now.current.scale.maxTop, at * now.current.scale.ratio);
    draw(true);
  }, [draw, now]);

  const lastHeight = useRef(rowHeight);
  useLayoutEffect(() => {
    const wanted = (top.current / lastHeight.current) * rowHeight;
    lastHeight.current = rowHeight;
    moveTo(wanted, false);
  }, [count, rowHeight, viewport, moveTo]);
  useLayoutEffect(place, [range, place]);
  useScaledWheel(scrollRef, scale.ratio !== 1, useCallback((delta: number) => moveTo(top.current + delta), [moveTo]));

  const scrollToRow = useCallback((index: number, isSync = true) => moveTo(topToShow(index, top.current, now.current.rowHeight, now.current.viewport), isSync), [moveTo, now]);
  const topRow = useCallback(() => top.current / now.current.rowHeight, [now]);
  const scrollTo = useCallback((row: number) => moveTo(row * now.current.rowHeight, false), [moveTo, now]);
  const pageRows = Math.max(1, Math.floor(viewport / rowHeight) - 1);
  return { scrollRef, rowsRef, ...range, spacer: scale.spacer, viewport, pageRows, onScroll, scrollToRow, topRow, scrollTo };
}

function useViewport(ref: RefObject<HTMLDivElement | null>, headHeight: number): number {
  const [height, setHeight] = useState(ASSUMED_HEIGHT);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const measure = () => setHeight(element.clientHeight || ASSUMED_HEIGHT);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return Math.max(1, height - headHeight);
}

/** In a scaled list a wheel notch must move by its own pixels, not by that many times the ratio. */
function useScaledWheel(ref: RefObject<HTMLDivElement | null>, isScaled: boolean, onDelta: (delta: number) => void) {
  useEffect(() => {
    const element = ref.current;
    if (!element || !isScaled) return undefined;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? 40 : element.clientHeight;
      if (event.deltaX !== 0) element.scrollLeft += event.deltaX * unit;
      onDelta(event.deltaY * unit);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [ref, isScaled, onDelta]);
}
