import { useLayoutEffect, useMemo, type RefObject } from "react";
import { useAppearance } from "@/lib/appearance";
import { countYielding, withoutYielding, type ColumnLayout } from "./columns";

/** The layout with the columns for which there is room, so that a narrow table isn't moved sideways. */
export function useFittingLayout<Row>(layout: ColumnLayout<Row>, scrollRef: RefObject<HTMLDivElement | null>, hasCheckboxes: boolean): ColumnLayout<Row> {
  const { zoom } = useAppearance();
  // A number: rows render again only when a column comes or goes, not for each pixel.
  const { columns, gone, setGone } = layout;
  useLayoutEffect(() => {
    const element = scrollRef.current;
    if (!element) return undefined;
    const fit = () => setGone(element.clientWidth === 0 ? 0 : countYielding(columns, hasCheckboxes, element.clientWidth / zoom));
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => observer.disconnect();
  }, [columns, hasCheckboxes, scrollRef, setGone, zoom]);
  return useMemo(() => (gone === 0 ? layout : { ...layout, columns: withoutYielding(layout.columns, gone) }), [layout, gone]);
}
