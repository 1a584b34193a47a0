import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { useLatest } from "@/lib/latest";
import { TreeModel } from "./TreeModel";
import type { TreeNode, TreeProps } from "./types";

/** The model of a tree, tied to its life. */
export function useTreeModel({ loadChildren, expanded, dataKey }: TreeProps) {
  const load = useLatest(loadChildren);
  const [, setTick] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const [model] = useState(
    () =>
      new TreeModel(
        (...request) => load.current(...request),
        () => {
          setError(null);
          setTick((tick) => tick + 1);
        },
        setError,
      ),
  );
  const known = useRef<ReadonlySet<string> | null>(null);
  if (known.current !== expanded) {
    known.current = expanded;
    model.setExpanded(expanded);
  }
  const seen = useRef(dataKey);
  useLayoutEffect(() => {
    if (seen.current === dataKey) return;
    seen.current = dataKey;
    model.refresh();
  }, [dataKey, model]);
  useEffect(() => () => model.dispose(), [model]);
  const refresh = () => {
    setError(null);
    model.refresh();
    setTick((tick) => tick + 1);
  };
  return { model, error, refresh };
}

interface KeyOptions {
  model: TreeModel;
  cursor: number;
  pageRows: number;
  expanded: ReadonlySet<string>;
  moveTo: (index: number, event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }) => void;
  setOpen: (node: TreeNode, isOpen: boolean) => void;
  toggle: (index: number) => void;
  act: (what: "open" | "look" | "edit" | "menu", node: TreeNode) => void;
}

const TYPE_AHEAD_MS = 900;

/** Keys of a tree, as WAI-ARIA has them, and the app's own: Space looks, F2 edits, typing jumps. */
export function useTreeKeys(options: KeyOptions) {
  const typed = useRef({ text: "", at: 0 });
  return (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey) return;
    const { model, cursor, expanded, moveTo, setOpen, act, toggle } = options;
    const node = model.row(cursor)?.node;
    const target = moveTarget(event.key, options);
    const isTyping = typed.current.text !== "" && Date.now() - typed.current.at < TYPE_AHEAD_MS;
    const action = isTyping && event.key === " " ? null : actionOf(event);
    if (target !== null) {
      moveTo(target, event);
    } else if (event.key === "ArrowRight" && node?.hasChildren) {
      if (expanded.has(node.id)) moveTo(Math.min(model.count - 1, cursor + 1), event);
      else setOpen(node, true);
    } else if (event.key === "ArrowLeft" && node) {
      const parent = model.parentRow(cursor);
      if (node.hasChildren && expanded.has(node.id)) setOpen(node, false);
      else if (parent !== null) moveTo(parent, event);
    } else if (event.key === " " && event.ctrlKey) toggle(cursor);
    else if (node && action !== null) act(action, node);
    else if (!typeAhead(event, typed.current, options)) return;
    event.preventDefault();
  };
}

function moveTarget(key: string, { model, cursor, pageRows }: KeyOptions): number | null {
  const last = model.count - 1;
  if (last < 0) return null;
  const targets: Record<string, number> = { ArrowDown: cursor + 1, ArrowUp: cursor - 1, PageDown: cursor + pageRows, PageUp: cursor - pageRows, Home: 0, End: last };
  const target = targets[key];
  return target === undefined ? null : Math.min(last, Math.max(0, target));
}

function actionOf(event: KeyboardEvent): "open" | "look" | "edit" | "menu" | null {
  if (event.ctrlKey || event.metaKey) return null;
  if (event.key === "Enter") return "open";
  if (event.key === " ") return "look";
  if (event.key === "F2") return "edit";
  return event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey) ? "menu" : null;
}

/** Jumps to the next loaded row whose label begins with what was typed. */
function typeAhead(event: KeyboardEvent, typed: { text: string; at: number }, { model, cursor, moveTo }: KeyOptions): boolean {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey) return false;
  typed.text = (Date.now() - typed.at < TYPE_AHEAD_MS ? typed.text : "") + event.key.toLowerCase();
  typed.at = Date.now();
  const from = typed.text.length === 1 ? 1 : 0;
  const reach = Math.min(model.count, 5000);
  for (let by = from; by < reach; by += 1) {
    const index = (cursor + by) % model.count;
    if (model.row(index)?.node?.label.toLowerCase().startsWith(typed.text)) {
      moveTo(index, { shiftKey: false, ctrlKey: false, metaKey: false });
      break;
    }
  }
  return true;
}
