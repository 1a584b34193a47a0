import { Ellipsis, X } from "lucide-react";
import { IconButton, MenuButton, NO_SELECTION } from "@/components";
import { capitalised } from "@/lib/format";
import styles from "./FilterBar.module.css";
import { shortcutOf } from "./shortcuts";
import { selectedWords, type VersionList } from "./useVersionList";
import { VersionMenu } from "./VersionMenu";
import { versionAction, type ActionTools } from "./versionActions";

/** In view at once; the menu behind them has everything. */
const AT_HAND = ["aliases", "tags", "ttl", "compare", "reference", "delete"];

/** How many versions are selected and what can be done to all of them. */
export function SelectionBar({ list, tools }: { list: VersionList; tools: ActionTools }) {
  const { scope, setSelected, gridRef } = list;
  const [words, note] = selectedWords(scope);
  const clear = () => {
    setSelected(NO_SELECTION);
    gridRef.current?.focus();
  };
  return (
    <div className={styles["selected"]} role="toolbar" aria-label="Actions for the selected versions">
      <span className={styles["words"]} title={scope.isAll ? "Also those that aren't in view yet" : undefined}>
        {capitalised(words)}
        {note ? <span className="dim">{note}</span> : null}
      </span>
      {AT_HAND.map((id) => {
        const action = versionAction(id);
        const why = action.why(scope);
        const Icon = action.icon;
        return <IconButton key={id} data-action={id} label={why === null ? action.label(scope) : `${action.label(scope)} (${why})`} shortcut={shortcutOf(action)} icon={<Icon />} needs={action.needs} isDisabled={why !== null} onPress={() => action.run(scope, tools)} />;
      })}
      <MenuButton label="More actions" trigger={<IconButton label="More actions" icon={<Ellipsis />} />}>
        <VersionMenu scope={scope} tools={tools} without={["open", "files"]} />
      </MenuButton>
      <IconButton label="Select none" shortcut="Esc" icon={<X />} onPress={clear} />
    </div>
  );
}
