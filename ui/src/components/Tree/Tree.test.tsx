import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { findAxeProblems } from "@/testing/axe";
import { Tree, type TreeProps } from ".";

const load: TreeProps["loadChildren"] = (parent, start, count) => {
  const total = parent === null ? 3 : parent === "f1" ? 100_000 : 2;
  const nodes = Array.from({ length: Math.min(count, total - start) }, (_, at) => {
    const number = start + at;
    return parent === null ? { id: `f${number}`, label: `folder ${number}`, hasChildren: true } : { id: `${parent}/${number}`, label: `file ${parent} ${number}` };
  });
  return Promise.resolve({ nodes, total });
};

function Files(props: Partial<TreeProps>) {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return <Tree label="Files" loadChildren={load} expanded={expanded} onExpandedChange={setExpanded} selected={selected} onSelectedChange={setSelected} isMultiple {...props} />;
}
const focused = () => document.getElementById(screen.getByRole("tree").getAttribute("aria-activedescendant") ?? "")?.textContent;

describe("Tree", () => {
  it("opens folders as they are needed and walks by keyboard", async () => {
    const user = userEvent.setup();
    const { container } = render(<Files />);
    await screen.findByText("folder 0");
    expect(await findAxeProblems(container)).toEqual([]);
    screen.getByRole("tree").focus();
    await user.keyboard("{ArrowRight}");
    await screen.findByText("file f0 1");
    await user.keyboard("{ArrowRight}");
    expect(focused()).toContain("file f0 0");
    expect(screen.getByText("file f0 0").closest("[role=treeitem]")?.getAttribute("aria-level")).toBe("2");
    await user.keyboard("{ArrowLeft}");
    expect(focused()).toContain("folder 0");
    await user.keyboard("{ArrowLeft}");
    await waitFor(() => expect(screen.queryByText("file f0 0")).toBeNull());
  });

  it("shows a folder of 100,000 files without drawing them", async () => {
    const user = userEvent.setup();
    render(<Files expanded={new Set(["f1"])} />);
    await screen.findByText("file f1 0");
    screen.getByRole("tree").focus();
    await user.keyboard("{End}");
    await waitFor(() => expect(focused()).toContain("folder 2"));
    await user.keyboard("{ArrowUp}");
    expect(await screen.findByText("file f1 99999")).toBeTruthy();
    expect(screen.getAllByRole("treeitem").length).toBeLessThan(60);
  });

  it("brings into view what was selected elsewhere, once it is read", async () => {
    const open = new Set(["f1"]);
    const tree = (selected: ReadonlySet<string>) => <Files isMultiple={false} expanded={open} selected={selected} />;
    const { rerender } = render(tree(new Set()));
    await screen.findByText("file f1 0");
    rerender(tree(new Set(["f1/50"])));
    await waitFor(() => expect(focused()).toContain("file f1 50"));
    expect(screen.getByRole("tree").scrollTop).toBeGreaterThan(0);
  });

  it("jumps by typing and selects ranges with Shift", async () => {
    const user = userEvent.setup();
    render(<Files />);
    await screen.findByText("folder 2");
    screen.getByRole("tree").focus();
    await user.keyboard("folder 2");
    expect(focused()).toContain("folder 2");
    await user.keyboard("{Shift>}{ArrowUp}{/Shift}");
    expect(screen.getAllByRole("treeitem", { selected: true })).toHaveLength(2);
  });
});
