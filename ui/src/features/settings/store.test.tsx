import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Job } from "@/api";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { SettingsPage } from "./SettingsPage";
import { daysOf, storedTtl } from "./storeTtl";

const checked = (result: string): Job => ({ id: 9, kind: "check", title: "Checking", state: "done", progress: { step: "", bytes: 0, total_bytes: 0, items: 0, total_items: 0, rate: 0, seconds_left: null, current: null }, started_at: 1, ended_at: 2, error: null, result, address: null });

describe("settings of the store", () => {
  it("saves default TTL and trash days together", async () => {
    const { mock, user, container } = renderApp(<SettingsPage />, { route: "/-/settings?section=store" });
    await user.click(await screen.findByRole("radio", { name: "Never expires" }));
    expect(await findAxeProblems(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(mock.calls.find(({ command }) => command === "store.configure")?.request).toEqual({ default_ttl: "none", trash_days: 7 }));
  });
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
  it("keeps the store's own words for a TTL that stays", () => expect([daysOf("90d"), daysOf("2w"), daysOf("12h"), daysOf("none"), storedTtl(14, "2w"), storedTtl(15, "2w")]).toEqual([90, 14, null, null, "2w", "15d"]));
});
