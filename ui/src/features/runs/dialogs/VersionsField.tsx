import { X } from "lucide-react";
import { fetchCommand } from "@/api";
import { CutText, IconButton, TokenField, type Suggestion } from "@/components";
import { addressPath, parseAddress, suffixOf } from "@/lib/address";
import styles from "../Runs.module.css";

const MOST = 12;

export interface VersionsFieldProps {
  label: string;
  /** Addresses, or `#12`. */
  value: readonly string[];
  onChange: (value: string[]) => void;
  /** `entity/project` in which names are looked for first. */
  project: string | null;
  autoFocus?: boolean;
}

/** Versions by their addresses: typed, pasted, or found by name, alias, tag or digest. */
export function VersionsField({ label, value, onChange, project, autoFocus = false }: VersionsFieldProps) {
  return (
    <TokenField
      label={label}
      tokens={value}
      onChange={onChange}
      autoFocus={autoFocus}
      placeholder="mnist:v3, mnist:best…"
      validate={versionProblem}
      suggest={(text) => suggestVersions(text, project)}
      renderToken={(token, remove) => (
        <span className={styles["token"]}>
          <CutText text={shortAddress(token)} tail={suffixOf(token)} title={token} />
          {remove ? <IconButton size="small" label={`Remove ${shortAddress(token)}`} icon={<X />} excludeFromTabOrder onPress={remove} /> : null}
        </span>
      )}
    />
  );
}

export function versionProblem(text: string): string | null {
  if (/^#\d+$/.test(text)) return null;
  return /^[^\s:][^:]*:[^:]+$/.test(text.trim()) ? null : "Name a version: its collection and an index or alias, such as mnist:v3";
}

/** Hits of the search that are versions; a collection stands for its latest one. */
export async function suggestVersions(text: string, project: string | null): Promise<Suggestion[]> {
  const bare = text.trim();
  if (bare === "") return [];
  const hits = await fetchCommand("search.quick", { text: bare, project, limit: MOST });
  const found = hits.flatMap(({ kind, address, detail }) => {
    const parsed = parseAddress(address);
    if (!parsed || kind === "project" || addressPath(parsed) === "/") return [];
    if (kind === "collection") return [{ value: `${address}:latest`, note: detail }];
    return parsed.suffix === undefined ? [] : [{ value: address, note: detail }];
  });
  return [...new Map(found.map((each) => [each.value, each])).values()];
}

export function shortAddress(address: string): string {
  return address.split("/").slice(2).join("/") || address;
}
