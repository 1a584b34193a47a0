import { act, screen, waitFor, within } from "@testing-library/react";
import { useEffect, useState } from "react";
import { describe, expect, it } from "vitest";
import { setSlots } from "@/lib/slots";
import { runHandler } from "@/lib/commands";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { tableAnswers } from "@/testing/tablesMock";
import type { MockOptions } from "@/testing/mockPlatform";
import { useLocation } from "react-router";
import { CollectionPage } from "./CollectionPage";

const ADDRESS = { entity: "ada", project: "plankton", collection: "plankton-train" };
const ROUTE = "/ada/plankton/plankton-train";

/** The page with a place for its inspector and the address it made. */
function Window() {
  const [aside, setAside] = useState<HTMLElement | null>(null);
  const { search } = useLocation();
  useEffect(() => {
    setSlots({ inspector: aside });
    return () => setSlots({ inspector: null });
  }, [aside]);
  return (
    <>
      <CollectionPage address={ADDRESS} />
      <aside ref={setAside} aria-label="Inspector" />
      <output>{search}</output>
    </>
  );
}

function open(search = "", options: MockOptions = {}) {
  const copied: string[] = [];
  const app = renderApp(<Window />, { route: ROUTE + search, answers: tableAnswers(options.versions ?? 214, false, Date.now()), ...options });
  app.mock.platform.copyText = (text) => {
    copied.push(text);
    return Promise.resolve();
  };
  return { ...app, copied };
}

const grid = () => screen.findByRole("grid", { name: "Versions of plankton-train" });
const cell = (text: string) => screen.findByText(text, { selector: "[role=gridcell] *" });
const filter = () => screen.getByRole("textbox", { name: "Filter versions" });

describe("the page of a collection", () => {
  it("shows facts, rows and counts, and axe finds nothing", async () => {
    const { container } = open();
    await cell("v213");
    expect(screen.getByText("214 of 214")).toBeTruthy();
    expect(screen.getByRole("heading", { name: "plankton-train", level: 1 })).toBeTruthy();
    expect(container.querySelector("[data-drop-collection='ada/plankton/plankton-train']")).toBeTruthy();
    expect(await findAxeProblems(container)).toEqual([]);
  });

  it("keeps the list while the filter can't be read, and marks the mistake", async () => {
    const { user } = open();
    await cell("v213");
    await user.type(filter(), "size:>1XB");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("isn't a size");
    expect(alert.querySelector("mark")?.textContent).toBe(">1XB");
    expect(await cell("v213")).toBeTruthy();
    await user.clear(filter());
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });

  it("names the filter that matches nothing and clears it", async () => {
    const { user } = open();
    await cell("v213");
    await user.type(filter(), "tag:absent");
    expect(await screen.findByRole("heading", { name: "Nothing matches tag:absent" })).toBeTruthy();
    expect(screen.getByText("0 of 214")).toBeTruthy();
    await user.click(within(await grid()).getByRole("button", { name: "Clear the filter" }));
    await cell("v213");
    expect((filter() as HTMLInputElement).value).toBe("");
  });

  it("selects all of a million, says so, and acts on the filter", async () => {
    const { user, mock } = open("", { versions: 1_000_000 });
    await cell("v999999");
    (await grid()).focus();
    await user.keyboard("{Control>}a{/Control}");
    const bar = await screen.findByRole("toolbar", { name: "Actions for the selected versions" });
    expect(bar.textContent).toContain("All 1,000,000 selected");
    await waitFor(() => expect(mock.calls.find(({ command }) => command === "version.delete_plan")?.request).toEqual({ selection: { kind: "filter", collection: "ada/plankton/plankton-train", filter: null, except: [] } }));
    await waitFor(() => expect(document.querySelector("output")?.textContent).toBe("?sel=all"));
  });

  it("compares the two of a filter that are all selected", async () => {
    const { user } = open("", { versions: 2 });
    await cell("v1");
    (await grid()).focus();
    await user.keyboard("{Control>}a{/Control}");
    const bar = await screen.findByRole("toolbar", { name: "Actions for the selected versions" });
    await user.click(within(bar).getByRole("button", { name: /^Compare/ }));
    await waitFor(() => expect(new URLSearchParams(document.querySelector("output")?.textContent ?? "").get("before")).toBe("ada/plankton/plankton-train:v0"));
    expect(new URLSearchParams(document.querySelector("output")?.textContent ?? "").get("after")).toBe("ada/plankton/plankton-train:v1");
  });

  it("jumps to a version of a million by its number", async () => {
    const { user } = open("", { versions: 1_000_000 });
    await cell("v999999");
    await user.click(screen.getByRole("button", { name: "Go to version…" }));
    await user.type(await screen.findByRole("textbox", { name: "Version" }), "v731204{Enter}");
    expect(await cell("v731204")).toBeTruthy();
    (await grid()).focus();
    await user.keyboard("v12");
    expect(await cell("v12")).toBeTruthy();
  });

  it("says when there is no such version", async () => {
    const { user } = open();
    await cell("v213");
    await user.click(screen.getByRole("button", { name: "Go to version…" }));
    await user.type(await screen.findByRole("textbox", { name: "Version" }), "900{Enter}");
    expect(await screen.findByText("There is no v900 here")).toBeTruthy();
  });

  it("offers everything in one menu, with reasons for what isn't possible", async () => {
    const { user } = open();
    await user.pointer({ keys: "[MouseRight]", target: await cell("v205") });
    const menu = await screen.findByRole("menu");
    const names = within(menu).getAllByRole("menuitem").map((item) => item.textContent);
    expect(names.join("|")).toMatch(/Open.*Edit aliases….*Edit tags….*Set TTL….*Describe….*Compare with previous.*Export….*Copy reference.*Restore.*Delete…/);
    expect(within(menu).getByRole("menuitem", { name: /Edit aliases/ }).getAttribute("aria-disabled")).toBe("true");
    await user.click(within(menu).getByRole("menuitem", { name: /Restore/ }));
    expect(await screen.findByText("Restored 1 version")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Undo" })).toBeTruthy();
  });

  it("copies the reference and says so", async () => {
    const { copied } = open("?sel=212");
    await screen.findByRole("heading", { name: "v211" });
    act(() => void runHandler("selection.copyReference"));
    expect(await screen.findByText("Copied plankton/plankton-train:v211")).toBeTruthy();
    expect(copied).toEqual(["plankton/plankton-train:v211"]);
  });

  it("keeps the selection while sorting, and both in the address", async () => {
    const { user } = open("?sel=212");
    await cell("v213");
    await user.click(screen.getByRole("columnheader", { name: /^Version/ }));
    await cell("v0");
    expect(screen.getByRole("heading", { name: "v211" })).toBeTruthy();
    expect(document.querySelector("output")?.textContent).toBe("?sel=212&sort=index");
  });

  it("says what is wrong with a collection that is gone", async () => {
    renderApp(<CollectionPage address={{ ...ADDRESS, collection: "gone" }} />);
    expect(await screen.findByRole("heading", { name: /There is no collection/ })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Go to the project" })).toBeTruthy();
  });
});

describe("the inspector", () => {
  const inspector = () => within(screen.getByRole("complementary", { name: "Inspector" }));

  it("tells from which version an alias moves before it moves, then moves it", async () => {
    const { user, mock, container } = open("?sel=212");
    await user.click(await inspector().findByRole("button", { name: "alias" }));
    await user.type(inspector().getByRole("combobox", { name: "Aliases" }), "baseline");
    expect(await inspector().findByText("moves “baseline” from v206 to v211")).toBeTruthy();
    expect(await findAxeProblems(container)).toEqual([]);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(mock.calls.some(({ command, request }) => command === "alias.add" && (request as { alias: string }).alias === "baseline")).toBe(true));
    expect(await screen.findByText("Added baseline to v211")).toBeTruthy();
  });

  it("asks for bytes on their own when counting takes long", async () => {
    const { mock } = open("?sel=211");
    expect(await inspector().findByText("freed if deleted")).toBeTruthy();
    await waitFor(() => expect(mock.calls.some(({ command }) => command === "version.bytes")).toBe(true));
  });

  it("describes in place", async () => {
    const { user } = open("?sel=212");
    const [edit] = (await inspector().findAllByRole("button", { name: "Edit description" })).slice(-1);
    if (edit) await user.click(edit);
    const field = inspector().getByRole("textbox", { name: "Description" });
    await user.clear(field);
    await user.type(field, "New words");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await inspector().findByText("New words")).toBeTruthy();
  });
});
