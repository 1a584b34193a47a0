import { useState } from "react";
import { fetchCommand, mutate, tellOutcome, type VersionDetail } from "@/api";
import { TagPill, TokenField, type Suggestion } from "@/components";
import { plural } from "@/lib/format";
import { EditDialog } from "./EditDialog";
import { tagProblem } from "./rules";
import type { VersionsTarget } from "./store";
import { collectionName, onlyVersion, useOnlyVersion, useSelectionCount, versionWords, withTyped } from "./target";
import { useSubmit } from "./useSubmit";
import type { VersionDialogProps } from "./VersionDialogs";

export default function TagDialog({ target, onClose }: VersionDialogProps) {
  const { data: version } = useOnlyVersion(target.selection);
  if (onlyVersion(target.selection) === null) return <ManyTags target={target} onClose={onClose} />;
  return version ? <OneVersion target={target} version={version} onClose={onClose} /> : null;
}

/** Tags of the store that contain a text, the most used first. */
export async function suggestTags(text: string): Promise<Suggestion[]> {
  const tags = await fetchCommand("tag.list", {});
  const wanted = text.toLowerCase();
  return tags
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .toSorted((a, b) => b.versions - a.versions)
    .map(({ name, versions }) => ({ value: name, note: plural(versions, "version") }));
}

interface TagFieldProps {
  label: string;
  tokens: string[];
  onChange: (tokens: string[]) => void;
  onTyped: (token: string) => void;
  suggest: (text: string) => Promise<Suggestion[]>;
  autoFocus?: boolean;
}

function TagField({ autoFocus = false, ...rest }: TagFieldProps) {
  return (
    <TokenField {...rest} autoFocus={autoFocus} placeholder="add a tag…" validate={tagProblem} note={tagProblem} renderToken={(token, remove) => <TagPill name={token} {...(remove ? { onRemove: remove } : {})} />} />
  );
}

function OneVersion({ target, version, onClose }: { target: VersionsTarget; version: VersionDetail; onClose: () => void }) {
  const [tokens, setTokens] = useState<string[]>(version.tags);
  const [typed, setTyped] = useState("");
  const submit = useSubmit(onClose);
  const add = withTyped(tokens, typed).filter((tag) => !version.tags.includes(tag));
  const remove = version.tags.filter((tag) => !tokens.includes(tag));
  const save = async () => tellOutcome(await mutate("tag.edit", { selection: target.selection, add, remove }));
  return (
    <EditDialog title={`Tags of ${version.name} v${version.index}`} submit={submit} action="Save tags" isDisabled={add.length + remove.length === 0} onSubmit={() => submit.run(save)} onClose={onClose}>
      <TagField label="Tags" tokens={tokens} onChange={setTokens} onTyped={setTyped} suggest={suggestTags} autoFocus />
    </EditDialog>
  );
}

function ManyTags({ target, onClose }: { target: VersionsTarget; onClose: () => void }) {
  const count = useSelectionCount(target.selection);
  const [added, setAdded] = useState<string[]>([]);
  const [removed, setRemoved] = useState<string[]>([]);
  const [typed, setTyped] = useState({ add: "", remove: "" });
  const [add, remove] = [withTyped(added, typed.add), withTyped(removed, typed.remove)];
  const submit = useSubmit(onClose);
  const both = add.filter((tag) => remove.includes(tag));
  const known = new Set((target.rows ?? []).flatMap(({ tags }) => tags));
  // The tags of the rows at hand come first; the store's others may be on rows that aren't.
  const suggestPresent = async (text: string) => {
    const all = await suggestTags(text);
    return all.toSorted((a, b) => Number(known.has(b.value)) - Number(known.has(a.value)));
  };
  const save = async () => tellOutcome(await mutate("tag.edit", { selection: target.selection, add, remove }));
  return (
    <EditDialog
      title={`Tags of ${versionWords(count)}`}
      subtitle={`In ${collectionName(target.collection)}`}
      submit={submit}
      action={`Change tags of ${versionWords(count)}`}
      isDisabled={add.length + remove.length === 0 || both.length > 0}
      onSubmit={() => submit.run(save)}
      onClose={onClose}
    >
      <TagField label="Add" tokens={added} onChange={setAdded} onTyped={(tag) => setTyped((before) => ({ ...before, add: tag }))} suggest={suggestTags} autoFocus />
      <TagField label="Remove" tokens={removed} onChange={setRemoved} onTyped={(tag) => setTyped((before) => ({ ...before, remove: tag }))} suggest={suggestPresent} />
      {both.length > 0 ? <p className="small danger">{`${both.join(", ")} can't be added and removed at once.`}</p> : null}
    </EditDialog>
  );
}
