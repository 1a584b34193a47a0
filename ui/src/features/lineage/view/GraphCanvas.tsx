import { useEffect, useId, useMemo, useRef, useState } from "react";
import { MenuAt, type Point } from "@/components";
import { useLatest } from "@/lib/latest";
import { plainText, type Scene } from "../draw/scene";
import type { PointerActions } from "../draw/pointer";
import { chainOf, type Marks } from "../model/reach";
import { isFolded } from "../model/hit";
import { tipOf } from "../model/words";
import styles from "./Graph.module.css";
import { LineageMenu } from "./LineageMenu";
import { idOf, ShadowTree } from "./ShadowTree";
import { graphKeys, toggled } from "./useGraphKeys";
import type { Lineage } from "./useLineage";
import { useStage } from "./useStage";

/** How much is left of what isn't highlighted: under the pointer, on a way, beside a selection. */
const DIM = { hover: 0.25, asked: 0.25, selection: 0.45 };
const HOVER_MS = 70;

interface Tip {
  node: number;
  x: number;
  y: number;
}

/** The picture with everything that pointer and keys do on it; one Tab stop. */
export function GraphCanvas({ lineage, scene, open }: { lineage: Lineage; scene: Scene | null; open: (key: string) => void }) {
  const { graph, selected, select, setCursor } = lineage;
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const [menuAt, setMenuAt] = useState<Point | null>(null);
  const [isFocused, setFocused] = useState(false);
  const [tip, setTip] = useState<Tip | null>(null);
  const hovered = tip?.node ?? -1;

  const keyOf = (node: number) => graph?.keys[node] ?? "";
  const openMenu = (key: string, at: Point) => {
    if (!selected.has(key)) select(key === "" ? [] : [key]);
    if (key !== "") setCursor(key);
    setMenuAt(at);
  };
  const hover = useHover(setTip);
  const actions: PointerActions = {
    hover,
    press: (node, { isShift, isMod }) => {
      host.current?.focus({ preventScroll: true });
      if (node < 0) return select([]);
      const key = keyOf(node);
      const last = [...selected].at(-1);
      setCursor(key);
      if (isShift && last !== undefined && last !== key) return void lineage.showPath(last, key);
      return select(isMod ? toggled(selected, key) : [key]);
    },
    badge: (node) => lineage.toggleFold(keyOf(node)),
    open: (node) => (isFolded(graph?.kind[node]) ? lineage.toggleFold(keyOf(node)) : open(keyOf(node))),
    menu: (node, x, y) => {
      host.current?.focus({ preventScroll: true });
      openMenu(keyOf(node), { x, y });
    },
    band: (nodes, isMore) => select(new Set([...(isMore ? selected : []), ...nodes.map(keyOf)])),
  };
  useStage(surface, lineage, scene, actions);
  useMarks(lineage, scene !== null, hovered, isFocused);

  const onKeyDown = graphKeys(lineage, {
    open: (key) => (isFolded(graph?.kind[graph.indexOf(key)]) ? lineage.toggleFold(key) : open(key)),
    menu: (key) => openMenu(key, pointOfNode(lineage, key, surface.current)),
  });
  const cursorAt = graph?.indexOf(lineage.cursor ?? "") ?? -1;
  return (
    <div className={styles["canvas"]}>
      <div ref={surface} className={styles["surface"]} data-lineage="surface" />
      <div
        ref={host}
        role="tree"
        tabIndex={0}
        aria-label="Lineage"
        aria-multiselectable="true"
        aria-describedby={`${id}-help`}
        aria-activedescendant={cursorAt >= 0 ? idOf(id, lineage.cursor ?? "") : undefined}
        className={styles["tree"]}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => setFocused(target.matches(":focus-visible"))}
        onKeyUp={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        <ShadowTree id={id} lineage={lineage} />
      </div>
      <p id={`${id}-help`} hidden>
        Arrow keys go along edges and through a layer, Home to the focus, End to the farthest. Enter opens, Space selects, the Menu key lists what can be done, V shows the same as a table.
      </p>
      {tip && graph && tip.node >= 0 && menuAt === null ? <TipBox lines={tipOf(graph, tip.node).map(plainText)} x={tip.x} y={tip.y} /> : null}
      <MenuAt at={menuAt} onClose={() => (setMenuAt(null), host.current?.focus({ preventScroll: true }))} label="Actions in the lineage">
        {menuAt ? <LineageMenu lineage={lineage} open={open} /> : null}
      </MenuAt>
    </div>
  );
}

/** The name of what the pointer rests on; it takes no pointer itself and goes with Esc or a move. */
function TipBox({ lines, x, y }: { lines: readonly string[]; x: number; y: number }) {
  const left = Math.min(x + 14, globalThis.innerWidth - 280);
  return (
    <div className={styles["tip"]} style={{ left, top: y + 18 }} aria-hidden="true">
      {lines.map((line, at) => (
        <div key={line} className={at === 0 ? styles["tipTitle"] : styles["tipLine"]}>
          {line}
        </div>
      ))}
    </div>
  );
}

/** Only a pointer that rests highlights: the chain of a large lineage isn't found for every node it passes. */
function useHover(setTip: (tip: Tip | null) => void): PointerActions["hover"] {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(-1);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (node, _edge, x, y) => {
    if (node === last.current) return;
    last.current = node;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTip(node < 0 ? null : { node, x, y }), node < 0 ? 30 : HOVER_MS);
  };
}

/** Tells the stage what stands out: what the pointer is on, else what was asked for, else the selection. */
function useMarks({ graph, stage, marks, shown, cursor, isHidden }: Lineage, isReady: boolean, hovered: number, isFocused: boolean): void {
  const chain = useMemo<Marks | null>(() => (graph && hovered >= 0 && hovered < graph.count ? chainOf(graph, hovered, isHidden) : null), [graph, hovered, isHidden]);
  const latest = useLatest(graph);
  useEffect(() => {
    const now = latest.current;
    if (!isReady || !now) return;
    const all = chain ?? marks;
    const isAll = all !== null && all.count === now.count;
    const dim = isAll ? 1 : chain ? DIM.hover : shown ? DIM.asked : DIM.selection;
    stage.current?.mark({ marks: all, dim, cursor: isFocused && cursor !== null ? now.indexOf(cursor) : -1 });
  }, [chain, cursor, isFocused, isReady, latest, marks, shown, stage]);
}

function pointOfNode({ graph, stage }: Lineage, key: string, surface: HTMLElement | null): Point {
  const node = graph?.indexOf(key) ?? -1;
  const box = surface?.getBoundingClientRect();
  const camera = stage.current?.camera;
  if (!graph || node < 0 || !camera) return { x: (box?.left ?? 0) + 24, y: (box?.top ?? 0) + 24 };
  return { x: (box?.left ?? 0) + ((graph.x[node] ?? 0) - camera.x) * camera.k, y: (box?.top ?? 0) + ((graph.y[node] ?? 0) + (graph.height[node] ?? 0) / 2 - camera.y) * camera.k };
}
