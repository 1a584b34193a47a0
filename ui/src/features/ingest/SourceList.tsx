import { File, FolderOpen, X } from "lucide-react";
import { useState } from "react";
import { tellError, useCommand, type LogSource } from "@/api";
import { Button, IconButton, TextField } from "@/components";
import { getPlatform } from "@/platform";
import styles from "./ingest.module.css";
import { pathsIn } from "./words";

export interface SourceListProps {
  sources: readonly LogSource[];
  onAdd: (paths: readonly string[]) => void;
  onRemove: (path: string) => void;
}

/** What goes into the version: the paths, with ways to add some by choosing or typing. */
export function SourceList({ sources, onAdd, onRemove }: SourceListProps) {
  const { data: host } = useCommand("host.info", {});
  const [isAdding, setAdding] = useState(false);
  const hasNone = sources.length === 0;
  const [wasEmpty] = useState(hasNone);
  const pick = (choose: () => Promise<string[]>) => void choose().then(onAdd, tellError);
  return (
    <div className={styles["sources"]}>
      {hasNone ? null : (
        // The field in which the first path was typed goes away; the focus stays at this place.
        <ul aria-label="Paths" className={styles["paths"]}>
          {sources.map(({ path }, at) => (
            <li key={path}>
              <span className="mono selectable clip grow" title={path}>
                {path}
              </span>
              {at === 0 && !isAdding ? (
                <Button kind="quiet" size="small" autoFocus={wasEmpty} onPress={() => setAdding(true)}>
                  Add more…
                </Button>
              ) : null}
              <IconButton size="small" label={`Leave out ${path}`} icon={<X />} onPress={() => onRemove(path)} />
            </li>
          ))}
        </ul>
      )}
      {hasNone || isAdding ? (
        <div className={styles["adding"]}>
          {host?.choose_files ? (
            <div className="row">
              <Button kind={hasNone ? "primary" : "plain"} icon={<FolderOpen />} onPress={() => pick(getPlatform().pickFolder)}>
                Choose a folder…
              </Button>
              <Button icon={<File />} onPress={() => pick(getPlatform().pickFiles)}>
                Choose files…
              </Button>
            </div>
          ) : null}
          <PathField onAdd={onAdd} autoFocus={hasNone} placeholder={host?.choose_files ? "Or paste a path" : "Paste or type a path"} />
        </div>
      ) : null}
    </div>
  );
}

function PathField({ onAdd, autoFocus, placeholder }: { onAdd: (paths: readonly string[]) => void; autoFocus: boolean; placeholder: string }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const add = () => {
    const paths = pathsIn(text);
    if (paths.length === 0) return setError("A whole path is needed, such as /home/ada/data");
    setText("");
    onAdd(paths);
  };
  return (
    <div className={styles["pathField"]}>
      <TextField
        label="Path"
        hideLabel
        isMono
        className="grow"
        placeholder={placeholder}
        value={text}
        error={error}
        autoFocus={autoFocus}
        onChange={(next) => {
          setText(next);
          setError(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || text.trim() === "") return;
          event.preventDefault();
          add();
        }}
      />
      <Button isDisabled={text.trim() === ""} onPress={add}>
        Add
      </Button>
    </div>
  );
}
