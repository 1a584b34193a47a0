import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { call, tellError, useCommand, type CommandError, type LineageImpact, type LineageRequest } from "@/api";
import { announce } from "@/components";
import { plural } from "@/lib/format";
import { useLatest } from "@/lib/latest";
import type { Stage } from "../draw/Stage";
import type { Graph } from "../model/Graph";
import { isFolded } from "../model/hit";
import { chainOf, marksOf, wayBetween, type Marks } from "../model/reach";
import { spoken } from "../model/words";
import { nameOfKey, requestOf, type Mode } from "./address";
import { useFoci } from "./useFoci";
import { usePicture } from "./usePicture";
import { useView, type View } from "./useView";

/** From here on a lineage opens folded by collection, from there on only when asked for. */
export const MANY = 50_000;
export const TOO_MANY = 200_000;
const KEEP_MS = 400;

/** What stands out because somebody asked for it. */
export type Shown = { kind: "path"; from: string; to: string; way: readonly string[]; isIndirect: boolean } | { kind: "impact"; key: string; data: LineageImpact };

export interface Lineage {
  view: View;
  /** The page's own version or run, as requests name it; null for a project. */
  home: string | null;
  project: string | null;
  of: LineageRequest;
  graph: Graph | null;
  error: CommandError | null;
  isWaiting: boolean;
  retry: () => void;
  /** Things that match, known before a large picture is asked for. */
  total: number | null;
  /** It is large, and nobody has asked for it all the same. */
  isTooMany: boolean;
  drawAnyway: () => void;
  selected: ReadonlySet<string>;
  select: (keys: Iterable<string>) => void;
  /** The node that keys go from. */
  cursor: string | null;
  setCursor: (key: string, isSpoken?: boolean) => void;
  shown: Shown | null;
  setShown: (shown: Shown | null) => void;
  showPath: (from: string, to: string) => Promise<void>;
  showImpact: (key: string) => Promise<void>;
  marks: Marks | null;
  isHidden: Uint8Array;
  hide: (keys: Iterable<string>) => void;
  pin: (keys: Iterable<string>) => void;
  refocus: (key: string, mode?: Mode) => void;
  toggleFold: (key: string) => void;
  pullOut: (cluster: string, keys: readonly string[]) => void;
  foci: ReturnType<typeof useFoci>;
  /** The node that was opened, closed or pulled from last: it stays where it is. */
  anchorOf: () => string | null;
  stage: React.RefObject<Stage | null>;
}

/** Everything that the parts of a lineage view share. */
export function useLineage(home: string | null, project: string | null): Lineage {
  const first: Mode = home === null ? "project" : "direct";
  const view = useView(first);
  const text = JSON.stringify(requestOf(view, home, project));
  const wish = useMemo(() => JSON.parse(text) as LineageRequest, [text]);
  const anchor = useRef<string | null>(null);
  const stage = useRef<Stage | null>(null);
  const size = useSize(wish);
  const of = useMemo(() => (size.isMany && wish.fold_by === null && wish.fold === null ? { ...wish, fold_by: "collection" } : wish), [size.isMany, wish]);
  const picture = usePicture(of, view.isDown, anchor, size.isReady && !size.isTooMany);
  const { graph } = picture;
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => new Set(view.selected));
  const [cursor, setCursorKey] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const isHidden = useMemo(() => flagsOf(graph, view.hidden), [graph, view.hidden]);
  const latest = useLatest({ graph, view, of, home });
  const foci = useFoci(view);
  const last = useRef<Graph | null>(null);
  useKeepSelection(view, selected);

  const select = useCallback((keys: Iterable<string>) => {
    setSelected(new Set(keys));
    setShown(null);
  }, []);
  // Another thing in the middle is what one looks at next.
  const about = `${of.root} ${of.mode}`;
  const seen = useRef<string | null>(null);
  useEffect(() => {
    const root = graph?.picture.root ?? null;
    if (graph === null || picture.isWaiting || seen.current === about) return;
    const isFirst = seen.current === null;
    seen.current = about;
    setCursorKey((before) => (before !== null && graph.indexOf(before) >= 0 && isFirst ? before : (root ?? graph.keys[0] ?? null)));
    setShown(null);
    setSelected((before) => (isFirst && before.size > 0 ? before : new Set(root === null ? [] : [root])));
  }, [about, graph, picture.isWaiting]);

  // What was opened isn't there any more: its members are, beside what it hung on.
  useEffect(() => {
    if (graph === null || picture.isWaiting || cursor === null || graph.indexOf(cursor) >= 0) return;
    const before = last.current;
    const fresh = before === null ? undefined : graph.keys.find((key) => before.indexOf(key) < 0);
    setCursorKey(fresh ?? graph.picture.root ?? graph.keys[0] ?? null);
    setSelected((keys) => (keys.has(cursor) && nameOfKey(cursor) === null ? new Set([...keys].filter((key) => key !== cursor)) : keys));
  }, [cursor, graph, picture.isWaiting]);
  useEffect(() => {
    last.current = graph;
  }, [graph]);

  const setCursor = useCallback(
    (key: string, isSpoken = false) => {
      setCursorKey(key);
      const at = latest.current.graph?.indexOf(key) ?? -1;
      if (isSpoken && latest.current.graph && at >= 0) announce(spoken(latest.current.graph, at));
    },
    [latest],
  );
  const showPath = useCallback(
    async (from: string, to: string) => {
      const { graph: now, of: request } = latest.current;
      const [a, b] = [nameOfKey(from), nameOfKey(to)];
      try {
        const found = a !== null && b !== null ? await call("lineage.path", { from: a, to: b, project: request.project }) : null;
        const keys = found?.shortest.map(({ key }) => key) ?? [];
        // Through folded nodes, or between them, the way is sought in what is drawn.
        const isDrawn = now !== null && keys.length > 0 && keys.every((key) => now.indexOf(key) >= 0);
        const way = isDrawn || now === null ? keys : wayBetween(now, now.indexOf(from), now.indexOf(to));
        setSelected(new Set([from, to]));
        setShown({ kind: "path", from, to, way, isIndirect: found?.indirect ?? false });
        announce(way.length === 0 ? "There is no way between the two" : `The shortest way has ${plural(way.length - 1, "step")}`);
      } catch (error) {
        tellError(error);
      }
    },
    [latest],
  );
  const showImpact = useCallback(
    async (key: string) => {
      const root = nameOfKey(key);
      if (root === null) return;
      try {
        const data = await call("lineage.impact", { root, project: latest.current.of.project, rows: { start: 0, count: 200 } });
        setSelected(new Set([key]));
        setShown({ kind: "impact", key, data });
        announce(`${plural(data.versions, "version")} and ${plural(data.runs, "run")} depend on it`);
      } catch (error) {
        tellError(error);
      }
    },
    [latest],
  );
  const refocus = useCallback(
    (key: string, mode?: Mode) => {
      const { view: now, home: own } = latest.current;
      const name = nameOfKey(key);
      if (name === null) return;
      const next = mode ?? (now.mode === "project" ? "direct" : now.mode);
      now.change({ focus: name === own ? null : name, mode: next, camera: null, open: [], pulled: [] }, true);
    },
    [latest],
  );
  const toggleFold = useCallback(
    (key: string) => {
      const { view: now, graph: drawn } = latest.current;
      anchor.current = key;
      const node = drawn?.indexOf(key) ?? -1;
      const fold = drawn?.openedOf(node) ?? null;
      if (isFolded(drawn?.kind[node])) now.change({ open: [...now.open.filter((each) => each !== key), key] });
      else if (now.pulled.includes(key)) now.change({ pulled: now.pulled.filter((each) => each !== key) });
      else if (fold === null) announce("This came out of nothing that folds");
      else {
        setSelected(new Set([fold]));
        now.change({ open: now.open.filter((each) => each !== fold) });
      }
    },
    [latest],
  );
  const pullOut = useCallback(
    (cluster: string, keys: readonly string[]) => {
      anchor.current = cluster;
      latest.current.view.change({ pulled: [...new Set([...latest.current.view.pulled, ...keys])] });
    },
    [latest],
  );
  const hide = useCallback((keys: Iterable<string>) => latest.current.view.change({ hidden: [...new Set([...latest.current.view.hidden, ...keys])] }), [latest]);
  const pin = useCallback(
    (keys: Iterable<string>) => {
      const before = latest.current.view.pins;
      const wanted = [...keys];
      const isAll = wanted.every((key) => before.includes(key));
      latest.current.view.change({ pins: isAll ? before.filter((key) => !wanted.includes(key)) : [...new Set([...before, ...wanted])] });
    },
    [latest],
  );
  const marks = useMemo(() => marksFor(graph, selected, shown, isHidden), [graph, isHidden, selected, shown]);
  return {
    ...picture,
    view,
    home,
    project,
    of,
    total: size.total,
    isTooMany: size.isTooMany,
    drawAnyway: size.drawAnyway,
    selected,
    select,
    cursor,
    setCursor,
    shown,
    setShown,
    showPath,
    showImpact,
    marks,
    isHidden,
    hide,
    pin,
    refocus,
    toggleFold,
    pullOut,
    foci,
    stage,
    anchorOf: () => anchor.current,
  };
}

function flagsOf(graph: Graph | null, keys: readonly string[]): Uint8Array {
  const flags = new Uint8Array(graph?.count ?? 0);
  for (const key of keys) {
    const at = graph?.indexOf(key) ?? -1;
    if (at >= 0) flags[at] = 1;
  }
  return flags;
}

function marksFor(graph: Graph | null, selected: ReadonlySet<string>, shown: Shown | null, isHidden: Uint8Array): Marks | null {
  if (graph === null) return null;
  if (shown?.kind === "path") return shown.way.length === 0 ? null : marksOf(graph, shown.way, shown.way);
  const [only] = selected;
  const key = shown?.kind === "impact" ? shown.key : selected.size === 1 ? only : undefined;
  const node = key === undefined ? -1 : graph.indexOf(key);
  if (node < 0) return null;
  return chainOf(graph, node, isHidden, shown?.kind === "impact" ? "down" : "both");
}

/** How much it is, asked first where it may be very much. */
function useSize(of: LineageRequest) {
  const [allowed, setAllowed] = useState<string | null>(null);
  const isAsked = of.mode === "project" || (of.mode !== "direct" && of.depth === null);
  const { data, error } = useCommand("lineage.list", { of, sort: null, part: null, rows: { start: 0, count: 1 } }, { isEnabled: isAsked, keepPrevious: true });
  const about = `${of.root} ${of.project} ${of.mode} ${of.query}`;
  const total = isAsked ? (data?.total ?? null) : null;
  return {
    total,
    isReady: !isAsked || data !== undefined || error !== null,
    isMany: (total ?? 0) > MANY,
    isTooMany: (total ?? 0) > TOO_MANY && allowed !== about,
    drawAnyway: () => setAllowed(about),
  };
}

/** The selection goes into the address once it rests: links and restore have it, and clicking stays quick. */
function useKeepSelection(view: View, selected: ReadonlySet<string>): void {
  const latest = useLatest(view);
  useEffect(() => {
    const timer = setTimeout(() => {
      const { selected: kept, change } = latest.current;
      if ([...selected].join() !== kept.join()) change({ selected: [...selected] });
    }, KEEP_MS);
    return () => clearTimeout(timer);
  }, [latest, selected]);
}
