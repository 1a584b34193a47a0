import { Copy } from "lucide-react";
import { Fragment } from "react";
import { MenuItem, MenuSeparator, Submenu } from "@/components";
import { shortcutOf } from "./shortcuts";
import type { Scope } from "./useVersionList";
import { COPY_FORMATS, VERSION_ACTIONS, type ActionTools, type VersionAction } from "./versionActions";

const GROUPS: readonly VersionAction["group"][] = ["open", "edit", "compare", "copy", "remove"];

const NOTHING: readonly string[] = [];

/** The entries of the menu for selected versions. */
export function VersionMenu({ scope, tools, without = NOTHING }: { scope: Scope; tools: ActionTools; without?: readonly string[] }) {
  const shown = VERSION_ACTIONS.filter(({ id, isShown }) => !without.includes(id) && (isShown?.(scope) ?? true));
  const groups = GROUPS.map((group) => ({ group, actions: shown.filter((action) => action.group === group) })).filter(({ actions }) => actions.length > 0);
  return (
    <>
      {groups.map(({ group, actions }, at) => (
        <Fragment key={group}>
          {at > 0 ? <MenuSeparator /> : null}
          {actions.map((action) => (
            <ActionItem key={action.id} action={action} scope={scope} tools={tools} />
          ))}
          {group === "copy" ? <CopyAs tools={tools} /> : null}
        </Fragment>
      ))}
    </>
  );
}

function ActionItem({ action, scope, tools }: { action: VersionAction; scope: Scope; tools: ActionTools }) {
  const why = action.why(scope);
  const Icon = action.icon;
  return (
    <MenuItem
      label={action.label(scope)}
      icon={<Icon />}
      shortcut={shortcutOf(action)}
      needs={action.needs}
      note={why ?? undefined}
      isDisabled={why !== null}
      onAction={() => action.run(scope, tools)}
    />
  );
}

/** "Copy as" with every form; also the menu of the table's copy button. */
function CopyAs({ tools }: { tools: ActionTools }) {
  return (
    <Submenu label="Copy as" icon={<Copy />}>
      {COPY_FORMATS.map(({ format, label }) => (
        <MenuItem key={format} label={label} onAction={() => tools.copy(format)} />
      ))}
    </Submenu>
  );
}
