import { useRef, type KeyboardEvent } from "react";
import type { SelectionActions } from "./useSelection";

interface Options<Row> {
  count: number;
  pageRows: number;
  /** −1 is the header. */
  cursor: number;
  moveTo: (index: number) => void;
  selection: SelectionActions<Row>;
  onHeaderKey: (event: KeyboardEvent) => boolean;
  act: (what: "open" | "look" | "edit" | "menu") => void;
  onTypeAhead: ((text: string) => number | null | Promise<number | null>) | undefined;
  typeAheadPattern: RegExp | undefined;
}

const TYPE_AHEAD_MS = 900;

/** Keys of a grid: arrows, paging, selection, type-ahead; what isn't its own passes on to the window's shortcuts. */
export function useGridKeys<Row>(options: Options<Row>) {
  const typed = useRef({ text: "", at: 0 });
  return (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey) return;
    const { cursor, selection, moveTo, act } = options;
    if (cursor < 0 && options.onHeaderKey(event)) return event.preventDefault();
    const target = moveTarget(event, options);
    if (target !== null) {
      event.preventDefault();
      moveTo(target);
      if (target < 0) return undefined;
      if (event.shiftKey) selection.extend(target, event.ctrlKey || event.metaKey);
      else if (!event.ctrlKey && !event.metaKey) selection.only(target);
      return undefined;
    }
    const action = actionOf(event, typed.current.text !== "" && Date.now() - typed.current.at < TYPE_AHEAD_MS);
    if (action === null) return typeAhead(event, typed.current, options);
    if (cursor < 0 && action !== "all" && action !== "none") return undefined;
    if (action === "none" && selection.count === 0) return undefined;
    event.preventDefault();
    if (action === "all") selection.all();
    else if (action === "none") selection.none();
    else if (action === "toggle") selection.toggle(cursor);
    else act(action);
    return undefined;
  };
}

function moveTarget<Row>(event: KeyboardEvent, { count, cursor, pageRows }: Options<Row>): number | null {
  const last = count - 1;
  if (last < 0) return null;
  switch (event.key) {
    case "ArrowDown":
      return Math.min(last, cursor + 1);
    case "ArrowUp":
      return event.shiftKey ? Math.max(0, cursor - 1) : Math.max(-1, cursor - 1);
    case "PageDown":
      return Math.min(last, Math.max(0, cursor) + pageRows);
    case "PageUp":
      return Math.max(0, cursor - pageRows);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

type Action = "all" | "none" | "toggle" | "open" | "look" | "edit" | "menu";

function actionOf(event: KeyboardEvent, isTyping: boolean): Action | null {
  const isControl = event.ctrlKey || event.metaKey;
  if (event.key === " ") return isControl ? "toggle" : isTyping || event.shiftKey ? null : "look";
  if (isControl) return event.key.toLowerCase() === "a" && !event.shiftKey ? "all" : null;
  if (event.key === "Escape") return "none";
  if (event.key === "Enter") return "open";
  if (event.key === "F2") return "edit";
  return event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey) ? "menu" : null;
}

function typeAhead<Row>(event: KeyboardEvent, typed: { text: string; at: number }, { onTypeAhead, typeAheadPattern, moveTo, selection }: Options<Row>) {
  if (!onTypeAhead || event.key.length !== 1 || event.ctrlKey || event.metaKey) return;
  const text = Date.now() - typed.at < TYPE_AHEAD_MS ? typed.text + event.key : event.key;
  if (typeAheadPattern && !typeAheadPattern.test(text)) return;
  event.preventDefault();
  typed.text = text;
  typed.at = Date.now();
  void Promise.resolve(onTypeAhead(text)).then((index) => {
    if (index === null || typed.text !== text) return;
    moveTo(index);
    selection.only(index);
  });
}
