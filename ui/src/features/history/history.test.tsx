import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { ChangeTable } from "./ChangeTable";
import { HistoryPage } from "./HistoryPage";

describe("history", () => {
  it("pages on by the last operation and shows before and after", async () => {
    const { mock, user, container } = renderApp(<HistoryPage />, { route: "/-/history" });
    await user.click(await screen.findByRole("button", { name: /Show older/ }));
    await waitFor(() => expect(mock.calls.filter(({ command }) => command === "history.list").map(({ request }) => request)).toEqual([{ subject: null, before: null, count: 60 }, { subject: null, before: 741, count: 60 }]));
    await user.click(screen.getAllByRole("button", { name: /Show what changed: Moved best model/ })[0] as HTMLElement);
    expect(within(screen.getByRole("table")).getByText("alias best model")).toBeTruthy();
    expect(await findAxeProblems(container)).toEqual([]);
  });
  it("says in place why something can't be taken back", async () => {
    const { user } = renderApp(<HistoryPage />, {
      route: "/-/history",
      answers: {
        "history.undo": () => {
          throw { code: "undo-blocked", message: "Later, best model moved to v212", hint: "Undo that first." };
        },
      },
    });
    await user.click((await screen.findAllByRole("button", { name: /^Undo: / }))[0] as HTMLElement);
    expect(await screen.findByText("Later, best model moved to v212. Undo that first.")).toBeTruthy();
  });
  it("calls a version that is there live", () => {
    renderApp(<ChangeTable details={[{ subject: "mnist:v3", what: "state", before: "in trash (deleted)", after: "committed" }]} rest={0} />);
    expect(screen.getAllByRole("cell").map((cell) => cell.textContent)).toEqual(["mnist:v3", "state", "in trash (deleted)", "live"]);
  });
  it("does again what was taken back", async () => {
    const { mock, user } = renderApp(<HistoryPage />, { route: "/-/history" });
    await user.click((await screen.findAllByRole("button", { name: /^Redo: Logged/ }))[0] as HTMLElement);
    await waitFor(() => expect(mock.calls.find(({ command }) => command === "history.redo")?.request).toEqual({ operation: 798 }));
  });
  it("narrows to one subject and is empty in words", async () => {
    const { mock, user } = renderApp(<HistoryPage />, { route: "/-/history", isEmpty: true });
    expect(await screen.findByText("Nothing has been done yet")).toBeTruthy();
    await user.type(screen.getByRole("textbox"), "mnist:v3");
    expect(await screen.findByRole("button", { name: "Clear the filter" })).toBeTruthy();
    expect(mock.calls.findLast(({ command }) => command === "history.list")?.request).toMatchObject({ subject: "mnist:v3" });
  });
});
