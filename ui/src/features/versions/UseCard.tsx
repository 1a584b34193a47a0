import { Copy } from "lucide-react";
import { useCommand, type VersionDetail } from "@/api";
import { CommandText, IconButton } from "@/components";
import { copyWords } from "./copy";
import styles from "./Overview.module.css";
import { idOfVersion, runSnippets, snippets } from "./page";

/** Commands that use this version from a script; `inRun`: those that tell the lineage so, too. */
export function UseCard({ version, inRun = false }: { version: VersionDetail; inRun?: boolean }) {
  const { data: files } = useCommand("file.list", { version: idOfVersion(version), pattern: null, folder: null, rows: { start: 0, count: 1 } }, { isEnabled: version.files > 0 });
  const file = files?.rows.find(({ reference }) => reference === null)?.path;
  return (
    <section>
      <div className={styles["heading"]}>
        <h2>Use it</h2>
      </div>
      <ul className={styles["snippets"]}>
        {[...(inRun ? runSnippets(version.address) : []), ...snippets(version.address, file)].map(({ title, command }) => (
          <li key={title}>
            <span className="small dim">{title}</span>
            <div className={styles["snippet"]}>
              <CommandText text={command} />
              <IconButton size="small" label={`Copy: ${title}`} icon={<Copy />} onPress={() => copyWords(command, "command")} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
