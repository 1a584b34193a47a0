/** Routes and references of a version. */
import type { VersionDetail } from "@/api";
import { addressPath, parseAddress } from "@/lib/address";

/** The route of an address such as `ada/demo/mnist:v3` or `ada/demo/mnist`. */
export function pathOfAddress(address: string): string {
  const parsed = parseAddress(address);
  return parsed ? addressPath(parsed) : "/";
}

/** The page of another index of the same collection. */
export function pathOfIndex(collection: string, index: number, search = ""): string {
  return pathOfAddress(`${collection}:v${index}`) + search;
}

/** `#12`: names a version whatever its collection is called meanwhile. */
export function idOfVersion({ id }: Pick<VersionDetail, "id">): string {
  return `#${id}`;
}

const PLAIN = /^[A-Za-z0-9_/:.,@%+=-]+$/;

/** A word of a POSIX shell command, in quotes where it needs them. */
export function shellWord(text: string): string {
  if (PLAIN.test(text) && !text.startsWith("-")) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Commands that use a version from a script. `file`: one of its paths, for `cat`. */
export function snippets(address: string, file: string | undefined): { title: string; command: string }[] {
  const version = shellWord(address);
  return [
    { title: "Write its files into a folder", command: `cairnctl get ${version}` },
    ...(file === undefined ? [] : [{ title: "Print one file", command: `cairnctl cat ${version} ${shellWord(file)}` }]),
    { title: "Show its facts", command: `cairnctl show ${version}` },
  ];
}

/** Commands that use a version inside a run, so that the lineage knows. */
export function runSnippets(address: string): { title: string; command: string }[] {
  const version = shellWord(address);
  return [
    { title: "Say that a run uses it", command: `cairnctl use ${version} --run ID` },
    { title: "Run a program whose uses are recorded", command: "cairnctl run exec --name train --job-type train -- python train.py" },
  ];
}
