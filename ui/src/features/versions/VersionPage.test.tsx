import { screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { describe, expect, it } from "vitest";
import { useSlots } from "@/lib/slots";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { shellWord, snippets } from "./page";
import { VersionPage } from "./VersionPage";
import { daysLeftWords } from "./words";

const ADDRESS = { entity: "ada", project: "plankton", collection: "plankton-train", suffix: "v211" };
const show = (suffix = "v211", route = "", options = {}) =>
  renderApp(
    <Routes>
      <Route
        path="*"
        element={
          <>
            <VersionPage address={{ ...ADDRESS, suffix }} />
            <ShownType />
          </>
        }
      />
    </Routes>,
    { route: `/ada/plankton/plankton-train:${suffix}${route}`, ...options },
  );

function ShownType() {
  return <span>{`type for the breadcrumb: ${useSlots().type}`}</span>;
}

describe("version page", () => {
  it("shows facts, description and commands without raw HTML or images", async () => {
    const { container } = show();
    expect(await screen.findByRole("heading", { name: /plankton-train\s*v211/ })).toBeTruthy();
    expect(await screen.findByText("station", { selector: "strong" })).toBeTruthy();
    expect(await screen.findByText(`cairnctl cat ada/plankton/plankton-train:v211 'crops/it'\\''s a test.png'`)).toBeTruthy();
    expect(screen.getByText("408 MiB")).toBeTruthy();
    expect(container.querySelector("img, script, iframe")).toBeNull();
    expect(await findAxeProblems(container)).toEqual([]);
  });
  it("asks for bytes that take long on their own", async () => {
    const { mock } = show("v211", "", { isExtreme: true });
    await waitFor(() => expect(mock.calls.some(({ command }) => command === "version.bytes")).toBe(true));
    expect(await screen.findByText(/2 blobs of this version are damaged/)).toBeTruthy();
  });
  it("says why it lies in the trash and restores it", async () => {
    const { mock, user, container } = show("v205");
    expect(await screen.findByText(/it expired/)).toBeTruthy();
    expect(await findAxeProblems(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Restore" }));
    await waitFor(() => expect(mock.calls.find(({ command }) => command === "trash.restore")?.request).toEqual({ selection: { kind: "versions", versions: [206] } }));
  });
  it("edits the description in place", async () => {
    const { mock, user } = show("v210");
    await user.click(await screen.findByRole("button", { name: "Add a description" }));
    await user.type(screen.getByRole("textbox", { name: "Description" }), "Good one{Control>}{Enter}{/Control}");
    await waitFor(() => expect(mock.calls.find(({ command }) => command === "version.describe")?.request).toEqual({ version: "#211", description: "Good one" }));
    expect((await screen.findAllByRole("button", { name: "Undo" })).length).toBeTruthy();
  });
  it("edits one metadata value, numbers as they were typed", async () => {
    const { mock, user, container } = show("v211", "?tab=metadata");
    const tree = await screen.findByRole("tree", { name: "Metadata" });
    expect(await within(tree).findByText("9007199254740993")).toBeTruthy();
    await user.click(within(tree).getByText("lr"));
    await user.click(screen.getByRole("button", { name: "Edit" }));
    const field = screen.getByRole("textbox", { name: "Value" });
    await user.clear(field);
    await user.type(field, "0.30{Enter}");
    await waitFor(() => expect(mock.calls.find(({ command }) => command === "metadata.set")?.request).toEqual({ selection: { kind: "versions", versions: [212] }, path: "lr", value: "0.30" }));
    expect(await findAxeProblems(container)).toEqual([]);
  });
  it("replaces the whole when a value lies in a list", async () => {
    const { mock, user } = show("v211", "?tab=metadata");
    await user.click(await screen.findByText('"detritus"'));
    await user.click(screen.getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(mock.calls.find(({ command }) => command === "metadata.replace")?.request).toMatchObject({ version: "#212", metadata: expect.stringContaining('"seed":9007199254740993,"lr":0.10,') }));
  });
  it("says what isn't there and offers the way on", async () => {
    show("v999", "", {
      answers: {
        "version.show": () => {
          throw { code: "not-found", message: "There is no version v999 in plankton-train", hint: null };
        },
      },
    });
    expect(await screen.findByText("There is no version v999 in plankton-train")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Open plankton-train" })).toBeTruthy();
    expect(await screen.findByText("type for the breadcrumb: dataset")).toBeTruthy();
  });
});

describe("words", () => {
  it("quotes for the shell", () => {
    expect([shellWord("ada/p/x:v1"), shellWord("a b"), shellWord("it's"), shellWord("-x"), shellWord("$HOME"), shellWord("")]).toEqual(["ada/p/x:v1", "'a b'", String.raw`'it'\''s'`, "'-x'", "'$HOME'", "''"]);
    expect(snippets("ada/p/x:best model", undefined).map(({ command }) => command)).toEqual(["cairnctl get 'ada/p/x:best model'", "cairnctl show 'ada/p/x:best model'"]);
  });
  it("counts the days left", () => {
    const hour = 3_600_000;
    expect([daysLeftWords(167.99 * hour, 0), daysLeftWords(25 * hour, 0), daysLeftWords(5 * hour, 0), daysLeftWords(0.2 * hour, 0), daysLeftWords(-1, 0)]).toEqual(["7 days left", "1 day left", "5 hours left", "Less than an hour left", "Due now"]);
  });
});
