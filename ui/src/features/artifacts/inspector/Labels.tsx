import { Plus } from "lucide-react";
import { useState, type KeyboardEvent } from "react";
import { runEdit, type Alias } from "@/api";
import { AliasPill, Button, TagPill } from "@/components";
import { cx } from "@/lib/cx";
import { useRefusal } from "@/lib/refusal";
import { AliasField } from "./AliasField";
import styles from "./Inspector.module.css";
import { TagField } from "./TagField";

export interface LabelsProps {
  /** Identifier of the version. */
  id: number;
  index: number;
  collection: string;
  aliases: readonly Alias[];
  tags: readonly string[];
  isReadOnly?: boolean;
}

/** More than these scroll by themselves, so that the buttons and the facts below stay in view. */
const MANY = 14;

/** Aliases and tags of a version as pills; "add" turns them into a field in place. */
export function Labels(props: LabelsProps) {
  const { id, aliases, tags, isReadOnly = false } = props;
  const [editing, setEditing] = useState<"aliases" | "tags" | null>(null);
  const isFixed = { alias: useRefusal("alias.remove") !== null || isReadOnly, tag: useRefusal("tag.edit") !== null || isReadOnly };
  const isMany = aliases.length + tags.length > MANY;
  const close = () => setEditing(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || editing === null) return;
    event.stopPropagation();
    close();
  };
  const removeAlias = (alias: string) => void runEdit("alias.remove", { version: `#${id}`, alias });
  const removeTag = (tag: string) => void runEdit("tag.edit", { selection: { kind: "versions", versions: [id] }, add: [], remove: [tag] });
  if (editing !== null) {
    return (
      <div className={styles["editing"]} onKeyDown={onKeyDown} onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || close()}>
        {editing === "aliases" ? <AliasField {...props} /> : <TagField {...props} />}
        <Button size="small" onPress={close}>
          Done
        </Button>
      </div>
    );
  }
  return (
    <div className={styles["labels"]}>
      <div className={cx(styles["pills"], isMany && styles["many"])} {...(isMany && isFixed.alias && isFixed.tag ? { tabIndex: 0, role: "group", "aria-label": "Aliases and tags" } : {})}>
        {aliases.map(({ name, protected: isProtected }) => (
          <AliasPill key={name} name={name} isProtected={isProtected} {...(isFixed.alias || isProtected || name === "latest" ? {} : { onRemove: () => removeAlias(name) })} />
        ))}
        {tags.map((tag) => (
          <TagPill key={tag} name={tag} {...(isFixed.tag ? {} : { onRemove: () => removeTag(tag) })} />
        ))}
      </div>
      {isReadOnly ? null : (
        <>
          <Button kind="quiet" size="small" icon={<Plus />} className={styles["add"] ?? ""} needs="alias.add" onPress={() => setEditing("aliases")}>
            alias
          </Button>
          <Button kind="quiet" size="small" icon={<Plus />} className={styles["add"] ?? ""} needs="tag.edit" onPress={() => setEditing("tags")}>
            tag
          </Button>
        </>
      )}
    </div>
  );
}
