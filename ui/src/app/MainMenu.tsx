import { Menu } from "lucide-react";
import { Fragment } from "react";
import { useCommand } from "@/api";
import { IconButton, MenuButton, MenuItem, MenuSeparator, Submenu } from "@/components";
import { useHandlers } from "@/lib/commands";
import { showCombo } from "@/lib/keys";
import { COMMAND_LIST, GROUPS, isEnabled, isPossible, keysOf, runCommand, titleOf, type Group, type UiCommand } from "./commands";
import type { Shell } from "./useShell";

/** The menu bar inside the window: ☰, F10 or Alt. Every command with its keys; what can't be done now is disabled. */
export function MainMenu({ shell }: { shell: Shell }) {
  useHandlers();
  const { data: history } = useCommand("history.state", {});
  const labelOf = (command: UiCommand) => {
    if (command.id === "edit.undo" && history?.undo) return `Undo: ${history.undo}`;
    return command.id === "edit.redo" && history?.redo ? `Redo: ${history.redo}` : titleOf(command);
  };
  return (
    <MenuButton label="Menu" trigger={<IconButton label="Menu" shortcut="F10" icon={<Menu />} />} isOpen={shell.isMenuOpen} onOpenChange={shell.setMenuOpen}>
      {GROUPS.map((group) => (
        <Submenu key={group} label={group}>
          {entries(group).map((command, at) => {
            const [first] = keysOf(command);
            return (
              <Fragment key={command.id}>
                {command.isFirst && at > 0 ? <MenuSeparator /> : null}
                <MenuItem
                  label={labelOf(command)}
                  isDisabled={!isPossible(command)}
                  needs={command.needs}
                  {...(command.isOn ? { isChecked: command.isOn() } : {})}
                  shortcut={first === undefined ? undefined : showCombo(first)}
                  onAction={() => defer(() => runCommand(command))}
                />
              </Fragment>
            );
          })}
        </Submenu>
      ))}
    </MenuButton>
  );
}

/** Tabs stand there only where the view has some. */
function entries(group: Group): UiCommand[] {
  return COMMAND_LIST.filter((command) => command.group === group && (!command.id.startsWith("view.tab") || isEnabled(command)));
}

/** After the menu has closed and given the focus back, so that what opens next gets and returns it rightly. */
function defer(work: () => void) {
  setTimeout(work, 0);
}
