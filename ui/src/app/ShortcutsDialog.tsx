import { Button, Dialog, Kbd } from "@/components";
import { showCombo } from "@/lib/keys";
import { COMMAND_LIST, GROUPS, keysOf } from "./commands";
import { getShell } from "./shellState";
import styles from "./ShortcutsDialog.module.css";

/** Keys that lists, trees and fields have of themselves; they can't be changed. */
const LIST_KEYS: readonly [string, string][] = [
  ["Move, with Shift extend", "↑ ↓ PgUp PgDn Home End"],
  ["Select or deselect the row", "Ctrl Space"],
  ["Select all", "Ctrl A"],
  ["Select nothing", "Esc"],
  ["Open", "Enter"],
  ["Quick look", "Space"],
  ["Context menu", "Shift F10"],
  ["Open or close a branch", "→ ←"],
  ["Column heads", "↑ from the first row"],
  ["Confirm a dialog", showCombo("Mod+Enter")],
];

/** Every command with its keys. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const close = () => {
    onClose();
    getShell().go("/-/settings?section=keyboard");
  };
  return (
    <Dialog title="Keyboard shortcuts" isOpen isText onClose={onClose} width={760} footerStart={<Button onPress={close}>Change shortcuts…</Button>} footer={<Button onPress={onClose}>Close</Button>}>
      <div className={styles["columns"]}>
        {GROUPS.map((group) => (
          <section key={group} className={styles["group"]}>
            <h3>{group}</h3>
            <dl>
              {COMMAND_LIST.filter((command) => command.group === group && keysOf(command).length > 0).map((command) => (
                <Row key={command.id} title={command.title} keys={keysOf(command).map(showCombo)} />
              ))}
            </dl>
          </section>
        ))}
        <section className={styles["group"]}>
          <h3>In lists and dialogs</h3>
          <dl>
            {LIST_KEYS.map(([title, keys]) => (
              <Row key={title} title={title} keys={[keys]} />
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

function Row({ title, keys }: { title: string; keys: readonly string[] }) {
  return (
    <div className={styles["row"]}>
      <dt>{title}</dt>
      <dd>
        {keys.map((key) => (
          <Kbd key={key} keys={key} />
        ))}
      </dd>
    </div>
  );
}
