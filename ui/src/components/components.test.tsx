import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { findAxeProblems } from "@/testing/axe";
import {
  AliasPill, Button, Checkbox, ComboBox, ContextMenu, Dialog, DigestText, EmptyState, ErrorState, Facts, IconButton, MenuButton, MenuItem, Meter, Note, NumberField, PillCell, PillRow, RadioGroup,
  RelativeTime, SegmentedControl, Select, Sparkline, SplitPane, Tabs, TagPill, TextArea, TextField, TypeIcon, TypePill, typeColour,
} from ".";

const OPTIONS = [{ value: "dataset", label: "dataset" }, { value: "model", label: "model" }];
const nothing = () => undefined;

describe("the component library", () => {
  it("has names and roles that axe accepts", async () => {
    const { baseElement } = render(
      <main>
        <Button kind="primary">Log</Button>
        <IconButton label="Close" icon={<TypeIcon type="model" />} />
        <SegmentedControl label="View" value="tree" options={[{ value: "tree", label: "Tree" }, { value: "list", label: "List" }]} onChange={nothing} />
        <TextField label="Name" hint="Letters and digits" error="Too long" />
        <TextArea label="Description" />
        <NumberField label="Days" defaultValue={30} />
        <Select label="Type" value="dataset" options={OPTIONS} onChange={nothing} />
        <ComboBox label="Collection" inputValue="" onInputChange={nothing} options={OPTIONS} />
        <Checkbox hint="Also along lineage">Apply</Checkbox>
        <RadioGroup label="TTL" value="none" options={[{ value: "none", label: "Never expires" }, { value: "inherit", label: "Team default" }]} onChange={nothing} />
        <AliasPill name="best" onRemove={nothing} /> <AliasPill name="production" isProtected /> <TagPill name="x" /> <TypePill type="dataset" withIcon />
        <Meter label="Time left" value={0.4} /> <Meter label="Copying" kind="progress" value={null} />
        <Sparkline label="Sizes" values={[1, 2, 3]} />
        <Note tone="danger">3 of 40 versions expire now</Note>
        <Facts facts={[{ term: "Size", value: "1 GiB" }, { term: "Missing", value: null }]} />
        <DigestText digest="6eec" />
        <RelativeTime at={0} />
        <EmptyState title="Nothing here" action={<Button>Log</Button>} />
        <ErrorState title="It failed" why="The disk is gone" onRetry={nothing} details={() => "x"} />
        <Tabs label="Version" value="files" onChange={nothing} tabs={[{ id: "files", label: "Files", count: 3, content: () => "files" }, { id: "history", label: "History", content: () => "history" }]} />
        <SplitPane id="t" label="Width" fixed="start" size={200} min={100} max={300} start="a" end="b" />
      </main>,
    );
    expect(await findAxeProblems(baseElement)).toEqual([]);
  });

  it("gives a dialog the focus, closes it on Esc and gives the focus back", async () => {
    const user = userEvent.setup();
    function Opener() {
      const [isOpen, setOpen] = useState(false);
      return (
        <>
          <Button onPress={() => setOpen(true)}>Open</Button>
          <Dialog title="Delete v3" isOpen={isOpen} onClose={() => setOpen(false)} footer={<Button kind="destroy">Delete</Button>}>
            <TextField label="Name" autoFocus />
          </Dialog>
        </>
      );
    }
    render(<Opener />);
    await user.click(screen.getByRole("button", { name: "Open" }));
    expect(screen.getByRole("dialog", { name: "Delete v3" })).toBeTruthy();
    expect(screen.getByRole("dialog").contains(document.activeElement)).toBe(true);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Open" }));
  });

  it("does not close a busy dialog", async () => {
    const user = userEvent.setup();
    const onClose = vi.fn();
    render(<Dialog title="Logging" isOpen isBusy onClose={onClose} />);
    await user.keyboard("{Escape}");
    expect(onClose).not.toHaveBeenCalled();
  });

  it("opens menus by button, right click and Shift+F10", async () => {
    const user = userEvent.setup();
    const act = vi.fn();
    render(
      <>
        <MenuButton label="More" trigger={<Button>More</Button>}>
          <MenuItem label="Delete…" onAction={act} shortcut="Del" />
        </MenuButton>
        <ContextMenu label="Row" menu={() => <MenuItem label="Copy" onAction={act} />}>
          <button type="button">row</button>
        </ContextMenu>
      </>,
    );
    await user.click(screen.getByRole("button", { name: "More" }));
    await user.click(screen.getByRole("menuitem", { name: /Delete…/ }));
    expect(act).toHaveBeenCalledTimes(1);
    screen.getByRole("button", { name: "row" }).focus();
    await user.keyboard("{Shift>}{F10}{/Shift}");
    await user.click(await screen.findByRole("menuitem", { name: "Copy" }));
    expect(act).toHaveBeenCalledTimes(2);
    await user.pointer({ target: screen.getByRole("button", { name: "row" }), keys: "[MouseRight]" });
    expect(await screen.findByRole("menuitem", { name: "Copy" })).toBeTruthy();
  });

  it("resizes panes by keyboard, keeps the size, and goes back on double click", async () => {
    const user = userEvent.setup();
    const pane = <SplitPane id="side" label="Width" fixed="start" size={200} min={100} max={300} start="a" end="b" />;
    const { unmount } = render(pane);
    screen.getByRole("separator").focus();
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(screen.getByRole("separator").getAttribute("aria-valuenow")).toBe("232");
    unmount();
    render(pane);
    expect(screen.getByRole("separator").getAttribute("aria-valuenow")).toBe("232");
    await user.dblClick(screen.getByRole("separator"));
    expect(screen.getByRole("separator").getAttribute("aria-valuenow")).toBe("200");
  });

  it("shows the number of pills that don't fit, with their names", () => {
    render(<PillRow aliases={[{ name: "a" }, { name: "b" }]} tags={["x", "y"]} max={3} />);
    expect(screen.getByText("+1").title).toBe("#y");
  });

  it("shows more pills in a wide cell, and says for each width how many don't fit", () => {
    render(<PillCell aliases={[{ name: "a" }, { name: "b" }, { name: "c" }]} tags={["x", "y"]} />);
    expect(screen.getAllByText(/^(a|b|c|#x|#y)$/).map(({ textContent }) => textContent)).toEqual(["a", "b", "c", "#x"]);
    expect(screen.getAllByText(/^\+\d$/).map(({ textContent, title }) => `${textContent} ${title}`)).toEqual(["+4 b, c, #x, #y", "+3 c, #x, #y", "+1 #y"]);
  });

  it("draws a type in the same colour everywhere", () => {
    expect([typeColour("dataset"), typeColour("model"), typeColour("evaluation")]).toEqual([1, 2, 3]);
    expect(typeColour("tokenizer")).toBe(typeColour("tokenizer"));
    expect(typeColour("tokenizer")).toBeGreaterThan(4);
  });
});
