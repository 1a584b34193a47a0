/** What the alias dialog knows and does. */
import { fetchCommand, mutate, tellOutcome, undo, type AliasHolder, type Outcome } from "@/api";
import { toast, type Suggestion } from "@/components";
import { plural } from "@/lib/format";
import { isInSelection } from "./target";
import type { VersionsTarget } from "./store";

/** Suggestions for a typed text: aliases of the collection that contain it, with where they are now. */
export function suggestAliases(holders: readonly AliasHolder[], text: string): Suggestion[] {
  const wanted = text.toLowerCase();
  return holders.filter(({ name }) => name !== "latest" && name.toLowerCase().includes(wanted)).map(({ name, index }) => ({ value: name, note: `now on v${index}` }));
}

/** moves “best” from v9 to v12: said before it happens; null when nothing moves. */
export function moveNote(holders: readonly AliasHolder[], alias: string, to: { id: number; index: number } | null): string | null {
  const holder = holders.find(({ name }) => name === alias);
  if (!holder || !to || holder.version === to.id) return null;
  if (holder.protected) return `“${alias}” is protected on v${holder.index}; remove the protection first`;
  return `moves “${alias}” from v${holder.index} to v${to.index}`;
}

/** The aliases that versions of a selection have, `latest` left out, protected ones included. */
export async function aliasesIn({ selection, collection }: VersionsTarget): Promise<AliasHolder[]> {
  const holders = (await fetchCommand("alias.list", { collection })).filter(({ name }) => name !== "latest");
  const isIn = await Promise.all(holders.map(({ version, index }) => isInSelection(selection, { id: version, index })));
  return holders.filter((_, at) => isIn[at]);
}

/** Takes aliases from whichever versions have them, and adds some to one version; told as one thing with one Undo. */
export async function editMany(remove: readonly AliasHolder[], add: readonly string[], newest: { id: number; index: number } | null): Promise<void> {
  const done: Outcome[] = [];
  for (const { version, name } of remove) done.push(await mutate("alias.remove", { version: `#${version}`, alias: name }));
  for (const alias of newest ? add : []) done.push(await mutate("alias.add", { version: `#${newest?.id}`, alias }));
  tellMany(done);
}

function tellMany(done: readonly Outcome[]): void {
  const [first] = done;
  if (done.length === 1 && first) return tellOutcome(first);
  const operations = done.flatMap(({ operation }) => (operation === null ? [] : [operation]));
  toast({ text: `Changed ${plural(operations.length, "alias", "aliases")}`, action: { label: "Undo", run: () => void undoAll(operations) } });
}

/** Newest first, so that each finds the state it left. */
async function undoAll(operations: readonly number[]): Promise<void> {
  for (const operation of operations.toReversed()) await undo(operation);
}
