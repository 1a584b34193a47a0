import { Fullscreen, Minus, Plus, RotateCcw } from "lucide-react";
import { useEffect, useRef, useState, type PointerEvent } from "react";
import { IconButton } from "@/components";
import type { Scene } from "../draw/scene";
import { hueOf } from "../draw/scene";
import { clampZoom, LEAST_ZOOM, MAP_NODES, MOST_ZOOM, zoomAt } from "../model/camera";
import { enter } from "./useStage";
import { fitAll, zoomBy } from "./useLineageCommands";
import type { Lineage } from "./useLineage";
import styles from "./Minimap.module.css";

const WIDTH = 176;
const HEIGHT = 104;
/** Left free around the picture, so that its rim can be seen and the frame closes. */
const RIM = 6;
const STEPS = 100;

/** Where one is in the whole, and how close; the rectangle can be dragged. */
export function Minimap({ lineage, scene }: { lineage: Lineage; scene: Scene | null }) {
  const k = useZoom(lineage);
  const count = lineage.graph?.count ?? 0;
  return (
    <div className={styles["box"]}>
      {scene && count >= MAP_NODES ? <Map lineage={lineage} scene={scene} /> : null}
      <div className={styles["zoom"]} role="group" aria-label="Zoom">
        <IconButton size="small" label="Zoom out" shortcut="−" icon={<Minus />} onPress={() => zoomBy(lineage, 1 / 1.25)} />
        <input
          type="range"
          className={styles["slider"]}
          min={0}
          max={STEPS}
          value={Math.round(toSlider(k))}
          aria-label="Zoom"
          aria-valuetext={`${Math.round(k * 100)} %`}
          onChange={({ target }) => {
            const { current } = lineage.stage;
            if (current) current.look(zoomAt(current.camera, fromSlider(Number(target.value)), current.size.width / 2, current.size.height / 2));
          }}
        />
        <output className={styles["percent"]}>{`${k < 0.1 ? (k * 100).toFixed(1) : Math.round(k * 100)} %`}</output>
        <IconButton size="small" label="Zoom in" shortcut="+" icon={<Plus />} onPress={() => zoomBy(lineage, 1.25)} />
        <IconButton size="small" label="Fit everything" shortcut="0" icon={<Fullscreen />} onPress={() => fitAll(lineage)} />
        <IconButton size="small" label="As at the start" icon={<RotateCcw />} onPress={() => lineage.stage.current && lineage.graph && lineage.stage.current.look(enter(lineage.graph, lineage.stage.current), true)} />
      </div>
    </div>
  );
}

function toSlider(k: number): number {
  return (Math.log(k / LEAST_ZOOM) / Math.log(MOST_ZOOM / LEAST_ZOOM)) * STEPS;
}

function fromSlider(value: number): number {
  return clampZoom(LEAST_ZOOM * (MOST_ZOOM / LEAST_ZOOM) ** (value / STEPS));
}

/** The zoom as it is, at most once in a frame. */
function useZoom({ stage, graph }: Lineage): number {
  const [k, setK] = useState(1);
  useEffect(() => {
    const current = stage.current;
    if (!current) return undefined;
    setK(current.camera.k);
    return current.watch((camera) => setK(camera.k));
  }, [graph, stage]);
  return k;
}

function Map({ lineage, scene }: { lineage: Lineage; scene: Scene }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const { stage } = lineage;
  const { width, height } = scene.graph.picture;
  const scale = Math.min((WIDTH - 2 * RIM) / Math.max(1, width), (HEIGHT - 2 * RIM) / Math.max(1, height));
  const [dx, dy] = [(WIDTH - width * scale) / 2, (HEIGHT - height * scale) / 2];

  useEffect(() => {
    if (canvas.current) drawMap(canvas.current, scene, scale, dx, dy);
  }, [dx, dy, scale, scene]);
  // The rectangle follows by itself: nothing is rendered while one pans.
  useEffect(() => {
    const current = stage.current;
    if (!current) return undefined;
    const place = () => {
      const { x, y, k } = current.camera;
      const style = frame.current?.style;
      if (!style) return;
      const left = Math.max(0, x * scale + dx);
      const top = Math.max(0, y * scale + dy);
      style.transform = `translate(${left}px, ${top}px)`;
      style.width = `${Math.max(6, Math.min(WIDTH, (x + current.size.width / k) * scale + dx) - left)}px`;
      style.height = `${Math.max(6, Math.min(HEIGHT, (y + current.size.height / k) * scale + dy) - top)}px`;
    };
    place();
    return current.watch(place);
  }, [dx, dy, scale, stage]);

  const move = (event: PointerEvent<HTMLDivElement>) => {
    const current = stage.current;
    if (!current || event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const { k } = current.camera;
    const x = (event.clientX - box.left - dx) / scale - current.size.width / 2 / k;
    const y = (event.clientY - box.top - dy) / scale - current.size.height / 2 / k;
    current.look({ k, x, y });
  };
  return (
    <div
      className={styles["map"]}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={move}
    >
      <canvas ref={canvas} />
      <div ref={frame} className={styles["frame"]} />
    </div>
  );
}

/** Every node as a speck of its colour. */
function drawMap(canvas: HTMLCanvasElement, scene: Scene, scale: number, dx: number, dy: number): void {
  const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
  canvas.width = WIDTH * ratio;
  canvas.height = HEIGHT * ratio;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(ratio, ratio);
  const { graph, isHidden } = scene;
  for (let node = 0; node < graph.count; node += 1) {
    if (isHidden[node] === 1) continue;
    const w = Math.max(1.5, (graph.width[node] ?? 0) * scale);
    const h = Math.max(1.2, (graph.height[node] ?? 0) * scale);
    context.fillStyle = node === scene.focus ? scene.theme.accent : hueOf(scene, node);
    context.globalAlpha = node === scene.focus ? 1 : 0.6;
    context.fillRect((graph.x[node] ?? 0) * scale + dx - w / 2, (graph.y[node] ?? 0) * scale + dy - h / 2, w, h);
  }
}
