/** Mouse, pen, touch and wheel over the stage. Actions happen when the button comes up; a drag is always also possible by keys. */
import { CARD_ZOOM, panBy, zoomAt } from "../model/camera";
import { edgeAt, isOnBadge, nodeAt, nodesIn } from "../model/hit";
import type { Stage } from "./Stage";

export interface PointerActions {
  /** What the pointer is over: a node, else an edge, else −1. */
  hover: (node: number, edge: number, x: number, y: number) => void;
  /** A click; −1 on nothing. */
  press: (node: number, keys: { isShift: boolean; isMod: boolean }) => void;
  badge: (node: number) => void;
  open: (node: number) => void;
  menu: (node: number, x: number, y: number) => void;
  /** The rubber band was let go. */
  band: (nodes: number[], isMore: boolean) => void;
}

const DRAG_PX = 4;
const LINE_PX = 18;

interface Down {
  x: number;
  y: number;
  isShift: boolean;
  isMod: boolean;
  isDrag: boolean;
  button: number;
}

export function connectPointer(stage: Stage, actions: PointerActions): () => void {
  const { host } = stage;
  const pointers = new Map<number, { x: number; y: number }>();
  let down: Down | null = null;
  let pinch = 0;

  const place = (event: MouseEvent) => {
    const box = host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const under = (x: number, y: number): [node: number, edge: number] => {
    const { scene, camera } = stage;
    if (!scene) return [-1, -1];
    const at = stage.toPicture(x, y);
    const node = nodeAt(scene.graph, at.x, at.y, scene.isHidden, Math.min(40, 6 / camera.k));
    return [node, node >= 0 || camera.k < 0.3 ? -1 : edgeAt(scene.graph, at.x, at.y, scene.isHidden, 6 / camera.k)];
  };

  const onDown = (event: PointerEvent) => {
    if (event.button > 1) return;
    const at = place(event);
    pointers.set(event.pointerId, at);
    host.setPointerCapture?.(event.pointerId);
    pinch = pointers.size === 2 ? spread(pointers) : 0;
    down = { ...at, isShift: event.shiftKey, isMod: event.ctrlKey || event.metaKey, isDrag: pointers.size > 1, button: event.button };
  };
  const onMove = (event: PointerEvent) => {
    const at = place(event);
    const before = pointers.get(event.pointerId);
    if (!down || !before) {
      const [node, edge] = under(at.x, at.y);
      return actions.hover(node, edge, event.clientX, event.clientY);
    }
    pointers.set(event.pointerId, at);
    if (pointers.size === 2) return onPinch(at, before);
    if (!down.isDrag && Math.hypot(at.x - down.x, at.y - down.y) < DRAG_PX) return undefined;
    if (!down.isDrag) actions.hover(-1, -1, 0, 0);
    down.isDrag = true;
    if (down.isShift) return drawBand(at);
    host.dataset["grab"] = "";
    stage.look(panBy(stage.camera, before.x - at.x, before.y - at.y));
    return undefined;
  };
  const onPinch = (at: { x: number; y: number }, before: { x: number; y: number }) => {
    const now = spread(pointers);
    const moved = panBy(stage.camera, (before.x - at.x) / 2, (before.y - at.y) / 2);
    const [a, b] = [...pointers.values()];
    if (a && b && pinch > 0) stage.look(zoomAt(moved, moved.k * (now / pinch), (a.x + b.x) / 2, (a.y + b.y) / 2));
    pinch = now;
  };
  const drawBand = (at: { x: number; y: number }) => {
    if (!down) return;
    const a = stage.toPicture(down.x, down.y);
    const b = stage.toPicture(at.x, at.y);
    stage.showBand({ left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) });
  };
  const onUp = (event: PointerEvent) => {
    pointers.delete(event.pointerId);
    if (!down || pointers.size > 0) return;
    const { isDrag, isShift, isMod, button } = down;
    down = null;
    delete host.dataset["grab"];
    const { band, scene } = stage;
    if (band && scene) {
      stage.showBand(null);
      return actions.band(nodesIn(scene.graph, band.left, band.top, band.right, band.bottom, scene.isHidden), isMod);
    }
    if (isDrag) return stage.look(stage.camera, true);
    if (button !== 0) return undefined;
    const at = place(event);
    const [node] = under(at.x, at.y);
    const spot = stage.toPicture(at.x, at.y);
    if (node >= 0 && scene && !isShift && !isMod && stage.camera.k >= CARD_ZOOM && isOnBadge(scene.graph, node, spot.x, spot.y)) return actions.badge(node);
    return actions.press(node, { isShift, isMod });
  };
  const onCancel = (event: PointerEvent) => {
    pointers.delete(event.pointerId);
    down = null;
    delete host.dataset["grab"];
    stage.showBand(null);
  };
  const onLeave = () => down ?? actions.hover(-1, -1, 0, 0);
  const onOpen = (event: MouseEvent) => {
    const at = place(event);
    const [node] = under(at.x, at.y);
    if (node >= 0) actions.open(node);
  };
  const onMenu = (event: MouseEvent) => {
    event.preventDefault();
    down = null;
    const at = place(event);
    actions.menu(under(at.x, at.y)[0], event.clientX, event.clientY);
  };
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? stage.size.height : 1;
    const at = place(event);
    if (event.ctrlKey || event.metaKey) {
      const by = Math.max(-240, Math.min(240, event.deltaY * unit));
      return stage.look(zoomAt(stage.camera, stage.camera.k * Math.exp(-by * 0.0022), at.x, at.y));
    }
    const isSideways = event.shiftKey && event.deltaX === 0;
    return stage.look(panBy(stage.camera, (isSideways ? event.deltaY : event.deltaX) * unit, (isSideways ? 0 : event.deltaY) * unit));
  };

  const listeners: [string, (event: never) => void, AddEventListenerOptions?][] = [
    ["pointerdown", onDown],
    ["pointermove", onMove],
    ["pointerup", onUp],
    ["pointercancel", onCancel],
    ["pointerleave", onLeave],
    ["dblclick", onOpen],
    ["contextmenu", onMenu],
    ["wheel", onWheel, { passive: false }],
  ];
  for (const [name, listener, options] of listeners) host.addEventListener(name, listener as EventListener, options);
  return () => {
    for (const [name, listener] of listeners) host.removeEventListener(name, listener as EventListener);
  };
}

function spread(pointers: ReadonlyMap<number, { x: number; y: number }>): number {
  const [a, b] = [...pointers.values()];
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}
