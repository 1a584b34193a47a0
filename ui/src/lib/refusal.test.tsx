import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { Button, IconButton, MenuButton, MenuItem } from "@/components";
import { findAxeProblems } from "@/testing/axe";
import { refusalNote, setRefusals } from "./refusal";

const reason = "mia is a viewer; this needs an administrator or a member";
const viewer = { role: "viewer", refused: ["tag.edit", "rule.set", "log.start"].map((command) => ({ command, reason })) };
afterEach(() => act(() => setRefusals(undefined)));

it("keeps a refused button reachable, says why, and does nothing", async () => {
  const press = vi.fn();
  const user = userEvent.setup();
  setRefusals(viewer);
  const { container } = render(<Button needs="tag.edit" onPress={press}>Edit tags</Button>);
  const button = screen.getByRole("button", { name: "Edit tags", description: reason });
  expect(button.getAttribute("aria-disabled")).toBe("true");
  await user.tab();
  expect(document.activeElement).toBe(button);
  await user.click(button);
  await user.keyboard("{Enter}");
  expect(press).not.toHaveBeenCalled();
  expect(await findAxeProblems(container)).toEqual([]);
  act(() => setRefusals(undefined));
  await user.click(screen.getByRole("button", { name: "Edit tags" }));
  expect(press).toHaveBeenCalledTimes(1);
});

it("shows a short reason in menus and keeps the menu open", async () => {
  const choose = vi.fn();
  const user = userEvent.setup();
  setRefusals(viewer);
  render(
    <MenuButton label="More" trigger={<IconButton label="More" icon={null} />}>
      <MenuItem label="Tags…" needs="tag.edit" onAction={choose} />
    </MenuButton>,
  );
  await user.tab();
  await user.keyboard("{Enter}");
  const item = await screen.findByRole("menuitem", { name: /Tags…/, description: reason });
  expect(item.getAttribute("aria-disabled")).toBe("true");
  expect(item.hasAttribute("tabindex")).toBe(true);
  await user.keyboard("{Enter}");
  await user.click(item);
  expect(choose).not.toHaveBeenCalled();
  expect([refusalNote("tag.edit"), refusalNote("rule.set"), refusalNote("log.start"), refusalNote("run.edit")]).toEqual(["for members", "for administrators", "only at the machine", undefined]);
});
