import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { Selection } from "@/api";
import { findAxeProblems } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { closeDialog, openAliasDialog, openDeleteDialog, openMetadataDialog, openTagDialog, openTtlDialog } from "./store";
import { VersionDialogs } from "./VersionDialogs";

const COLLECTION = "ada/plankton/plankton-train";
const ONE: Selection = { kind: "versions", versions: [212] };
const FORTY: Selection = { kind: "versions", versions: Array.from({ length: 40 }, (_, at) => 214 - at) };
const ALL: Selection = { kind: "filter", collection: COLLECTION, filter: "tag:x", except: [3] };

const isOff = (control: HTMLElement) => (control as HTMLButtonElement | HTMLInputElement).disabled;
const open = (opener: typeof openTtlDialog, selection: Selection) => act(() => opener({ selection, collection: COLLECTION }));
const requests = (mock: { calls: { command: string; request: unknown }[] }, command: string) => mock.calls.filter((call) => call.command === command).map(({ request }) => request);

afterEach(() => act(closeDialog));

describe("TTL dialog", () => {
  it("previews, warns in red, unticks, and sets what is left", async () => {
    const { mock, user } = renderApp(<VersionDialogs />);
    open(openTtlDialog, FORTY);
    const dialog = await screen.findByRole("dialog");
    expect((await within(dialog).findByRole("alert")).textContent).toMatch(/\d+ of 40 versions expire now and go to the trash: .* GiB, of which .* is really freed from \d{4}-\d\d-\d\d on\./);
    expect(within(dialog).getByText("now: mixed, 3 values")).toBeTruthy();
    await user.click(within(dialog).getByRole("checkbox", { name: "v207" }));
    await waitFor(() => expect(requests(mock, "retention.plan").at(-1)).toMatchObject({ ttl: "30d", except: [208] }));
    const number = within(dialog).getByRole("textbox", { name: "Number" });
    await user.clear(number);
    await user.type(number, "-5");
    expect(await within(dialog).findByText('The time to live "-5d" can\'t be read')).toBeTruthy();
    await user.click(within(dialog).getByRole("radio", { name: "Never expires" }));
    const button = await waitFor(() => {
      const found = within(dialog).getByRole("button", { name: /^Set TTL on \d+ versions$/ });
      expect(isOff(found)).toBe(false);
      return found;
    });
    expect(await findAxeProblems(dialog)).toEqual([]);
    await waitFor(() => expect(requests(mock, "retention.plan").at(-1)).toMatchObject({ ttl: "none" }));
    await user.click(button);
    await screen.findAllByRole("button", { name: "Undo" });
    expect(requests(mock, "retention.carry_out")).toMatchObject([{ act: { ttl: "none", except: [208] }, stamp: "stamp" }]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  it("asks for a whole selection by filter at once", async () => {
    const { mock } = renderApp(<VersionDialogs />);
    open(openTtlDialog, ALL);
    await screen.findByRole("button", { name: /^Set TTL on/ });
    await waitFor(() => expect(requests(mock, "retention.plan")[0]).toMatchObject({ selection: ALL }));
  });
});

describe("alias dialog", () => {
  it("says what moves before Enter and leaves latest alone", async () => {
    const { mock, user } = renderApp(<VersionDialogs />);
    open(openAliasDialog, { kind: "versions", versions: [214] });
    const field = await screen.findByRole("combobox", { name: "Aliases" });
    await user.type(field, "baseline");
    expect(await screen.findByText(/moves “baseline” from v206 to v213/)).toBeTruthy();
    await user.type(field, "{Enter}v7");
    expect(screen.getByText(/“v7” is reserved/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Remove latest" })).toBeNull();
    await user.clear(field);
    expect(await findAxeProblems(screen.getByRole("dialog"))).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Save aliases" }));
    await waitFor(() => expect(requests(mock, "alias.set")).toEqual([{ version: "#214", aliases: ["candidate", "baseline"] }]));
  });
  it("saves what is typed without Enter, and nothing that is refused", async () => {
    const { mock, user } = renderApp(<VersionDialogs />);
    open(openAliasDialog, { kind: "versions", versions: [214] });
    const field = await screen.findByRole("combobox", { name: "Aliases" });
    await user.type(field, "v7");
    expect(isOff(screen.getByRole("button", { name: "Save aliases" }))).toBe(true);
    expect(field.getAttribute("aria-invalid")).toBe("true");
    await user.clear(field);
    await user.type(field, "baseline");
    await user.click(screen.getByRole("button", { name: "Save aliases" }));
    await waitFor(() => expect(requests(mock, "alias.set")).toEqual([{ version: "#214", aliases: ["candidate", "baseline"] }]));
  });
  it("adds to the newest of many and removes from whichever has it", async () => {
    const { mock, user } = renderApp(<VersionDialogs />);
    open(openAliasDialog, { kind: "filter", collection: COLLECTION, filter: null, except: [] });
    await user.type(await screen.findByRole("combobox", { name: /Add to v213, the newest/ }), "next{Enter}");
    await user.click(await screen.findByRole("checkbox", { name: /baseline/ }));
    expect(isOff(screen.getByRole("checkbox", { name: /production/ }))).toBe(true);
    expect(await findAxeProblems(screen.getByRole("dialog"))).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Change aliases" }));
    await waitFor(() => expect(requests(mock, "alias.add")).toEqual([{ version: "#214", alias: "next" }]));
    expect(requests(mock, "alias.remove")).toEqual([{ version: "#207", alias: "baseline" }]);
  });
});

describe("other dialogs", () => {
  it("wants consent before aliases vanish", async () => {
    const { mock, user } = renderApp(<VersionDialogs />);
    open(openDeleteDialog, ONE);
    const dialog = await screen.findByRole("alertdialog");
    const button = await within(dialog).findByRole("button", { name: "Move v211 to the trash" });
    expect(isOff(button)).toBe(true);
    expect(within(dialog).getByText("Tick the box above first")).toBeTruthy();
    await user.click(await within(dialog).findByRole("checkbox", { name: /Delete 2 aliases/ }));
    expect(within(dialog).queryByText("Tick the box above first")).toBeNull();
    expect(await findAxeProblems(dialog)).toEqual([]);
    await user.click(button);
    await waitFor(() => expect(requests(mock, "retention.carry_out")).toEqual([{ act: { kind: "delete", selection: ONE, delete_aliases: true, now: false }, stamp: "stamp" }]));
  });
  it("deletes for good what was planned so, after the name was typed", async () => {
    const { mock, user } = renderApp(<VersionDialogs />);
    open(openDeleteDialog, ONE);
    await user.click(await screen.findByRole("checkbox", { name: /Delete 2 aliases/ }));
    await user.click(screen.getByRole("button", { name: "Delete now…" }));
    const dialog = await screen.findByRole("alertdialog", { name: /for good\?$/ });
    const button = await within(dialog).findByRole("button", { name: "Delete for good" });
    await within(dialog).findByText(/at the first collection from/);
    expect(isOff(button)).toBe(true);
    await user.type(within(dialog).getByRole("textbox"), "delete");
    expect(await findAxeProblems(dialog)).toEqual([]);
    await user.click(button);
    await waitFor(() => expect(requests(mock, "retention.carry_out")).toEqual([{ act: { kind: "delete", selection: ONE, delete_aliases: true, now: true }, stamp: "stamp" }]));
  });
  it("shows the engine's refusal in place and stays open", async () => {
    const { user } = renderApp(<VersionDialogs />, {
      answers: {
        "tag.edit": () => {
          throw { code: "store-read-only", message: "The store can't be written", hint: "Open it elsewhere." };
        },
      },
    });
    open(openTagDialog, ALL);
    await user.type(await screen.findByRole("combobox", { name: "Add" }), "paper{Enter}");
    expect(await findAxeProblems(screen.getByRole("dialog"))).toEqual([]);
    await user.click(screen.getByRole("button", { name: /Change tags of/ }));
    expect(await screen.findByText("The store can't be written. Open it elsewhere.")).toBeTruthy();
    expect(screen.getByRole("dialog")).toBeTruthy();
  });
  it("sets one key of all versions", async () => {
    const { mock, user } = renderApp(<VersionDialogs />);
    open(openMetadataDialog, ALL);
    await user.type(await screen.findByRole("textbox", { name: "Key" }), "train.lr");
    await user.type(screen.getByRole("textbox", { name: "Value" }), "0.10");
    await user.click(screen.getByRole("button", { name: /^Set on/ }));
    await waitFor(() => expect(requests(mock, "metadata.set")).toEqual([{ selection: ALL, path: "train.lr", value: "0.10" }]));
  });
});
