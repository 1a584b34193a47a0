import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { dismissAllToasts, toast, ToastRegion } from "./Toast";

afterEach(() => {
  act(dismissAllToasts);
  vi.useRealTimers();
});

describe("Toast", () => {
  it("runs its action once and goes", async () => {
    const user = userEvent.setup();
    const undo = vi.fn();
    render(<ToastRegion />);
    act(() => void toast({ text: "Moved best", action: { label: "Undo", run: undo } }));
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(undo).toHaveBeenCalledOnce();
    expect(screen.queryByText("Moved best")).toBeNull();
  });

  it("stands still while it has the focus", () => {
    vi.useFakeTimers();
    render(<ToastRegion />);
    act(() => void toast({ text: "Moved best", action: { label: "Undo", run: () => undefined } }));
    act(() => screen.getByRole("button", { name: "Undo" }).focus());
    act(() => void vi.advanceTimersByTime(60_000));
    expect(screen.getByText("Moved best")).toBeTruthy();
    act(() => (document.activeElement as HTMLElement).blur());
    act(() => void vi.advanceTimersByTime(8001));
    expect(screen.queryByText("Moved best")).toBeNull();
  });

  it("keeps failures until they are closed, and repeats in one place", () => {
    vi.useFakeTimers();
    render(<ToastRegion />);
    act(() => {
      toast({ text: "The disk is full", tone: "danger", key: "error-disk-full" });
      toast({ text: "The disk is full", tone: "danger", key: "error-disk-full" });
    });
    act(() => void vi.advanceTimersByTime(600_000));
    expect(screen.getAllByRole("alert")).toHaveLength(1);
  });
});
