import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { fileAnswers, mockVersion } from "@/testing/uifilesMock";
import { ExportHost, FilesTab, openExportDialog } from "@/features/files";
import { FolderPages } from "./FolderPages";
import { hitRanges } from "./marks";
import { installMock } from "@/testing/mockPlatform";

// The editor measures what a test's document doesn't have.
vi.mock("./preview/CodeView", () => ({ default: ({ pages }: { pages: readonly string[] }) => <pre>{pages.join("")}</pre> }));

function show(route = "/") {
  return renderApp(<FilesTab version={mockVersion()} />, { route, answers: fileAnswers({ crops: 100_000 }) });
}

describe("FolderPages", () => {
  it("answers any stretch of a long folder, and never promises half a page", async () => {
    installMock({ answers: fileAnswers({ crops: 2_345 }) });
    const pages = new FolderPages("x", 2_400);
    await pages.slice("", 0, 100, 0);
    const first = await pages.slice("crops", 0, 100, 0);
    expect(first.total).toBe(2_345);
    const last = await pages.slice("crops", 2_300, 100, 0);
    expect(last.children.map(({ name }) => name).at(-1)).toBe("00002344.png");
    expect(last.total).toBe(2_345);
  });

  it("grows by whole pages where folders hide how much follows", async () => {
    const child = (at: number) => ({ name: String(at).padStart(5, "0"), path: String(at), folder: true, files: 9, size: 1, digest: null, reference: null, change: null });
    installMock({ answers: { "file.folder": ({ after }) => ({ children: Array.from({ length: 1000 }, (_, at) => child(at + (after === null ? 0 : Number(after) + 1))), more: after === null }) } });
    const pages = new FolderPages("x", 90_000);
    expect((await pages.slice("", 0, 100, 0)).total).toBe(1100);
    expect((await pages.slice("", 1000, 100, 0)).total).toBe(2000);
  });

  it("reads anew after a change", async () => {
    const mock = installMock({ answers: fileAnswers() });
    const pages = new FolderPages("x", 10);
    await pages.slice("", 0, 10, 0);
    await pages.slice("", 0, 10, 0);
    await pages.slice("", 0, 10, 1);
    expect(mock.calls.filter(({ command }) => command === "file.folder")).toHaveLength(2);
  });
});

describe("hitRanges", () => {
  it("marks text whatever its case, and the words between wildcards in order", () => {
    expect(hitRanges("crops/Label.PARQUET", "label")).toEqual([[6, 11]]);
    expect(hitRanges("crops/a.parquet", "crops*.parquet")).toEqual([[0, 5], [7, 15]]);
    expect(hitRanges("crops/a", "zzz")).toEqual([]);
  });
});

describe("FilesTab", () => {
  it("shows folders first with their counts, and what is new", async () => {
    show();
    const row = await screen.findByRole("treeitem", { name: /crops/ });
    expect(row).toHaveProperty("textContent", expect.stringContaining("100,000 files"));
    expect(screen.getByRole("treeitem", { name: /contact-sheet/ }).textContent).toContain("new");
    expect(await screen.findByText("1,231 new, 2 changed since v210")).toBeTruthy();
  });

  it("opens the file that the address names", async () => {
    show("/?file=labels.parquet");
    expect(await screen.findByRole("table", { name: "labels.parquet" })).toBeTruthy();
    expect(screen.getByText(/Rows 1–200 of 2,104,771/)).toBeTruthy();
  });

  it("has a quick look that Space opens, arrows walk and Space closes", async () => {
    const { user } = show();
    await screen.findByRole("treeitem", { name: /labels/ });
    const tree = screen.getByRole("tree");
    tree.focus();
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown} ");
    const look = await screen.findByRole("dialog");
    expect(look.textContent).toContain("README.md");
    await user.keyboard("{ArrowUp}");
    await waitFor(() => expect(screen.getByRole("dialog").textContent).toContain("2026"));
    await user.keyboard(" ");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(tree));
  });

  it("finds by text, marks hits, and offers to clear what matches nothing", async () => {
    const { user } = show();
    await user.type(screen.getByRole("textbox", { name: "Find files" }), "stations");
    const grid = await screen.findByRole("grid");
    await waitFor(() => expect(within(grid).getAllByText("stations").length).toBeGreaterThan(0));
    expect(grid.querySelector("mark")?.textContent).toBe("stations");
    await user.clear(screen.getByRole("textbox", { name: "Find files" }));
    await user.type(screen.getByRole("textbox", { name: "Find files" }), "nowhere");
    expect(await screen.findByText("No file matches “nowhere”")).toBeTruthy();
    await user.click(screen.getAllByRole("button", { name: "Clear" }).at(-1) as HTMLElement);
    expect(await screen.findByRole("tree")).toBeTruthy();
  });

  it("says why a file can't be shown and offers its bytes", async () => {
    const { user } = show("/?file=wrong.parquet");
    expect(await screen.findByText(/magic bytes are missing/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Show as hex" }));
    expect(await screen.findByRole("table", { name: "wrong.parquet" })).toBeTruthy();
  });

  it("copies references and digests by key, without telling the window", async () => {
    const { user, mock } = show();
    await user.click(await screen.findByText("stations.csv"));
    const copied: string[] = [];
    mock.platform.copyText = (text) => (copied.push(text), Promise.resolve());
    await user.keyboard("{Control>}c{/Control}");
    await user.keyboard("{Control>}{Shift>}c{/Shift}{/Control}");
    await waitFor(() => expect(copied).toHaveLength(2));
    expect(copied[0]).toBe("ada/plankton/plankton-train:v211/stations.csv");
    expect(copied[1]).toMatch(/^9f86d0/);
  });

  it.each(["labels.parquet", "schema.json", "records.jsonl", "README.md", "contact-sheet.png", "resnet.safetensors", "calibration.zip", "raw.bin", "wrong.parquet"])("has no serious accessibility problems with %s", async (file) => {
    const { container } = show(`/?file=${file}`);
    await screen.findByRole("tree", { name: /Files of/ });
    await waitFor(() => expect(container.querySelector("section footer, [role=alert]")).not.toBeNull());
    expect(await findAxeProblems(container)).toEqual([]);
  });
});

describe("Export", () => {
  it("names what it meets, asks what to do, and tells the end with a way to the folder", async () => {
    const { user, mock } = renderApp(<ExportHost />, { answers: fileAnswers() });
    openExportDialog({ version: "#211" });
    const dialog = await screen.findByRole("dialog");
    const go = await within(dialog).findByRole("button", { name: "Export 184,012 files to artifacts/plankton-train-v211" });
    expect(go.hasAttribute("disabled")).toBe(true);
    expect(dialog.textContent).toContain("README.md");
    expect(await findAxeProblems(dialog)).toEqual([]);
    await user.click(within(dialog).getByRole("radio", { name: "Overwrite" }));
    await user.click(within(dialog).getByRole("checkbox", { name: /Remove what/ }));
    const risky = await within(dialog).findByRole("button", { name: /and remove 2$/ });
    await waitFor(() => expect(risky.hasAttribute("disabled")).toBe(false));
    await user.click(risky);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(mock.calls.find(({ command }) => command === "export.start")?.request).toMatchObject({ exact: true, existing: "overwrite", paths: [] });
    const result = JSON.stringify({ root: "/x/plankton-train-v211", files: 12, bytes: 2048, kept: 0, removed: 2 });
    const { connectEvents } = await import("@/api");
    const stop = connectEvents();
    mock.emit({ kind: "job", job: { id: 41, kind: "export", title: "", state: "done", progress: {} as never, started_at: 0, ended_at: 1, error: null, result, address: null } });
    expect(await screen.findByText("Exported 12 files (2.0 KiB) to plankton-train-v211, removed 2 files")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Show in folder" })).toBeTruthy();
    stop();
  });
});
