import { Plus } from "lucide-react";
import { runEdit, useCommand, type AliasHolder, type VersionDetail } from "@/api";
import { AliasPill, Button, Popover, TagPill, TokenField } from "@/components";
import { moveNote, suggestAliases } from "./dialogs/aliases";
import { aliasProblem, tagProblem } from "./dialogs/rules";
import { suggestTags } from "./dialogs/TagDialog";
import { idOfVersion } from "./page";
import styles from "./VersionPage.module.css";

const NONE: AliasHolder[] = [];

/** "+ add" beside the pills: aliases and tags in place, each change at once with Undo. */
export function LabelsButton({ version, label = "add" }: { version: VersionDetail; label?: string }) {
  return (
    <Popover
      label={`Aliases and tags of v${version.index}`}
      placement="bottom start"
      trigger={
        <Button size="small" kind="quiet" needs={["alias.add", "tag.edit"]} icon={label === "add" ? <Plus /> : null} aria-label={label === "add" ? "Add aliases and tags" : "Edit aliases and tags"} className={label === "add" ? (styles["add"] ?? "") : ""}>
          {label}
        </Button>
      }
    >
      <div className={styles["popover"]}>
        <AliasTokens version={version} />
        <TagTokens version={version} />
      </div>
    </Popover>
  );
}

function AliasTokens({ version }: { version: VersionDetail }) {
  const { data: holders = NONE } = useCommand("alias.list", { collection: version.collection });
  const names = version.aliases.map(({ name }) => name);
  const fixed = version.aliases.filter((alias) => alias.name === "latest" || alias.protected).map(({ name }) => name);
  const change = (tokens: string[]) => {
    const added = tokens.find((token) => !names.includes(token));
    const removed = names.find((name) => !tokens.includes(name));
    if (added !== undefined) void runEdit("alias.add", { version: idOfVersion(version), alias: added });
    if (removed !== undefined) void runEdit("alias.remove", { version: idOfVersion(version), alias: removed });
  };
  return (
    <TokenField
      label="Aliases"
      tokens={names}
      fixed={fixed}
      onChange={change}
      autoFocus
      placeholder="add an alias…"
      validate={aliasProblem}
      note={(token) => (names.includes(token) ? null : (aliasProblem(token) ?? moveNote(holders, token, version)))}
      suggest={(text) => Promise.resolve(suggestAliases(holders, text))}
      renderToken={(token, remove) => <AliasPill name={token} isProtected={version.aliases.some((alias) => alias.name === token && alias.protected)} {...(remove ? { onRemove: remove } : {})} />}
    />
  );
}

function TagTokens({ version }: { version: VersionDetail }) {
  const selection = { kind: "versions" as const, versions: [version.id] };
  const change = (tokens: string[]) => {
    const add = tokens.filter((token) => !version.tags.includes(token));
    const remove = version.tags.filter((tag) => !tokens.includes(tag));
    void runEdit("tag.edit", { selection, add, remove });
  };
  return <TokenField label="Tags" tokens={version.tags} onChange={change} placeholder="add a tag…" validate={tagProblem} suggest={suggestTags} renderToken={(token, remove) => <TagPill name={token} {...(remove ? { onRemove: remove } : {})} />} />;
}
