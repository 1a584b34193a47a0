import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Job } from "@/api";
import { renderApp } from "@/testing/render";
import ActivityPage from "./ActivityPage";
import { countWords } from "./useJobs";

const progress = { step: "Working", bytes: 0, total_bytes: 0, items: 3, total_items: 5, rate: 0, seconds_left: null, current: null };
const job = (id: number, rest: Partial<Job>): Job => ({ id, kind: "log", title: `Job ${id}`, state: "running", progress, started_at: 1, ended_at: null, error: null, result: null, address: null, ...rest });
const words = (title: string) => screen.getByRole("article", { name: title }).textContent?.replaceAll("\u00A0", " ");

describe("activity", () => {
  it("says what it counts", async () => {
    renderApp(<ActivityPage />, { jobs: [job(1, {}), job(2, { kind: "sample" }), job(3, { kind: "export", progress: { ...progress, items: 1, total_items: 0 } })] });
    await screen.findByText("Job 1");
    expect(words("Job 1")).toContain("3 of 5 files");
    expect(words("Job 2")).toContain("3 of 5 versions");
    expect(words("Job 3")).toContain("1 file done");
  });
  it("counts what is paused by itself, and draws no bar where nobody knows how far it is", async () => {
    const unknown = { ...progress, total_items: 0 };
    const jobs = [job(1, { state: "paused", progress: unknown }), job(2, { state: "paused" })];
    renderApp(<ActivityPage />, { jobs });
    await screen.findByText("Job 1");
    expect(screen.queryByRole("progressbar", { name: "Job 1" })).toBeNull();
    expect(screen.getByRole("progressbar", { name: "Job 2" })).toBeTruthy();
    expect([countWords([]), countWords(jobs), countWords([job(3, {}), ...jobs])]).toEqual(["0 running tasks", "2 paused", "1 running task, 2 paused"]);
  });
  it("leaves out hints for the command line", async () => {
    renderApp(<ActivityPage />, { jobs: [job(1, { state: "failed", error: { code: "not-found", message: "There is no collection x", hint: "`cairnctl collections` lists them." } })] });
    await screen.findByText("There is no collection x");
    expect(words("Job 1")).not.toContain("cairnctl");
    expect(words("Job 1")).toContain("Failed");
  });
});
