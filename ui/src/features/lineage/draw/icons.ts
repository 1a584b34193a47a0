/** Icons of the page for the canvas and the export: taken from the elements that React drew, so that there is one source for them. */

/** Icons are drawn on a field of so many units. */
export const ICON_UNITS = 24;

export interface Icon {
  /** What is stroked on the canvas. */
  path: Path2D | null;
  /** The same for an SVG file. */
  markup: string;
}

/** Reads the icons out of a hidden element whose children carry `data-icon`. */
export function readIcons(host: Element): Map<string, Icon> {
  const icons = new Map<string, Icon>();
  for (const holder of host.querySelectorAll("[data-icon]")) {
    const svg = holder.querySelector("svg");
    if (svg) icons.set(holder.getAttribute("data-icon") ?? "", { path: pathOf(svg), markup: svg.innerHTML });
  }
  return icons;
}

function pathOf(svg: Element): Path2D | null {
  if (typeof Path2D === "undefined") return null;
  const path = new Path2D();
  for (const shape of svg.children) addShape(path, shape);
  return path;
}

function addShape(path: Path2D, shape: Element): void {
  const number = (name: string) => Number(shape.getAttribute(name) ?? 0);
  const points = () => (shape.getAttribute("points") ?? "").trim().split(/[\s,]+/).map(Number);
  switch (shape.tagName.toLowerCase()) {
    case "path":
      return path.addPath(new Path2D(shape.getAttribute("d") ?? ""));
    case "rect":
      return path.roundRect(number("x"), number("y"), number("width"), number("height"), number("rx"));
    case "circle":
      return ring(path, number("cx"), number("cy"), number("r"), number("r"));
    case "ellipse":
      return ring(path, number("cx"), number("cy"), number("rx"), number("ry"));
    case "line":
      path.moveTo(number("x1"), number("y1"));
      return path.lineTo(number("x2"), number("y2"));
    case "polyline":
    case "polygon": {
      const all = points();
      for (let at = 0; at < all.length; at += 2) path[at === 0 ? "moveTo" : "lineTo"](all[at] ?? 0, all[at + 1] ?? 0);
      if (shape.tagName.toLowerCase() === "polygon") path.closePath();
      return undefined;
    }
    default:
      return undefined;
  }
}

function ring(path: Path2D, x: number, y: number, rx: number, ry: number): void {
  path.moveTo(x + rx, y);
  path.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2);
}
