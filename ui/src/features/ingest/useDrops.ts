import { useEffect, useState } from "react";
import { announce, toast } from "@/components";
import { useLatest } from "@/lib/latest";
import { refusalOf } from "@/lib/refusal";
import { getPlatform } from "@/platform";
import { TARGETS, targetAt, targetLabel, targetWish, type DropTarget, type Place } from "./dropTargets";
import { openLogSheet } from "./opener";
import { draftTaker } from "./useDraftDrops";

export interface Hover {
  paths: readonly string[];
  target: DropTarget;
  boxes: readonly DOMRect[];
  x: number;
  y: number;
}

/** Files dragged over the window from outside. `denied`: why nothing can be logged now. */
export function useDrops(place: Place, denied: string | null): Hover | null {
  const [hover, setHover] = useState<Hover | null>(null);
  const latest = useLatest({ place, denied });
  useEffect(() => {
    let paths: readonly string[] = [];
    let said = "";
    const at = (x: number, y: number) => {
      const target = findTarget(x, y, latest.current.place, latest.current.denied);
      if (said !== targetLabel(target)) announce(`Drop: ${targetLabel(target)}`);
      said = targetLabel(target);
      setHover({ paths, target, boxes: boxesOf(target), x, y });
    };
    return getPlatform().onDrop((event) => {
      if (event.kind === "leave") return setHover(null);
      if (event.kind === "over") return paths.length > 0 ? at(event.x, event.y) : undefined;
      paths = event.paths;
      if (event.kind === "enter") return at(event.x, event.y);
      setHover(null);
      take(findTarget(event.x, event.y, latest.current.place, latest.current.denied), paths, latest.current.place);
      paths = [];
      return undefined;
    });
  }, [latest]);
  return hover;
}

function findTarget(x: number, y: number, place: Place, denied: string | null): DropTarget {
  if (denied !== null) return { kind: "denied", reason: denied, element: null };
  if (draftTaker()) return { kind: "sheet", element: null };
  if (document.querySelector("[role=dialog], [role=alertdialog]")) return { kind: "denied", reason: "Close the dialog first", element: null };
  return targetAt(x, y, place);
}

/** What else would take it, so that one sees where to go. */
function boxesOf(target: DropTarget): DOMRect[] {
  if (target.kind === "sheet" || (target.kind === "denied" && target.element === null)) return [];
  return [...document.querySelectorAll(`${TARGETS.split(", ").slice(0, 3).join(", ")}`)].map((element) => element.getBoundingClientRect()).filter(({ width, height, bottom, top }) => width > 0 && height > 0 && bottom > 0 && top < innerHeight);
}

function take(target: DropTarget, paths: readonly string[], place: Place): void {
  if (paths.length === 0) return;
  const taker = draftTaker();
  if (target.kind === "denied") toast({ text: target.reason, key: "drop" });
  else if (taker) taker(paths);
  else openLogSheet({ ...targetWish(target, place), paths });
}

/** A browser tells no paths; without this, letting a file go would leave the page. */
export function useBrowserDrops(): void {
  useEffect(() => {
    if (getPlatform().isDesktop) return undefined;
    const onDragOver = (event: DragEvent) => event.preventDefault();
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      if ((event.dataTransfer?.types ?? []).includes("Files")) toast({ text: refusalOf("log.start") ?? "A browser doesn't tell where a file lies. Use Log version… and give its path.", key: "drop" });
    };
    addEventListener("dragover", onDragOver);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onDragOver);
      removeEventListener("drop", onDrop);
    };
  }, []);
}
