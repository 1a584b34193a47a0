import { RotateCcw } from "lucide-react";
import { useState, type KeyboardEvent } from "react";
import { COMMAND_LIST, GROUPS, KEYMAP, keysOf, NO_KEYMAP, SINGLE_KEYS, type KeyMap, type UiCommand } from "@/app/commands";
import { Button, Checkbox, IconButton, Note } from "@/components";
import { comboOf, showCombo } from "@/lib/keys";
import { useKept } from "@/lib/persist";
import styles from "./Settings.module.css";

/** Shortcuts: press new keys for any command; single letters can be turned off. */
export function KeyboardSection() {
  const [map, setMap] = useKept<KeyMap>(KEYMAP, NO_KEYMAP);
  const [hasSingleKeys, setSingleKeys] = useKept(SINGLE_KEYS, true);
  const [clash, setClash] = useState<string | null>(null);
  const change = (command: UiCommand, combo: string | null) => {
    const other = combo === null ? undefined : COMMAND_LIST.find((each) => each.id !== command.id && keysOf(each, map).includes(combo));
    setClash(other ? `${showCombo(combo ?? "")} already belongs to “${other.title}”. Change that one first.` : null);
    if (!other) setMap({ ...map, [command.id]: combo === null ? [] : [combo] });
  };
  const reset = (id: string) => {
    const { [id]: _, ...others } = map;
    setMap(others);
  };
  return (
    <div className={styles["keyboard"]}>
      <Checkbox isSelected={hasSingleKeys} onChange={setSingleKeys} hint="Such as A for aliases; they work only while a list has the focus.">
        Single letters as shortcuts
      </Checkbox>
      {clash ? (
        <Note tone="warning" isLive>
          {clash}
        </Note>
      ) : null}
      {GROUPS.map((group) => (
        <section key={group}>
          <h2 className={styles["group"]}>{group}</h2>
          {COMMAND_LIST.filter((command) => command.group === group).map((command) => (
            <div key={command.id} className={styles["shortcut"]}>
              <span className="grow clip">{command.title}</span>
              <KeyButton command={command} map={map} onChange={(combo) => change(command, combo)} />
              {map[command.id] === undefined ? <span className={styles["noReset"]} /> : <IconButton size="small" label={`Reset ${command.title}`} icon={<RotateCcw />} onPress={() => reset(command.id)} />}
            </div>
          ))}
        </section>
      ))}
      <div>
        <Button onPress={() => setMap(NO_KEYMAP)}>Reset all shortcuts</Button>
      </div>
    </div>
  );
}

/** Shows the keys; pressed, it takes the next combination. Backspace takes the keys away, Esc leaves them. */
function KeyButton({ command, map, onChange }: { command: UiCommand; map: KeyMap; onChange: (combo: string | null) => void }) {
  const [isListening, setListening] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isListening || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    const combo = comboOf(event);
    if (combo === null) return;
    setListening(false);
    if (combo !== "Esc") onChange(combo === "Backspace" ? null : combo);
  };
  const keys = keysOf(command, map).map(showCombo).join(" or ");
  const shown = keys || "none";
  return (
    <span onKeyDownCapture={onKeyDown} onBlur={() => setListening(false)}>
      <Button size="small" isOn={isListening} aria-label={`Keys of ${command.title}: ${shown}`} onPress={() => setListening(true)} className={styles["keys"] ?? ""}>
        {isListening ? "Press keys…" : <span className={keys === "" ? "dim" : undefined}>{shown}</span>}
      </Button>
    </span>
  );
}
