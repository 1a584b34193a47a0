import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { connectEvents, type Job, type LogResult } from "@/api";
import type { DropEvent } from "@/platform";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { fileAnswers, mockPlan } from "@/testing/uifilesMock";
import { dismissAllToasts } from "@/components";
import { IngestHost, openLogSheet } from "@/features/ingest";
import { firstDraft, isReady, problemsOf, resolve, toRequest } from "./draft";
import { logOpener } from "./opener";
import { aliasProblem, expiry, metadataProblem, nameProblem, pathsIn, skippedWords, ttlProblem, typeProblem } from "./words";
import { pageTarget, readTarget, targetLabel } from "./dropTargets";

function show(options: Parameters<typeof renderApp>[1] = {}) {
  logOpener.close();
  dismissAllToasts();
  return renderApp(
    <>
      <div data-drop="collection:ada/plankton/mnist">mnist</div>
      <IngestHost />
    </>,
    { ...options, answers: { ...fileAnswers(), ...options.answers } },
  );
}

describe("words", () => {
  it("finds paths in what people paste", () => {
    expect(pathsIn("/home/ada/data")).toEqual(["/home/ada/data"]);
    expect(pathsIn("file:///home/ada/my%20data\r\nfile:///tmp/x")).toEqual(["/home/ada/my data", "/tmp/x"]);
    expect(pathsIn('"C:\\data\\set"')).toEqual(["C:\\data\\set"]);
    expect(pathsIn("file:///C:/data")).toEqual(["C:/data"]);
    for (const text of ["", "mnist:v3", "see /home/ada", "/a\nand more", "https://e.org/x"]) expect(pathsIn(text), text).toEqual([]);
  });

  it("refuses illegal names, types, aliases, metadata and times with a reason", () => {
    expect(nameProblem("holdout-2025_a.b")).toBeNull();
    expect(nameProblem("a b")).toMatch(/only/);
    expect(nameProblem("x".repeat(129))).toMatch(/129/);
    expect(typeProblem("wandb-x", "a")).toMatch(/reserved/);
    expect(typeProblem("code", "source-a")).toMatch(/reserved/);
    expect(typeProblem("code", "a")).toBeNull();
    expect(aliasProblem("v3")).toMatch(/reserved/);
    expect(aliasProblem("best model")).toBeNull();
    expect(metadataProblem("[1]")).toMatch(/object/);
    expect(metadataProblem("{")).toMatch(/Not valid/);
    expect(metadataProblem('{"a": 1}')).toBeNull();
    expect(ttlProblem("30x")).not.toBeNull();
    expect(ttlProblem("2w")).toBeNull();
    expect(expiry("2d", null, 0)).toBe(172_800_000);
  });

  it("counts what is left out by reason", () => {
    expect(skippedWords(mockPlan().skipped, 5)).toBe("2 match an ignore rule, 1 is a socket, and 2 more");
  });
});

describe("draft", () => {
  it("takes name and type from the plan until they are typed; an existing type wins", () => {
    const draft = firstDraft({ paths: ["/a"], type: "model" });
    expect(resolve(draft, mockPlan({ existing_type: null }))).toEqual({ name: "holdout-2025", type: "model" });
    expect(resolve(draft, mockPlan())).toEqual({ name: "holdout-2025", type: "dataset" });
    expect(resolve({ ...draft, name: " x " }, mockPlan({ existing_type: null })).name).toBe("x");
  });

  it("knows its collection and project from an address", () => {
    expect(firstDraft({ collection: "ada/plankton/mnist:v3" })).toMatchObject({ project: "ada/plankton", name: "mnist" });
  });

  it("is ready before every file was looked at, but not with a mistake", () => {
    const draft = firstDraft({ paths: ["/a"] });
    expect(isReady(draft, mockPlan({ done: false }))).toBe(true);
    expect(isReady({ ...draft, metadata: "{" }, mockPlan())).toBe(false);
    expect(isReady(draft, mockPlan({ error: { code: "source-unreadable", message: "x", hint: null } }))).toBe(false);
    expect(problemsOf({ ...draft, name: "" }, mockPlan()).name).toMatch(/needed/);
  });

  it("leaves unsaid what wasn't chosen", () => {
    expect(toRequest(firstDraft({ paths: ["/a"] }), mockPlan())).toMatchObject({ plan: 7, description: null, metadata: null, ttl: null, aliases: [] });
  });
});

describe("drop targets", () => {
  it("reads the marks of elements and falls back on the page", () => {
    const element = document.createElement("div");
    element.dataset["drop"] = "collection:ada/plankton/mnist";
    expect(targetLabel(readTarget(element))).toBe("New version of mnist");
    element.dataset["dropDenied"] = "The trash takes nothing in";
    expect(targetLabel(readTarget(element))).toBe("The trash takes nothing in");
    expect(targetLabel(pageTarget({ pathname: "/ada/plankton/mnist:v3", search: "" }))).toBe("New version of mnist");
    expect(targetLabel(pageTarget({ pathname: "/ada/plankton", search: "?type=model" }))).toBe("New model collection");
    expect(targetLabel(pageTarget({ pathname: "/-/settings", search: "" }))).toBe("Log a version…");
  });
});

describe("IngestHost", () => {
  it("logs what the plan shows, and tells the end with Open and Undo", async () => {
    const { user, mock } = show();
    act(() => openLogSheet({ paths: ["/home/ada/holdout-2025"] }));
    const sheet = await screen.findByRole("dialog");
    const go = await within(sheet).findByRole("button", { name: "Log holdout-2025:v2" });
    expect(await within(sheet).findByText("checked 21,408 of 21,408 files")).toBeTruthy();
    expect(sheet.textContent).toContain("2 match an ignore rule, 1 is a socket · 1 symlink leaves the folder (18.0 KiB)");
    expect(await findAxeProblems(sheet)).toEqual([]);
    await user.type(within(sheet).getByRole("combobox", { name: "Aliases" }), "best{Enter}");
    expect(sheet.textContent).toContain("moves “best” from v1 to v2");
    await user.click(go);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(mock.calls.find(({ command }) => command === "log.start")?.request).toMatchObject({ name: "holdout-2025", type: "dataset", aliases: ["best"], plan: 7 });
    expect(mock.calls.some(({ command }) => command === "log.plan_drop")).toBe(false);
    const stop = connectEvents();
    act(() => mock.emit({ kind: "job", job: ended({ result: JSON.stringify(RESULT) }) }));
    expect(await screen.findByText("Logged holdout-2025:v2 (412 MiB new)")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Open" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(mock.calls.find(({ command }) => command === "history.undo")?.request).toEqual({ operation: 9 });
    stop();
  });

  it("says that identical content makes no version", async () => {
    const { user } = show();
    act(() => openLogSheet({ paths: ["/a"] }));
    const name = await screen.findByRole("combobox", { name: "Name" });
    await waitFor(() => expect((name as HTMLInputElement).value).toBe("holdout-2025"));
    await user.clear(name);
    await user.type(name, "same");
    expect(await screen.findByRole("button", { name: "Apply to v12", hidden: true })).toBeTruthy();
    expect(screen.getByText(/Identical to v12: no new version will be made/)).toBeTruthy();
  });

  it("drops the plan when it is closed, and opens with the same values after a failure", async () => {
    const { user, mock } = show();
    act(() => openLogSheet({ paths: ["/a"] }));
    await screen.findByText("checked 21,408 of 21,408 files");
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(mock.calls.filter(({ command }) => command === "log.plan_drop")).toHaveLength(1));
    act(() => openLogSheet({ paths: ["/a"] }));
    await user.type(await screen.findByRole("textbox", { name: "Description" }), "why");
    await user.click(await screen.findByRole("button", { name: "Log holdout-2025:v2" }));
    const stop = connectEvents();
    act(() => mock.emit({ kind: "job", job: ended({ state: "failed", error: { code: "source-changed", message: "b.csv changed while it was read", hint: null } }) }));
    await user.click(await screen.findByRole("button", { name: "Retry…" }));
    expect(((await screen.findByRole("textbox", { name: "Description" })) as HTMLTextAreaElement).value).toBe("why");
    stop();
  });

  it("offers to leave out what can't be read", async () => {
    const error = { code: "source-unreadable", message: "/a/secret can't be read: permission denied", hint: null };
    const { user, mock } = show({ answers: { "log.plan": ({ options }) => mockPlan(options.unreadable === "skip" ? {} : { error }) } });
    act(() => openLogSheet({ paths: ["/a"] }));
    await user.click(await screen.findByRole("button", { name: "Leave such files out" }));
    expect(await screen.findByText("checked 21,408 of 21,408 files")).toBeTruthy();
    expect(mock.calls.filter(({ command }) => command === "log.plan")).toHaveLength(2);
  });

  it("opens on a drop, says beforehand what will happen, and takes more into the open sheet", async () => {
    let drop: (event: DropEvent) => void = () => undefined;
    const element = document.createElement("div");
    element.dataset["drop"] = "type:model";
    document.elementFromPoint = () => element;
    logOpener.close();
    const answers = fileAnswers();
    const { installMock } = await import("@/testing/mockPlatform");
    const mock = installMock({ answers });
    void mock;
    const view = renderApp(<div />, { answers });
    view.mock.platform.onDrop = (listener) => ((drop = listener), () => undefined);
    view.unmount();
    const { render } = await import("@testing-library/react");
    const { QueryClientProvider } = await import("@tanstack/react-query");
    const { queryClient } = await import("@/api");
    const { MemoryRouter } = await import("react-router");
    render(
      <QueryClientProvider client={queryClient}>
        <MemoryRouter>
          <IngestHost />
        </MemoryRouter>
      </QueryClientProvider>,
    );
    act(() => drop({ kind: "enter", paths: ["/home/ada/net"], x: 5, y: 5 }));
    expect(await screen.findByText("New model collection")).toBeTruthy();
    act(() => drop({ kind: "drop", paths: ["/home/ada/net"], x: 5, y: 5 }));
    const sheet = await screen.findByRole("dialog");
    act(() => drop({ kind: "drop", paths: ["/home/ada/more"], x: 5, y: 5 }));
    expect(within(sheet).getByRole("list", { name: "Paths" }).children).toHaveLength(2);
  });
});

const RESULT: LogResult = { address: "ada/plankton/holdout-2025:v2", id: 3, index: 2, new: true, digest: "x", files: 3, bytes: 9, bytes_added: 412 * 1024 ** 2, skipped: [], operation: 9, summary: "" };

function ended(change: Partial<Job>): Job {
  return { id: 42, kind: "log", title: "Logging", state: "done", progress: {} as never, started_at: 0, ended_at: 1, error: null, result: null, address: null, ...change };
}
