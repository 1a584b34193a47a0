import { useEffect, useMemo, useState, type RefObject } from "react";
import { readIcons, type Icon } from "../draw/icons";
import type { Scene } from "../draw/scene";
import { onThemeChange, readTheme, type Theme } from "../draw/theme";
import { lensView } from "../model/lens";
import type { Lineage } from "./useLineage";

/** What the stage draws, made from picture, lens, selection and theme. */
export function useScene({ graph, view, selected, isHidden }: Lineage, icons: RefObject<HTMLElement | null>): Scene | null {
  const theme = useTheme();
  const [shapes, setShapes] = useState<ReadonlyMap<string, Icon>>(new Map());
  const types = graph?.picture.nodes.types.join("\n") ?? "";
  useEffect(() => {
    if (icons.current) setShapes(readIcons(icons.current));
  }, [icons, types]);
  const lens = useMemo(() => (graph ? lensView(graph, view.lens) : null), [graph, view.lens]);
  const isPinned = useMemo(() => flags(graph, view.pins), [graph, view.pins]);
  const isSelected = useMemo(() => flags(graph, selected), [graph, selected]);
  return useMemo(() => (graph && lens && theme ? { graph, theme, lens, icons: shapes, isHidden, isPinned, isSelected, focus: graph.root } : null), [graph, isHidden, isPinned, isSelected, lens, shapes, theme]);
}

function flags(graph: Lineage["graph"], keys: Iterable<string>): Uint8Array {
  const set = new Uint8Array(graph?.count ?? 0);
  for (const key of keys) {
    const at = graph?.indexOf(key) ?? -1;
    if (at >= 0) set[at] = 1;
  }
  return set;
}

function useTheme(): Theme | null {
  const [theme, setTheme] = useState<Theme | null>(null);
  useEffect(() => {
    const read = () => setTheme((before) => ((next) => (next.id === before?.id ? before : next))(readTheme()));
    read();
    // Canvas text drawn before its font was there would stay in the other one.
    void document.fonts?.ready.then(() => setTheme((before) => (before ? { ...before } : before)));
    return onThemeChange(read);
  }, []);
  return theme;
}
