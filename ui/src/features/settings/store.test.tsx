import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Job } from "@/api";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { SettingsPage } from "./SettingsPage";

const checked = (result: string): Job => ({ id: 9, kind: "check", title: "Checking", state: "done", progress: { step: "", bytes: 0, total_bytes: 0, items: 0, total_items: 0, rate: 0, seconds_left: null, current: null }, started_at: 1, ended_at: 2, error: null, result, address: null });

describe("settings of the store", () => {
  it("reports damage by name, and soundness", async () => {
    const report = { versions: 3, blobs: 5, bytes_read: 0, damage: [{ kind: "blob-missing", item: "abc123", message: "A blob is missing", versions: ["ada/p/x:v1"] }], leftovers: 2 };
    renderApp(<SettingsPage />, { route: "/-/settings?section=store", jobs: [checked(JSON.stringify(report))] });
    expect(await screen.findByText("abc123")).toBeTruthy();
    expect(screen.getByText(/Needed by ada\/p\/x:v1/)).toBeTruthy();
  });
  it("says about itself what there is to say", async () => {
    const { container } = renderApp(<SettingsPage />, { route: "/-/settings?section=about" });
    expect(await screen.findByText(/no network requests/)).toBeTruthy();
    expect(await findAxeProblems(container)).toEqual([]);
  });
});
