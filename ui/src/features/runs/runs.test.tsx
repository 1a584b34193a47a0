import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { findAxeProblems } from "@/testing/axe";
import { emitJob } from "@/testing/emitJob";
import { renderApp } from "@/testing/render";
import { jsonProblem } from "./dialogs/json";
import { versionProblem } from "./dialogs/VersionsField";
import { openRunDialog, runDialogs } from "./opener";
import { RunDialogs } from "./RunDialogs";
import { RunPage } from "./RunPage";
import { pretty } from "./RunOverview";
import { RunsPage } from "./RunsPage";

const requestOf = (calls: readonly { command: string; request: unknown }[], name: string) => calls.findLast(({ command }) => command === name)?.request;

describe("runs", () => {
  it("lists them and narrows by text", async () => {
    const { container, user, mock } = renderApp(<RunsPage />, { route: "/-/runs?project=ada/plankton" });
    const grid = await screen.findByRole("grid", { name: "Runs" });
    expect(await within(grid).findByText("self-play")).toBeTruthy();
    expect(await findAxeProblems(container)).toEqual([]);
    await user.type(screen.getByRole("textbox", { name: "Filter runs" }), "vit");
    await waitFor(() => expect(requestOf(mock.calls, "run.list")).toMatchObject({ project: "ada/plankton", text: "vit" }));
  });
  it("shows a run with inputs, outputs, config and what can be done", async () => {
    const { container, user, mock } = renderApp(<RunPage />, { route: "/-/run?run=%233" });
    expect(await screen.findByRole("heading", { name: "train-resnet-0402" })).toBeTruthy();
    expect(screen.getByText("failed")).toBeTruthy();
    expect(screen.getByRole("link", { name: "plankton-train:v180" })).toBeTruthy();
    expect(await findAxeProblems(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Take plankton-train:v180 away" }));
    await waitFor(() => expect(requestOf(mock.calls, "run.edge")).toMatchObject({ run: "run:#3", kind: "used", remove: true }));
    expect(await screen.findByRole("button", { name: "Undo" })).toBeTruthy();
  });
  it("keeps the index of a version with a long name", async () => {
    renderApp(<RunPage />, { route: "/-/run?run=%233" });
    const link = await screen.findByRole("link", { name: "plankton-train:v180" });
    expect(within(link).getByText(":v180")).toBeTruthy();
  });
  it("says when there is no such run", async () => {
    renderApp(<RunPage />, { route: "/-/run?run=run-9999" });
    expect((await screen.findAllByText(/There is no run/)).length).toBeGreaterThan(0);
  });
  it("records a run by hand", async () => {
    const { user, mock, baseElement } = renderApp(<RunDialogs />);
    openRunDialog({ kind: "record", project: "ada/plankton", outputs: ["ada/plankton/report:v5"] });
    await user.type(await screen.findByRole("textbox", { name: "Name" }), "by hand");
    await user.type(screen.getByRole("textbox", { name: "Config" }), "[[1]");
    expect(await screen.findByText("It must be an object: {…}")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Record run" }).hasAttribute("disabled")).toBe(true);
    await user.clear(screen.getByRole("textbox", { name: "Config" }));
    expect(await findAxeProblems(baseElement)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Record run" }));
    await waitFor(() => expect(requestOf(mock.calls, "run.start")).toMatchObject({ name: "by hand", job_type: "manual", state: "finished", outputs: ["ada/plankton/report:v5"] }));
    await waitFor(() => expect(runDialogs.current()).toBeNull());
  });
  it("adds an input to whatever made a version", async () => {
    const { user, mock } = renderApp(<RunDialogs />);
    openRunDialog({ kind: "inputs", version: "#212" });
    await user.type(await screen.findByRole("combobox", { name: "Versions it was made from" }), "ada/plankton/station-map:v4{Enter}");
    await user.click(screen.getByRole("button", { name: "Add input" }));
    await waitFor(() => expect(requestOf(mock.calls, "run.edge")).toMatchObject({ run: "run:#1", kind: "used", versions: ["ada/plankton/station-map:v4"], remove: false }));
  });
  it("writes the inputs of a run and says what is missing", async () => {
    const { user, mock } = renderApp(<RunDialogs />);
    openRunDialog({ kind: "reproduce", run: 1 });
    await user.type(await screen.findByRole("textbox", { name: "Folder" }), "/tmp/again{Enter}");
    await waitFor(() => expect(requestOf(mock.calls, "run.reproduce")).toEqual({ run: "run:#1", project: null, root: "/tmp/again" }));
    const result = JSON.stringify({ id: "run-0001", inputs: [{ address: "ada/plankton/station-map:v4", role: null, path: "/tmp/again/station-map-v4", files: 3, bytes: 2048 }], missing: [{ address: "ada/plankton/plankton-raw:v17", why: "purged" }], config: "{}", command: "python train.py" });
    await emitJob(91, result);
    expect(await screen.findByText("1 input can't be had any more.")).toBeTruthy();
    expect(screen.getByText("/tmp/again/station-map-v4")).toBeTruthy();
  });
});

describe("small things", () => {
  it("indents JSON without reading its numbers", () => {
    expect(pretty('{"a":9007199254740993,"b":[1.0,"x:{}"],"c":{}}')).toBe('{\n  "a": 9007199254740993,\n  "b": [\n    1.0,\n    "x:{}"\n  ],\n  "c": {}\n}');
    expect(pretty("{}")).toBe("{}");
  });
  it("knows objects and versions", () => {
    expect([jsonProblem(""), jsonProblem("{}"), jsonProblem("[]") !== null, jsonProblem("{") !== null]).toEqual([null, null, true, true]);
    expect([versionProblem("mnist:v3"), versionProblem("#12"), versionProblem("mnist") !== null]).toEqual([null, null, true]);
  });
});
