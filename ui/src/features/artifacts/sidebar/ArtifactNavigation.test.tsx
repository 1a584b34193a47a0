import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { noteRecent } from "@/lib/recents";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { togglePin } from "../pins";
import { ArtifactNavigation } from "./ArtifactNavigation";
import { collectionId, listedRows, placeOf, typeId } from "./treeNodes";

function open(options = {}) {
  const go = vi.fn<(path: string) => void>();
  return { ...renderApp(<ArtifactNavigation project="ada/plankton" go={go} />, { route: "/ada/plankton", ...options }), go };
}

describe("the sidebar", () => {
  it("shows types with their collections as drop targets, and axe finds nothing", async () => {
    const { container } = open();
    expect(await screen.findByRole("treeitem", { name: /plankton-train/ })).toBeTruthy();
    expect(container.querySelector("[data-drop-type='model']")).toBeTruthy();
    expect(container.querySelector("[data-drop-collection='ada/plankton/plankton-train']")).toBeTruthy();
    expect(await findAxeProblems(container)).toEqual([]);
  });

  it("leads somewhere on click and Enter, not on arrow keys", async () => {
    const { user, go } = open();
    await user.click(await screen.findByRole("treeitem", { name: /plankton-raw/ }));
    expect(go).toHaveBeenLastCalledWith("/ada/plankton/plankton-raw");
    go.mockClear();
    await user.keyboard("{ArrowDown}");
    expect(go).not.toHaveBeenCalled();
    await user.keyboard("{Enter}");
    expect(go).toHaveBeenLastCalledWith("/ada/plankton/plankton-train");
  });

  it("lists the first of 100,000 and leads to the rest", async () => {
    const { user, go } = open({ versions: 1_000_000 });
    const type = await screen.findByRole("treeitem", { name: /dataset/ });
    expect(type.getAttribute("aria-expanded")).toBe("false");
    type.parentElement?.closest<HTMLElement>("[role=tree]")?.focus();
    await user.keyboard("{Home}{ArrowRight}");
    await screen.findByRole("treeitem", { name: /dataset-000010/ });
    await user.keyboard("{Enter}");
    expect(go).toHaveBeenLastCalledWith("/ada/plankton?type=dataset");
    expect(listedRows(100_000)).toBe(51);
  });

  it("shows pins, and none that is gone", async () => {
    togglePin({ address: "ada/plankton/plankton-val", name: "plankton-val", type: "dataset" });
    togglePin({ address: "ada/plankton/gone", name: "gone", type: "dataset" });
    open();
    expect(await screen.findByRole("button", { name: "plankton-val" })).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole("button", { name: "gone" })).toBeNull());
  });

  it("keeps recent places in their order when one goes to one of them", async () => {
    const note = (name: string) => act(() => noteRecent({ path: `/ada/plankton/${name}`, title: `plankton/${name}`, type: "dataset" }));
    for (const name of ["plankton-val", "plankton-raw", "plankton-train"]) note(name);
    open({ route: "/ada/plankton/plankton-raw" });
    const names = () => screen.getAllByRole("button", { name: /^plankton-(val|raw|train)$/ }).map(({ textContent }) => textContent);
    await screen.findByRole("button", { name: "plankton-train" });
    const before = names();
    expect(before).toContain("plankton-raw");
    note("plankton-raw");
    expect(names()).toEqual(before);
  });

  it("reads its ids back", () => {
    expect(placeOf(collectionId("ada/p/a:b"))).toEqual({ kind: "collection", address: "ada/p/a:b" });
    expect(placeOf(typeId("my type"))).toEqual({ kind: "type", type: "my type" });
  });
});
