import { runEdit, useCommand } from "@/api";
import { AliasPill, TokenField } from "@/components";
import { aliasProblem, moveNote } from "./labels";
import type { LabelsProps } from "./Labels";
import { useLiveTokens } from "./useLiveTokens";

/** Aliases in place: says from which version an alias moves before it moves. */
export function AliasField({ id, index, collection, aliases }: LabelsProps) {
  const { data: holders = [] } = useCommand("alias.list", { collection });
  const version = `#${id}`;
  const [tokens, setTokens] = useLiveTokens(
    aliases.map(({ name }) => name),
    ([alias], [gone]) => (alias !== undefined ? runEdit("alias.add", { version, alias }) : runEdit("alias.remove", { version, alias: gone ?? "" })),
  );
  const isProtected = (name: string) => aliases.some((alias) => alias.name === name && alias.protected);
  const others = holders.filter((holder) => holder.index !== index && holder.name !== "latest");
  return (
    <TokenField
      label="Aliases"
      hideLabel
      autoFocus
      tokens={tokens}
      onChange={setTokens}
      fixed={["latest", ...tokens.filter(isProtected)]}
      validate={(alias) => aliasProblem(alias) ?? (holders.some(({ name, protected: locked, index: at }) => name === alias && locked && at !== index) ? `“${alias}” is protected; remove the protection first` : null)}
      note={(alias) => (tokens.includes(alias) ? null : moveNote(alias, index, holders))}
      suggest={(text) => Promise.resolve(others.filter(({ name }) => name !== text && name.toLowerCase().includes(text.toLowerCase())).map(({ name, index: at }) => ({ value: name, note: `moves from v${at}` })))}
      renderToken={(name, remove) => <AliasPill name={name} isProtected={isProtected(name)} {...(remove ? { onRemove: remove } : {})} />}
      placeholder="add alias…"
    />
  );
}
