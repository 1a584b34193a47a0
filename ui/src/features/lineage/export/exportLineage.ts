/** Exports: text formats come from the engine, pictures from what is drawn. */
import { call, tellError, type LineageRequest } from "@/api";
import { toast } from "@/components";
import { getPlatform } from "@/platform";
import type { Scene } from "../draw/scene";
import { readTheme } from "../draw/theme";
import type { Lineage } from "../view/useLineage";
import { toPng } from "./png";
import { nodesOf, toSvg, wholeOf, type Cut } from "./svg";

export const TEXT_FORMATS = [
  { id: "mermaid", label: "Mermaid" },
  { id: "dot", label: "Graphviz DOT" },
  { id: "graphml", label: "GraphML" },
  { id: "json", label: "JSON" },
  { id: "csv", label: "CSV of the edges" },
  { id: "openlineage", label: "OpenLineage" },
  { id: "tree", label: "Text tree" },
] as const;

export interface Wish {
  /** `svg`, `png`, or one of the text formats. */
  format: string;
  scale: number;
  isTransparent: boolean;
  /** What is in view only; text formats then hold what is in view, too. */
  isVisible: boolean;
  isCopy: boolean;
}

/** Carries out an export and says how it ended. */
export async function exportLineage({ of, stage }: Pick<Lineage, "of" | "stage">, wish: Wish): Promise<void> {
  const scene = stage.current?.scene ?? null;
  try {
    if (wish.format === "svg" || wish.format === "png") {
      if (scene) await picture(scene, visible(stage.current, scene, wish.isVisible), wish);
      return;
    }
    const { text, name } = await call("lineage.export", { of: wish.isVisible && scene ? narrowed(of, scene, visible(stage.current, scene, true)) : of, format: wish.format });
    await give(text, name, wish.isCopy);
  } catch (error) {
    tellError(error);
  }
}

async function picture(scene: Scene, cut: Cut, { format, scale, isTransparent, isCopy }: Wish): Promise<void> {
  const plain = scene.theme.isForced ? { ...scene, theme: readTheme(document.body, "light") } : scene;
  if (format === "svg") return give(toSvg(plain, cut, isTransparent), "lineage.svg", isCopy);
  const { blob, ending, tiles } = await toPng(plain, cut, scale, isTransparent);
  if (isCopy && ending === "png") {
    await getPlatform().copyImage(blob);
    toast({ text: "Copied the picture", key: "copy", duration: 4000 });
  } else if (await getPlatform().saveAs(`lineage.${ending}`, blob)) toast({ text: tiles > 1 ? `Saved the picture in ${tiles} tiles` : "Saved the picture", key: "export" });
}

async function give(text: string, name: string, isCopy: boolean): Promise<void> {
  if (isCopy) {
    await getPlatform().copyText(text);
    toast({ text: `Copied ${name}`, key: "copy", duration: 4000 });
  } else if (await getPlatform().saveAs(name, text)) toast({ text: `Saved ${name}`, key: "export" });
}

function visible(stage: Lineage["stage"]["current"], scene: Scene, isVisible: boolean): Cut {
  if (!isVisible || !stage) return wholeOf(scene);
  const { x, y, k } = stage.camera;
  return { left: x, top: y, right: x + stage.size.width / k, bottom: y + stage.size.height / k };
}

/** The request for just the versions that are in view: by their names, as a query. */
function narrowed(of: LineageRequest, scene: Scene, cut: Cut): LineageRequest {
  const { title } = scene.graph.picture.nodes;
  const words = nodesOf(scene, cut)
    .filter((node) => (scene.graph.kind[node] ?? 9) < 2)
    .map((node) => (scene.graph.kind[node] === 0 ? quoted(title[node] ?? "") : `run:${quoted(title[node] ?? "")}`));
  return words.length === 0 ? of : { ...of, query: words.join(" ") };
}

function quoted(text: string): string {
  return /^[\p{L}\p{N}._:-]+$/u.test(text) && !/^\d+$/.test(text) ? text : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
