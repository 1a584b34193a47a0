import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { selectedIds } from "./restore";
import { TrashPage } from "./TrashPage";

describe("trash", () => {
  it("restores what is selected", async () => {
    const { mock, user, container } = renderApp(<TrashPage />, { route: "/-/trash" });
    await user.click(await screen.findByTitle("ada/plankton/plankton-train:v204"));
    expect(await findAxeProblems(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Restore 1 version" }));
    await waitFor(() => expect(mock.calls.find(({ command }) => command === "trash.restore")?.request).toEqual({ selection: { kind: "versions", versions: [205] } }));
    expect((await screen.findAllByRole("button", { name: "Undo" })).length).toBeTruthy();
  });
  it("reads the ids of all but the unticked", async () => {
    renderApp(<TrashPage />, { route: "/-/trash" });
    const ids = await selectedIds({ all: true, keys: new Set([206]) }, null);
    expect(ids).toHaveLength(8);
    expect(ids).not.toContain(206);
  });
  it("is empty in words, and says when a filter hides all", async () => {
    const { user } = renderApp(<TrashPage />, { route: "/-/trash", isEmpty: true });
    expect(await screen.findByText("Trash is empty")).toBeTruthy();
    await user.type(screen.getByRole("textbox"), "zzz");
    expect(await screen.findByText("Nothing in the trash contains “zzz”")).toBeTruthy();
  });
});
