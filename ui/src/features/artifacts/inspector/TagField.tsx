import { runEdit, useCommand } from "@/api";
import { TagPill, TokenField } from "@/components";
import { plural } from "@/lib/format";
import type { LabelsProps } from "./Labels";
import { useLiveTokens } from "./useLiveTokens";

/** Tags in place, with those of the store as suggestions. */
export function TagField({ id, tags }: LabelsProps) {
  const { data: known = [] } = useCommand("tag.list", {});
  const [tokens, setTokens] = useLiveTokens(tags, (add, remove) => runEdit("tag.edit", { selection: { kind: "versions", versions: [id] }, add, remove }));
  return (
    <TokenField
      label="Tags"
      hideLabel
      autoFocus
      tokens={tokens}
      onChange={setTokens}
      validate={(tag) => (/^[\p{L}\p{N}_-]+( [\p{L}\p{N}_-]+)*$/u.test(tag) ? null : "A tag has letters, digits, _ and -, in words with single spaces")}
      suggest={(text) => Promise.resolve(known.filter(({ name }) => name !== text && name.toLowerCase().includes(text.toLowerCase())).map(({ name, versions }) => ({ value: name, note: plural(versions, "version") })))}
      renderToken={(name, remove) => <TagPill name={name} {...(remove ? { onRemove: remove } : {})} />}
      placeholder="add tag…"
    />
  );
}
