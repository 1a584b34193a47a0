import { screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { describe, expect, it } from "vitest";
import type { LineagePicture, LineageRequest } from "@/api";
import { useCommandKeys } from "@/app/useCommandKeys";
import { findAxeProblems } from "@/testing/axe";
import { lineageAnswers } from "@/testing/lineageMock";
import { renderApp } from "@/testing/render";
import { readTheme } from "../draw/theme";
import { toSvg, wholeOf } from "../export/svg";
import type { Scene } from "../draw/scene";
import { LineagePage } from "../LineagePage";
import { LineageTab } from "../LineageTab";
import { Graph } from "../model/Graph";
import { lensView } from "../model/lens";
import { mistakeOf, withWord } from "../toolbar/queryText";
import { nameOfKey, readView, requestOf, writeView, type ViewParams } from "./address";
import { moved } from "./useStage";
import { settled } from "./useView";

const OF: LineageRequest = { root: "#212", project: null, mode: "full", depth: null, query: null, types: [], after: null, before: null, hide: null, fold: null, fold_by: null, open: [], pulled: [], metadata: null };
const answers = lineageAnswers({ now: Date.UTC(2026, 10, 24) });
const graphOf = (of: Partial<LineageRequest> = {}) => new Graph(answers["lineage.picture"]?.({ of: { ...OF, ...of }, direction: null, previous: null, anchor: null }) as LineagePicture);

function Keys({ children }: { children: React.ReactNode }) {
  useCommandKeys();
  return children;
}

const show = (route = "", options = {}) =>
  renderApp(
    <Keys>
      <Routes>
        <Route path="*" element={<LineageTab home="#212" project="ada/plankton" />} />
      </Routes>
    </Keys>,
    { route: `/ada/plankton/plankton-train:v211?tab=lineage${route}`, ...options },
  );
const tree = async () => {
  const found = await screen.findByRole("tree", { name: "Lineage" });
  await waitFor(() => expect(found.querySelector("[role=treeitem]")).toBeTruthy());
  return found;
};
const cursorOf = (element: HTMLElement) => document.getElementById(element.getAttribute("aria-activedescendant") ?? "")?.getAttribute("aria-label") ?? "";

describe("address of a view", () => {
  it("comes back as it was written, and leaves the rest of the address alone", () => {
    const view: ViewParams = {
      mode: "full",
      depth: 3,
      query: '+"mnist:best model" type:model',
      types: ["data,set", "model"],
      after: 5,
      before: 9,
      hide: "runs",
      isFolded: true,
      foldBy: "job",
      open: ["c1"],
      pulled: ["v2", "v3"],
      lens: "number",
      metadata: "acc",
      focus: "run:#7",
      isTable: true,
      isDown: true,
      hidden: ["v9"],
      pins: ["r1"],
      selected: ["v1"],
      camera: { x: -3.5, y: 12, k: 0.25 },
    };
    const written = writeView(new URLSearchParams("tab=lineage"), view, "direct");
    expect(readView(new URLSearchParams(written.toString()), "direct")).toEqual(view);
    expect(written.get("tab")).toBe("lineage");
    const empty = writeView(written, readView(new URLSearchParams(), "direct"), "direct");
    expect(empty.toString()).toBe("tab=lineage");
  });
  it("takes odd addresses for what isn't said", () => {
    const view = readView(new URLSearchParams("mode=sideways&depth=-2&view=a,b&lens=x&fold=y"), "up");
    expect(view).toMatchObject({ mode: "up", depth: null, camera: null, lens: "type", isFolded: true, foldBy: null });
  });
  it("keeps lists that say the same", () => {
    const read = (text: string) => readView(new URLSearchParams(text), "direct");
    const before = read("without=v1,v2&pins=r1&view=1,2,1");
    const after = settled(read("without=v1,v2&pins=r1,r2&view=5,2,1"), before);
    expect([after.hidden === before.hidden, after.pins === before.pins, after.camera?.x]).toEqual([true, false, 5]);
  });
  it("becomes a request", () => {
    expect(requestOf(readView(new URLSearchParams("mode=project&fold=no"), "direct"), "#1", "ada/p")).toMatchObject({ root: null, mode: "project", fold: false });
    expect([nameOfKey("v12"), nameOfKey("r7"), nameOfKey("c3")]).toEqual(["#12", "run:#7", null]);
  });
});

describe("query", () => {
  it("points at the character and marks its word", () => {
    expect(mistakeOf("+mnist colour:red x", { error: "there is no field colour", error_at: 7 })).toEqual({ before: "+mnist ", marked: "colour:red", after: " x", why: "There is no field colour." });
    expect(mistakeOf("a", { error: null, error_at: null })).toBeNull();
    expect(withWord("type:da x", { start: 0, end: 7 }, "type:dataset")).toEqual({ text: "type:dataset x", at: 12 });
  });
  it("shows a mistake in place and keeps the picture", async () => {
    const { user, mock } = show();
    await tree();
    const pictures = () => mock.calls.filter(({ command }) => command === "lineage.picture").length;
    const before = pictures();
    await user.type(screen.getByRole("textbox", { name: "Query" }), "colour:red");
    expect((await screen.findByRole("alert")).textContent).toContain("There is no field colour");
    expect(pictures()).toBe(before);
  });
  it("narrows by words that it offers", async () => {
    const { user, mock } = show("&mode=project");
    await tree();
    await user.type(screen.getByRole("textbox", { name: "Query" }), "type:ev");
    await user.click(await screen.findByRole("option", { name: "type:evaluation" }));
    await waitFor(() => expect(mock.calls.findLast(({ command }) => command === "lineage.picture")?.request).toMatchObject({ of: { query: "type:evaluation" } }));
  });
});

describe("anchor", () => {
  const still = (graph: Graph, other: Graph, key: string, anchor: string | null) => {
    let camera = { x: 30, y: 40, k: 0.8 };
    const place = (of: Graph) => [((of.x[of.indexOf(key)] ?? 0) - camera.x) * camera.k, ((of.y[of.indexOf(key)] ?? 0) - camera.y) * camera.k];
    const before = place(graph);
    const shift = moved(graph, other, { camera, look: (next) => (camera = next) }, anchor);
    expect(place(other)).toEqual(before.map((value) => expect.closeTo(value, 2)));
    return shift;
  };
  it("stays under the pointer when one is pulled out, and the others come from where they were", () => {
    const graph = graphOf();
    const cluster = graph.keys.find((_, at) => graph.picture.nodes.title[at] === "resnet-plankton ×48") ?? "";
    const member = answers["lineage.members"]?.({ of: OF, key: cluster, text: null, sort: null, rows: { start: 5, count: 1 } }) as { rows: { key: string }[] };
    const other = graphOf({ pulled: [member.rows[0]?.key ?? ""] });
    const shift = still(graph, other, cluster, cluster);
    expect(shift?.[other.indexOf(cluster) * 2]).toBeCloseTo(0, 2);
  });
  it("when it is opened and gone, what it hung on stays", () => {
    const graph = graphOf();
    const at = graph.picture.nodes.title.indexOf("resnet-plankton ×48");
    const other = graphOf({ open: [graph.keys[at] ?? ""] });
    expect(other.count).toBe(graph.count + 47);
    still(graph, other, graph.keys[graph.before(at)[0] ?? 0] ?? "", graph.keys[at] ?? "");
  });
});

describe("SVG", () => {
  it("parses and has the same nodes and edges", () => {
    const graph = graphOf({ mode: "project", root: null });
    graph.picture.nodes.title[0] = `<b>"&\u202e\ud800'`;
    const none = () => new Uint8Array(graph.count);
    const scene: Scene = { graph, theme: readTheme(), lens: lensView(graph, "type"), icons: new Map(), isHidden: none(), isPinned: none(), isSelected: none(), focus: graph.root };
    const svg = new DOMParser().parseFromString(toSvg(scene, wholeOf(scene), false), "image/svg+xml");
    expect(svg.querySelector("parsererror")).toBeNull();
    expect([...svg.querySelectorAll("g[data-key]")].map((node) => node.getAttribute("data-key"))).toEqual([...graph.keys]);
    const pairs = [...svg.querySelectorAll("path[data-from]")].map((edge) => `${edge.getAttribute("data-from")} ${edge.getAttribute("data-to")}`);
    expect(pairs).toEqual(Array.from({ length: graph.edgeCount }, (_, edge) => `${graph.keys[graph.from[edge] ?? 0]} ${graph.keys[graph.to[edge] ?? 0]}`));
    scene.isHidden[0] = 1;
    expect(toSvg(scene, wholeOf(scene), true)).not.toContain(`data-key="${graph.keys[0]}"`);
  });
});

describe("lineage tab", () => {
  it("is one Tab stop that keys walk, and tells where one is", async () => {
    const { user, container } = show("&mode=full");
    const graph = await tree();
    expect(await findAxeProblems(container)).toEqual([]);
    graph.focus();
    expect(cursorOf(graph)).toContain("plankton-train:v211, dataset");
    await user.keyboard("{ArrowLeft}");
    expect(cursorOf(graph)).toContain("train-split-0409, run, preprocess");
    expect(screen.getAllByRole("status").some(({ textContent }) => textContent?.includes("train-split-0409"))).toBe(true);
    await user.keyboard("{End}{Home}");
    expect(cursorOf(graph)).toContain("plankton-train:v211");
    await user.keyboard("{ArrowRight}{ArrowDown}");
    expect(graph.querySelectorAll("[role=treeitem]").length).toBeLessThan(40);
  });
  it("opens and closes a cluster by E, naming the picture before and the anchor", async () => {
    const { user, mock } = show("&mode=full");
    const graph = await tree();
    graph.focus();
    await user.keyboard("{Home}{ArrowRight}");
    for (let step = 0; step < 4 && !cursorOf(graph).includes("sweep-resnet"); step += 1) await user.keyboard("{ArrowDown}");
    await user.keyboard("{ArrowRight}");
    expect(cursorOf(graph)).toContain("resnet-plankton ×48, folded, 48 members");
    await user.keyboard("e");
    await waitFor(() => expect(mock.calls.findLast(({ command }) => command === "lineage.picture")?.request).toMatchObject({ previous: "p1", anchor: expect.stringMatching(/^c/), of: { open: [expect.stringMatching(/^c/)] } }));
    await waitFor(() => expect(cursorOf(graph)).toContain("resnet-plankton:v"));
    // And its members back into it by the same key.
    await user.keyboard("e");
    await waitFor(() => expect(cursorOf(graph)).toContain("resnet-plankton ×48, folded, 48 members"));
    expect(mock.calls.findLast(({ command }) => command === "lineage.picture")?.request).toMatchObject({ of: { open: [] } });
  });
  it("keeps letters for the graph", async () => {
    const { user, mock } = show();
    await tree();
    await user.type(screen.getByRole("textbox", { name: "Query" }), "v");
    expect(screen.queryByRole("grid")).toBeNull();
    (await tree()).focus();
    await user.keyboard("v");
    expect(await screen.findByRole("grid", { name: "Lineage as a table" })).toBeTruthy();
    await waitFor(() => expect(mock.calls.some(({ command }) => command === "lineage.list")).toBe(true));
  });
  it("shows the same as a table, with the same selection", async () => {
    const { container, user } = show("&mode=full&as=table&selected=v212");
    const grid = await screen.findByRole("grid", { name: "Lineage as a table" });
    expect(await within(grid).findByTitle("ada/plankton/plankton-raw:v17")).toBeTruthy();
    await waitFor(() => expect(within(grid).getAllByRole("row").some((row) => row.getAttribute("aria-selected") === "true" && row.textContent?.includes("plankton-train:v211"))).toBe(true));
    expect(await findAxeProblems(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Show as a picture" }));
    expect(await tree()).toBeTruthy();
  });
  it("has the menu of a version by the Menu key", async () => {
    const { user } = show();
    (await tree()).focus();
    await user.keyboard("{ContextMenu}");
    const menu = await screen.findByRole("menu", { name: "Actions in the lineage" });
    for (const name of [/Refocus/, /Show impact/, /Hide/, /Add input/]) expect(within(menu).getByRole("menuitem", { name })).toBeTruthy();
    expect(await within(menu).findByRole("menuitem", { name: /TTL/ })).toBeTruthy();
  });
  it("says that no run has used it and offers to add an input", async () => {
    show("", { isEmpty: true });
    expect(await screen.findByText("No run has used or produced this version")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Add input…" })).toBeTruthy();
  });
  it("says why it can't be shown, and tries again", async () => {
    let times = 0;
    const { user } = show("", {
      answers: {
        "lineage.picture": (request: Parameters<NonNullable<(typeof answers)["lineage.picture"]>>[0]) => {
          times += 1;
          if (times === 1) throw { code: "request-invalid", message: "The layout was lost", hint: null };
          return answers["lineage.picture"]?.(request);
        },
      },
    });
    expect(await screen.findByText("The layout was lost")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Retry" }));
    expect(await tree()).toBeTruthy();
  });
  it("asks before a picture of very much", async () => {
    const { user, mock } = renderApp(<LineagePage />, { route: "/-/lineage?project=ada/plankton", answers: { "lineage.list": () => ({ total: 412_000, start: 0, rows: [] }) } });
    await screen.findByText("412,000 versions and runs");
    expect(mock.calls.some(({ command }) => command === "lineage.picture")).toBe(false);
    await user.click(screen.getByRole("button", { name: "Draw all 412,000" }));
    expect(await tree()).toBeTruthy();
  });
});
