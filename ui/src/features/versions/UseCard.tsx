import { Copy } from "lucide-react";
import { useCommand, type VersionDetail } from "@/api";
import { IconButton } from "@/components";
import { copyWords } from "./copy";
import styles from "./Overview.module.css";
import { idOfVersion, snippets } from "./page";

/** Commands that use this version from a script. */
export function UseCard({ version }: { version: VersionDetail }) {
  const { data: files } = useCommand("file.list", { version: idOfVersion(version), pattern: null, folder: null, rows: { start: 0, count: 1 } }, { isEnabled: version.files > 0 });
  const file = files?.rows.find(({ reference }) => reference === null)?.path;
  return (
    <section>
      <div className={styles["heading"]}>
        <h2>Use it</h2>
      </div>
      <ul className={styles["snippets"]}>
        {snippets(version.address, file).map(({ title, command }) => (
          <li key={title}>
            <span className="small dim">{title}</span>
            <div className={styles["snippet"]}>
              <code className="mono selectable">{command}</code>
              <IconButton size="small" label={`Copy: ${title}`} icon={<Copy />} onPress={() => copyWords(command, "command")} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
