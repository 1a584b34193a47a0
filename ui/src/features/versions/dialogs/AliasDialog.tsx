import { useEffect, useState } from "react";
import { mutate, tellOutcome, useCommand, type AliasHolder, type VersionDetail } from "@/api";
import { AliasPill, Checkbox, Skeleton, TokenField } from "@/components";
import { aliasesIn, editMany, moveNote, suggestAliases } from "./aliases";
import styles from "./Dialogs.module.css";
import { EditDialog } from "./EditDialog";
import { aliasProblem } from "./rules";
import type { VersionsTarget } from "./store";
import { collectionName, newestOf, onlyVersion, useOnlyVersion, useSelectionCount, versionWords, withTyped } from "./target";
import { useSubmit } from "./useSubmit";
import type { VersionDialogProps } from "./VersionDialogs";

const NONE: AliasHolder[] = [];
const NO_NAMES: string[] = [];

export default function AliasDialog({ target, onClose }: VersionDialogProps) {
  const { data: version } = useOnlyVersion(target.selection);
  const { data: holders = NONE } = useCommand("alias.list", { collection: target.collection });
  if (onlyVersion(target.selection) === null) return <ManyAliases target={target} holders={holders} onClose={onClose} />;
  if (!version) return null;
  return <OneVersion version={version} holders={holders} onClose={onClose} />;
}

/** All aliases of one version as tokens. */
function OneVersion({ version, holders, onClose }: { version: VersionDetail; holders: readonly AliasHolder[]; onClose: () => void }) {
  const before = version.aliases.map(({ name }) => name);
  const locked = version.aliases.filter((alias) => alias.protected).map(({ name }) => name);
  const [tokens, setTokens] = useState<string[]>(before);
  const [typed, setTyped] = useState("");
  const submit = useSubmit(onClose);
  const after = withTyped(tokens, typed);
  const isSame = after.length === before.length && after.every((token) => before.includes(token));
  const note = (token: string) => (before.includes(token) ? null : moveNote(holders, token, version));
  const save = async () => tellOutcome(await mutate("alias.set", { version: `#${version.id}`, aliases: after.filter((token) => token !== "latest") }));
  return (
    <EditDialog title={`Aliases of ${version.name} v${version.index}`} submit={submit} action="Save aliases" isDisabled={isSame} onSubmit={() => submit.run(save)} onClose={onClose}>
      <AliasField holders={holders} tokens={tokens} onChange={setTokens} onTyped={setTyped} fixed={["latest", ...locked]} locked={locked} note={note} label="Aliases" />
      {before.includes("latest") ? <p className="small dim">“latest” is managed: it follows what was logged last.</p> : null}
      {locked.length > 0 ? <p className="small dim">{`A registry protects ${locked.map((name) => `“${name}”`).join(", ")}; remove the protection first.`}</p> : null}
    </EditDialog>
  );
}

interface AliasFieldProps {
  label: string;
  holders: readonly AliasHolder[];
  tokens: string[];
  onChange: (tokens: string[]) => void;
  onTyped: (token: string) => void;
  note: (token: string) => string | null;
  fixed?: string[];
  locked?: string[];
}

function AliasField({ label, holders, tokens, onChange, onTyped, note, fixed = NO_NAMES, locked = NO_NAMES }: AliasFieldProps) {
  return (
    <TokenField
      label={label}
      tokens={tokens}
      onChange={onChange}
      onTyped={onTyped}
      fixed={fixed.filter((name) => tokens.includes(name))}
      autoFocus
      validate={(token) => aliasProblem(token) ?? protectedProblem(holders, token)}
      note={(token) => (tokens.includes(token) ? note(token) : (aliasProblem(token) ?? protectedProblem(holders, token) ?? note(token)))}
      placeholder="add an alias…"
      suggest={(text) => Promise.resolve(suggestAliases(holders, text))}
      renderToken={(token, remove) => <AliasPill name={token} isProtected={locked.includes(token)} {...(remove ? { onRemove: remove } : {})} />}
    />
  );
}

function protectedProblem(holders: readonly AliasHolder[], alias: string): string | null {
  const holder = holders.find(({ name }) => name === alias);
  return holder?.protected ? `“${alias}” is protected on v${holder.index}; remove the protection first` : null;
}

/** Several versions: an alias can be on one only, so it goes to the newest of them; those they have can be taken away. */
function ManyAliases({ target, holders, onClose }: { target: VersionsTarget; holders: readonly AliasHolder[]; onClose: () => void }) {
  const count = useSelectionCount(target.selection);
  const [newest, setNewest] = useState<{ id: number; index: number } | null>(null);
  const [present, setPresent] = useState<readonly AliasHolder[] | null>(null);
  const [added, setAdded] = useState<string[]>([]);
  const [typed, setTyped] = useState("");
  const add = withTyped(added, typed);
  const [remove, setRemove] = useState<ReadonlySet<string>>(new Set());
  const submit = useSubmit(onClose);
  useEffect(() => {
    let isGone = false;
    newestOf(target).then((found) => isGone || setNewest(found), () => undefined);
    aliasesIn(target).then((found) => isGone || setPresent(found), () => isGone || setPresent([]));
    return () => {
      isGone = true;
    };
  }, [target]);
  const work = () => editMany((present ?? []).filter(({ name }) => remove.has(name)), add, newest);
  return (
    <EditDialog
      title={`Aliases of ${versionWords(count)}`}
      subtitle={`In ${collectionName(target.collection)}. An alias is on one version only.`}
      submit={submit}
      action={actionWords(add.length, remove.size, newest)}
      isDisabled={(add.length === 0 || newest === null) && remove.size === 0}
      onSubmit={() => submit.run(work)}
      onClose={onClose}
    >
      <AliasField label={newest ? `Add to v${newest.index}, the newest of the selection` : "Add to the newest of the selection"} holders={holders} tokens={added} onChange={setAdded} onTyped={setTyped} note={(token) => moveNote(holders, token, newest)} />
      <RemoveList present={present} remove={remove} onChange={setRemove} />
    </EditDialog>
  );
}

function actionWords(add: number, remove: number, newest: { index: number } | null): string {
  if (add > 0 && remove > 0) return "Change aliases";
  if (remove > 0) return remove === 1 ? "Remove 1 alias" : `Remove ${remove} aliases`;
  return newest ? `Add to v${newest.index}` : "Add";
}

interface RemoveListProps {
  present: readonly AliasHolder[] | null;
  remove: ReadonlySet<string>;
  onChange: (remove: ReadonlySet<string>) => void;
}

function RemoveList({ present, remove, onChange }: RemoveListProps) {
  if (present === null) return <Skeleton label="aliases of the selection" lines={2} />;
  if (present.length === 0) return <p className="small dim">None of the selected versions has an alias of its own.</p>;
  const toggle = (name: string) => {
    const next = new Set(remove);
    if (!next.delete(name)) next.add(name);
    onChange(next);
  };
  return (
    <fieldset className={styles["list"]}>
      <legend className="small dim">Remove</legend>
      {present.map(({ name, index, protected: isProtected }) => (
        <Checkbox key={name} isSelected={remove.has(name)} isDisabled={isProtected} onChange={() => toggle(name)}>
          <span className="row">
            <AliasPill name={name} isProtected={isProtected} />
            <span className="dim">{`v${index}${isProtected ? ", protected" : ""}`}</span>
          </span>
        </Checkbox>
      ))}
    </fieldset>
  );
}
