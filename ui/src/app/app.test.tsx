import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { connectEvents } from "@/api";
import { findAxeProblems } from "@/testing/axe";
import { HOST } from "@/testing/mockData";
import { renderApp } from "@/testing/render";
import { COMMAND_LIST, keysOf } from "./commands";
import { Shell } from "./Shell";
import { StoreGate } from "./StoreGate";
import { findCommand } from "./useCommandKeys";

const app = (
  <StoreGate>
    <Shell />
  </StoreGate>
);

describe("the list of commands", () => {
  it("has each id once and no keys twice", () => {
    const ids = COMMAND_LIST.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = COMMAND_LIST.flatMap((command) => keysOf(command, {}));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it("leaves text fields their keys and single letters to lists", () => {
    const input = document.createElement("input");
    expect(findCommand("Mod+Z", input, {})).toBeUndefined();
    expect(findCommand("Mod+K", input, {})?.id).toBe("view.palette");
    expect(findCommand("A", document.body, {})).toBeUndefined();
    const grid = document.createElement("div");
    grid.setAttribute("role", "grid");
    expect(findCommand("A", grid, {})?.id).toBe("selection.aliases");
    expect(findCommand("Mod+J", document.body, { "view.palette": ["Mod+J"] })?.id).toBe("view.palette");
  });
});

describe("the window", () => {
  it("shows a project with its types, and axe finds nothing", async () => {
    const { container } = renderApp(app);
    expect(await screen.findByRole("treeitem", { name: /dataset/ })).toBeTruthy();
    expect(await screen.findByRole("grid", { name: "Collections" })).toBeTruthy();
    await screen.findAllByText("plankton-raw");
    expect(await findAxeProblems(container)).toEqual([]);
  });

  it("welcomes to an empty store", async () => {
    const { container } = renderApp(app, { isEmpty: true });
    expect(await screen.findByRole("heading", { name: "Drop a folder to log your first version" })).toBeTruthy();
    expect(await findAxeProblems(container)).toEqual([]);
  });

  it("opens the palette by key, finds, goes there, and Esc gives the focus back", async () => {
    const { user } = renderApp(app);
    const grid = await screen.findByRole("grid");
    grid.focus();
    await user.keyboard("{Control>}k{/Control}");
    const field = await screen.findByRole("combobox", { name: "Search or type a command" });
    expect(field.closest("[role=dialog]")?.contains(document.activeElement)).toBe(true);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement).toBe(grid));
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Search or type a command" }), "vit-pl");
    await waitFor(() => expect(screen.getAllByRole("option")[0]?.textContent).toContain("vit-plankton"));
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("grid", { name: /vit-plankton/ })).toBeTruthy();
  });

  it("takes Enter for the text as it is typed, not for what was found before", async () => {
    const found = (title: string) => ({ kind: "collection", address: `ada/plankton/${title}`, title, detail: "", type: "model" });
    const { user } = renderApp(app, { answers: { "search.quick": ({ text }) => [found(text === "vit-plankton" ? "vit-plankton" : "resnet-plankton")] } });
    (await screen.findByRole("grid")).focus();
    await user.keyboard("{Control>}k{/Control}");
    const field = await screen.findByRole("combobox", { name: "Search or type a command" });
    await user.type(field, "vit-plankto");
    await screen.findByRole("option", { name: /resnet-plankton/ });
    await user.keyboard("n{Enter}");
    expect(await screen.findByRole("grid", { name: /vit-plankton/ })).toBeTruthy();
  });

  it("calls a command what it does to what is in view", async () => {
    const { user } = renderApp(app, { route: "/ada/plankton/plankton-train:v211" });
    await screen.findByRole("heading", { name: /plankton-train\s*v211/ });
    await user.keyboard("{Control>}{Shift>}p{/Shift}{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Run a command" }), "descr");
    await waitFor(() => expect(screen.getAllByRole("option").map(({ textContent }) => textContent)).toEqual(["Describe…SelectionF2"]));
  });

  it("tells runs of one name apart in the palette", async () => {
    const run = (key: number) => ({ kind: "run", address: `run:#${key}`, title: "import 4", detail: "import in ada/plankton", type: null });
    const { user } = renderApp(app, { answers: { "search.quick": () => [run(4), run(9)] } });
    (await screen.findByRole("grid")).focus();
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Search or type a command" }), "import 4");
    expect(await screen.findByRole("option", { name: /import 4.*#4, import in ada/ })).toBeTruthy();
    expect(screen.getByRole("option", { name: /import 4.*#9, import in ada/ })).toBeTruthy();
  });

  it("shows each trouble of the store on its own screen", async () => {
    for (const code of ["store-locked", "store-newer", "store-moved", "store-damaged", "store-missing"]) {
      const view = renderApp(app, { answers: { "host.info": () => ({ ...HOST, store_error: { code, message: `Trouble ${code}`, hint: null } }) } });
      expect(await screen.findByText(`Trouble ${code}`)).toBeTruthy();
      expect(screen.getByRole("button", { name: "Retry" })).toBeTruthy();
      expect(screen.getByRole("button", { name: "Open another store…" })).toBeTruthy();
      view.unmount();
    }
  });

  it("shows what others changed, and progress of jobs", async () => {
    const { mock } = renderApp(app);
    const stop = connectEvents();
    await screen.findByRole("treeitem", { name: /dataset/ });
    const before = mock.calls.filter(({ command }) => command === "type.list").length;
    act(() => mock.emit({ kind: "changed", revision: 2, tags: ["collections"] }));
    await waitFor(() => expect(mock.calls.filter(({ command }) => command === "type.list").length).toBeGreaterThan(before));
    const progress = { step: "Copying", bytes: 42, total_bytes: 100, items: 0, total_items: 0, rate: 0, seconds_left: null, current: null };
    act(() => mock.emit({ kind: "job", job: { id: 7, kind: "log", title: "Logging mnist", state: "running", progress, started_at: 1, ended_at: null, error: null, result: null, address: null } }));
    expect(await screen.findByRole("button", { name: "Activity, 1 running task, 42 %" })).toBeTruthy();
    stop();
  });
});
