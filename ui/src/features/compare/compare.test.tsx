import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { call } from "@/api";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { ComparePage } from "./ComparePage";
import { numericDelta } from "./delta";
import { factLines } from "./FactsDiff";
import { comparePath } from "./path";

describe("difference of numbers kept as text", () => {
  it.each([
    ["0.9210", "0.9341", "+0.0131 (+1.4\u00A0%)"],
    ["0.3", "0.10", "−0.2 (−66.7\u00A0%)"],
    ["0.1", "0.3", "+0.2 (+200\u00A0%)"],
    ["9007199254740992", "9007199254740993", "+1"],
    ["0", "5", "+5"],
    ["-2", "2", "+4 (+200\u00A0%)"],
    ["1e-5", "2e-5", "+0.00001 (+100\u00A0%)"],
    ["5", "70", "+65 (+1,300\u00A0%)"],
    ["1", '"x"', null],
    ["true", "false", null],
    [null, "1", null],
  ])("%s to %s", (before, after, words) => expect(numericDelta(before, after)).toBe(words));
});

const at = (index: number) => `ada/plankton/plankton-train:v${index}`;

describe("compare page", () => {
  it("tells sizes and times apart that read alike", async () => {
    renderApp(<ComparePage />, { route: comparePath(at(210), at(211)) });
    const before = await call("version.show", { version: "#211" });
    const lines = factLines(before, { ...before, size: before.size + 3, created_at: before.created_at + 6000 });
    expect(lines.filter(({ isEqual }) => !isEqual).map(({ term, delta }) => [term, delta])).toEqual([["Created", "6 s later"], ["Size", "+3 B"]]);
    expect(lines.find(({ term }) => term === "Size")).toMatchObject({ before: lines[4]?.after });
  });
  it("shows only differences until all is asked for, and swaps", async () => {
    const { mock, user, container } = renderApp(<ComparePage />, { route: comparePath(at(210), at(211)) });
    expect(await screen.findByRole("rowheader", { name: "Size" })).toBeTruthy();
    expect(screen.queryByRole("rowheader", { name: "Collection" })).toBeNull();
    expect(await findAxeProblems(container)).toEqual([]);
    await user.click(screen.getByRole("checkbox", { name: "Only differences" }));
    expect(await screen.findByRole("rowheader", { name: "Collection" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Swap" }));
    await waitFor(() => expect(mock.calls.findLast(({ command }) => command === "version.compare")?.request).toEqual({ before: at(211), after: at(210) }));
  });
  it("filters files by what happened to them", async () => {
    const { mock, user, container } = renderApp(<ComparePage />, { route: `${comparePath(at(210), at(211))}&tab=files` });
    await screen.findByRole("grid", { name: "Files that differ" });
    await user.click(screen.getByRole("button", { name: /Renamed/ }));
    await waitFor(() => expect(mock.calls.findLast(({ command }) => command === "version.compare_files")?.request).toMatchObject({ before: "#211", after: "#212", kinds: ["renamed"] }));
    expect(await findAxeProblems(container)).toEqual([]);
  });
  it("asks for two versions when there are none", async () => {
    renderApp(<ComparePage />, { route: "/-/compare" });
    expect(await screen.findByText("Choose two versions")).toBeTruthy();
  });
});
