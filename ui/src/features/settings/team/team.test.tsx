import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { RetentionPlan } from "@/api";
import { setRefusals } from "@/lib/refusal";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { SettingsPage } from "../SettingsPage";
import { actOf, draftOf } from "./draft";

const PLAN: RetentionPlan = { act: "settings", versions: 3, for_good: false, changing: 12, unchanged: 0, locked: 0, leaving: 2, leaving_bytes: 2048, rows: [], aliases: [], alias_count: 0, links: [], link_count: 0, runs: 0, downstream: [], downstream_count: 0, logical_bytes: 4096, freed_bytes: 1024, freed_with_trash_bytes: 0, shared_bytes: 0, freed_blobs: 1, purge_at: 1e12, freed_at: 1e12, shared_with: [], shared_with_all: true, brakes: ["It removes a lot"], warnings: [], warning_count: 0, stamp: "s1" };
const route = "/-/settings?section=team";

describe("settings of the team", () => {
  afterEach(() => act(() => setRefusals(undefined)));

  it("shows what a change does, asks for the tick, and carries exactly that out", async () => {
    const { mock, user, container } = renderApp(<SettingsPage />, { route, answers: { "retention.plan": () => PLAN, "retention.carry_out": () => ({ job: 4 }) } });
    await user.click(await screen.findByRole("radio", { name: "Administrators only" }));
    expect(await screen.findByText("3 versions expire now")).toBeTruthy();
    expect(screen.getByText("2 versions leave the trash")).toBeTruthy();
    expect(await findAxeProblems(container)).toEqual([]);
    const save = screen.getByRole<HTMLButtonElement>("button", { name: "Save team settings" });
    expect(save.disabled).toBe(true);
    await user.click(screen.getByRole("checkbox", { name: /I have looked at it/ }));
    await waitFor(() => expect(save.disabled).toBe(false));
    await user.click(save);
    const request = { act: { kind: "settings", default_ttl: null, trash_days: null, ttl_setters: "admins" }, stamp: "s1" };
    await waitFor(() => expect(mock.calls.find(({ command }) => command === "retention.carry_out")?.request).toEqual(request));
  });

  it("is locked with the reason for others, without asking for what they may not see", async () => {
    setRefusals({ role: "member", refused: [{ command: "store.settings", reason: "mia has the role member" }, { command: "store.configure", reason: "mia has the role member" }] });
    const { mock } = renderApp(<SettingsPage />, { route });
    expect(await screen.findByText("mia has the role member")).toBeTruthy();
    expect((await screen.findByRole<HTMLInputElement>("radio", { name: "Never expires" })).disabled).toBe(true);
    expect(mock.calls.some(({ command }) => command === "store.settings")).toBe(false);
  });

  it("names only what changes, and leaves the store's own words alone", () => {
    const now = { default_ttl: "2w", trash_days: 7, ttl_setters: "members" };
    expect(actOf(draftOf(now), now)).toBeNull();
    expect(actOf({ ...draftOf(now), trashDays: 3 }, now)).toEqual({ kind: "settings", default_ttl: null, trash_days: 3, ttl_setters: null });
  });
});
