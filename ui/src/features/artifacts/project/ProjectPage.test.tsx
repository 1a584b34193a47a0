import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { ArtifactDialogs } from "../dialogs/ArtifactDialogs";
import { ProjectPage } from "./ProjectPage";

const page = (
  <>
    <ProjectPage address={{ entity: "ada", project: "plankton" }} />
    <ArtifactDialogs />
  </>
);
const open = (route = "/ada/plankton", options = {}) => renderApp(page, { route, ...options });

describe("the page of a project", () => {
  it("lists its collections, and axe finds nothing", async () => {
    const { container } = open();
    expect(await screen.findByRole("link", { name: /plankton-train/ })).toBeTruthy();
    expect(container.querySelector("[data-drop-collection='ada/plankton/plankton-raw']")).toBeTruthy();
    expect(await findAxeProblems(container)).toEqual([]);
  });

  it("filters by name in the engine and clears again", async () => {
    const { user, mock } = open();
    await screen.findByRole("link", { name: /vit-plankton/ });
    await user.type(screen.getByRole("textbox", { name: "Filter collections by name" }), "zzz");
    expect(await screen.findByRole("heading", { name: "Nothing matches zzz" })).toBeTruthy();
    expect(mock.calls.findLast(({ command }) => command === "collection.list")?.request).toMatchObject({ filter: "zzz" });
    await user.click(screen.getByRole("button", { name: "Clear the filter" }));
    expect(await screen.findByRole("link", { name: /vit-plankton/ })).toBeTruthy();
  });

  it("shows only its own on the page of a type", async () => {
    const { container } = open("/ada/plankton?type=model");
    expect(await screen.findByRole("link", { name: /resnet-plankton/ })).toBeTruthy();
    expect(screen.queryByRole("link", { name: /plankton-raw/ })).toBeNull();
    expect(container.querySelector("[data-drop-type='model']")).toBeTruthy();
  });

  it("has a first step when empty", async () => {
    open("/ada/plankton", { isEmpty: true });
    expect(await screen.findByRole("heading", { name: "No collections yet" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Log a version…" })).toBeTruthy();
  });

  it("renames by F2, keeps a refusal in the dialog, and offers Undo", async () => {
    const { user, container } = open();
    await screen.findByRole("link", { name: /contact-sheets/ });
    screen.getByRole("grid").focus();
    await user.keyboard("{Home}{F2}");
    const field = await screen.findByRole("textbox", { name: "Name" });
    await user.clear(field);
    await user.type(field, "a/b{Enter}");
    expect(await screen.findByText(/contains "\/"/)).toBeTruthy();
    expect(await findAxeProblems(container.ownerDocument.body)).toEqual([]);
    await user.clear(field);
    await user.type(field, "sheets{Enter}");
    expect(await screen.findByText("Renamed to sheets")).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("says what deleting takes along", async () => {
    const { user } = open();
    await user.pointer({ keys: "[MouseRight]", target: await screen.findByRole("link", { name: /plankton-train/ }) });
    await user.click(await screen.findByRole("menuitem", { name: /Delete…/ }));
    expect(await screen.findByText(/^in 7 days; it can be restored until then/)).toBeTruthy();
    expect((await screen.findByText("Really freed")).nextElementSibling?.textContent).toMatch(/^57.0 GiB once the trash lets go/);
    await user.click(screen.getByRole("button", { name: "Delete collection" }));
    expect(await screen.findByText("Moved 214 versions to the trash")).toBeTruthy();
  });
});

