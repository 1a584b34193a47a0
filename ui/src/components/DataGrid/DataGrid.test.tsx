import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { findAxeProblems } from "@/testing/axe";
import { MenuItem } from "../Menu";
import { DataGrid, NO_SELECTION, useColumnLayout, type Column, type DataGridProps, type GridSelection, type Sort } from ".";

interface Item {
  id: number;
  name: string;
}

const COLUMNS: readonly Column<Item>[] = [
  { id: "name", title: "Name", width: 100, isSortable: true, isFlexible: true, render: ({ name }) => name },
  { id: "id", title: "Id", width: 80, align: "end", isSortable: true, render: ({ id }) => id },
];

function Table({ count = 1000, seen, ...rest }: { count?: number; seen?: (selection: GridSelection) => void } & Partial<DataGridProps<Item>>) {
  const layout = useColumnLayout("test", COLUMNS);
  const [selection, setSelection] = useState<GridSelection>(NO_SELECTION);
  const [sort, setSort] = useState<Sort>({ column: "name", direction: "ascending" });
  const place = (index: number) => (sort.direction === "ascending" ? index : count - 1 - index);
  return (
    <DataGrid
      label="Items"
      layout={layout}
      rowCount={count}
      loadRows={(start, size) => Promise.resolve(Array.from({ length: size }, (_, at) => ({ id: place(start + at), name: `item ${place(start + at)}` })))}
      rowKey={({ id }) => id}
      dataKey={sort.direction + sort.column}
      sort={sort}
      onSortChange={setSort}
      selection={selection}
      onSelectionChange={(next) => {
        setSelection(next);
        seen?.(next);
      }}
      {...rest}
    />
  );
}

async function open(props: Parameters<typeof Table>[0] = {}) {
  const user = userEvent.setup();
  const view = render(<Table {...props} />);
  await screen.findByText("item 0");
  return { user, ...view, grid: screen.getByRole("grid") };
}
const selected = () => screen.queryAllByRole("row", { selected: true }).map((row) => within(row).getAllByRole("gridcell")[1]?.textContent);

describe("DataGrid", () => {
  it("tells screen readers the place in the whole list and is sound for axe", async () => {
    const { grid, container } = await open({ count: 1_000_000 });
    expect(grid.getAttribute("aria-rowcount")).toBe("1000001");
    expect(screen.getAllByRole("row")[1]?.getAttribute("aria-rowindex")).toBe("2");
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
    expect(await findAxeProblems(container)).toEqual([]);
  });

  it("goes to the last of a million rows and shows it whole", async () => {
    const { user, grid } = await open({ count: 1_000_000 });
    grid.focus();
    await user.keyboard("{End}");
    expect(await screen.findByText("item 999999")).toBeTruthy();
    expect(grid.getAttribute("aria-activedescendant")).toContain("r999999");
    await waitFor(() => expect(selected()).toEqual(["item 999999"]));
  });

  it("selects by click, Ctrl, Shift, arrows, Ctrl+A and Esc as a file manager does", async () => {
    const { user, grid } = await open();
    await user.click(screen.getByText("item 2"));
    expect(selected()).toEqual(["item 2"]);
    await user.keyboard("{Shift>}");
    await user.click(screen.getByText("item 4"));
    await user.keyboard("{/Shift}");
    expect(selected()).toEqual(["item 2", "item 3", "item 4"]);
    await user.keyboard("{Control>}");
    await user.click(screen.getByText("item 3"));
    await user.keyboard("{/Control}");
    expect(selected()).toEqual(["item 2", "item 4"]);
    grid.focus();
    await user.keyboard("{ArrowDown}{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    expect(selected()).toEqual(["item 4", "item 5", "item 6"]);
    await user.keyboard("{Control>}{ArrowUp}{ArrowUp} {/Control}");
    expect(selected()).toEqual(["item 5", "item 6"]);
    await user.keyboard("{Control>}a{/Control}");
    expect(selected().length).toBeGreaterThan(20);
    await user.keyboard("{Escape}");
    expect(selected()).toEqual([]);
  });

  it("selects a range over rows that were never loaded", async () => {
    const seen = vi.fn();
    const loadKeys = vi.fn((start: number, count: number) => Promise.resolve(Array.from({ length: count }, (_, at) => start + at)));
    const { user, grid } = await open({ count: 100_000, seen, loadKeys });
    await user.click(screen.getByText("item 3"));
    grid.focus();
    await user.keyboard("{Shift>}{End}{/Shift}");
    await waitFor(() => expect(seen.mock.lastCall?.[0].keys.size).toBe(99_997));
    expect(loadKeys).toHaveBeenCalledWith(3, 99_997);
  });

  it("keeps the selected rows selected when the order changes", async () => {
    const { user } = await open({ count: 10 });
    await user.click(screen.getByText("item 2"));
    await user.click(screen.getByRole("columnheader", { name: "Name" }));
    await waitFor(() => expect(screen.getAllByRole("row")[1]?.textContent).toContain("item 9"));
    expect(selected()).toEqual(["item 2"]);
    expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("descending");
  });

  it("stays where somebody went while the old row was looked for in the new order", async () => {
    let found = (_: number): void => undefined;
    const { user, grid } = await open({ count: 100, locateRow: () => new Promise<number>((resolve) => (found = resolve)) });
    await user.click(screen.getByText("item 2"));
    await user.click(screen.getByRole("columnheader", { name: "Name" }));
    await waitFor(() => expect(screen.getAllByRole("row")[1]?.textContent).toContain("item 99"));
    grid.focus();
    await user.keyboard("{Home}{ArrowDown}");
    await act(async () => found(97));
    await user.keyboard("{ArrowDown}");
    expect(selected()).toEqual(["item 97"]);
    expect(grid.getAttribute("aria-activedescendant")).toMatch(/r2$/);
  });

  it("sorts and resizes by keyboard, from the heads above the first row", async () => {
    const { user, grid } = await open({ count: 10 });
    grid.focus();
    await user.keyboard("{ArrowUp}{ArrowRight}{Enter}");
    expect(screen.getByRole("columnheader", { name: "Id" }).getAttribute("aria-sort")).toBe("descending");
    await user.keyboard("{Shift>}{ArrowRight}{/Shift}");
    expect(grid.style.getPropertyValue("--columns")).toContain("96px");
  });

  it("opens, looks, edits and jumps by key", async () => {
    const [onOpen, onQuickLook, onEdit] = [vi.fn(), vi.fn(), vi.fn()];
    const { user, grid } = await open({ onOpen, onQuickLook, onEdit, onTypeAhead: (text) => Number(text), typeAheadPattern: /^\d+$/ });
    grid.focus();
    await user.keyboard("{ArrowDown}{Enter} {F2}");
    for (const action of [onOpen, onQuickLook, onEdit]) expect(action.mock.lastCall?.[0]).toMatchObject({ key: 1, index: 1 });
    await user.keyboard("731");
    await waitFor(() => expect(grid.getAttribute("aria-activedescendant")).toContain("r731"));
    expect(await screen.findByText("item 731")).toBeTruthy();
  });

  it("has the same menu by right click and by Shift+F10, and gives the focus back", async () => {
    const { user, grid } = await open({ menu: ({ row }) => <MenuItem label={`Delete ${row.name}`} /> });
    await user.pointer({ target: screen.getByText("item 1"), keys: "[MouseRight]" });
    expect(await screen.findByRole("menuitem", { name: "Delete item 1" })).toBeTruthy();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement).toBe(grid));
    await user.keyboard("{Shift>}{F10}{/Shift}");
    expect(await screen.findByRole("menuitem", { name: "Delete item 1" })).toBeTruthy();
  });

  it("tells a failure in place and reads again on Retry", async () => {
    const user = userEvent.setup();
    let isBroken = true;
    render(<Table count={3} loadRows={(_, size) => (isBroken ? Promise.reject(new Error("The disk is gone")) : Promise.resolve(Array.from({ length: size }, (_each, id) => ({ id, name: `item ${id}` }))))} />);
    expect(await screen.findByText(/The disk is gone/)).toBeTruthy();
    isBroken = false;
    await user.click(screen.getByRole("button", { name: "Retry" }));
    expect(await screen.findByText("item 2")).toBeTruthy();
  });
});
