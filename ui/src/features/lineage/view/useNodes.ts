import { useMemo } from "react";
import { useNavigate } from "react-router";
import { useCommand, type RunDetail, type VersionDetail } from "@/api";
import { copyAndTell, formatRows, versionTableRow, type ActionTools, type VersionScope } from "@/features/artifacts";
import type { Lineage } from "./useLineage";

/** The identifier of a version's node; null for others. */
export function versionId(key: string | undefined): number | null {
  return key !== undefined && /^v\d+$/.test(key) ? Number(key.slice(1)) : null;
}

export function runId(key: string | undefined): number | null {
  return key !== undefined && /^r\d+$/.test(key) ? Number(key.slice(1)) : null;
}

/** The only selected node. */
export function onlyKey({ selected }: Pick<Lineage, "selected">): string | undefined {
  return selected.size === 1 ? [...selected][0] : undefined;
}

export function useVersion(id: number | null): { version: VersionDetail | undefined; error: Error | null } {
  const { data, error } = useCommand("version.show", { version: `#${id ?? 0}` }, { isEnabled: id !== null });
  return { version: data?.id === id ? data : undefined, error };
}

export function useRun(id: number | null): { run: RunDetail | undefined; error: Error | null } {
  const { data, error } = useCommand("run.show", { run: `run:#${id ?? 0}`, project: null }, { isEnabled: id !== null });
  return { run: data?.run.key === id ? data : undefined, error };
}

/** A version as the actions of the version table take it. */
export function useVersionScope(version: VersionDetail | undefined): { scope: VersionScope; tools: ActionTools } | null {
  const navigate = useNavigate();
  const { data: store } = useCommand("store.info", {});
  const entity = store?.default_entity;
  return useMemo(() => {
    if (!version) return null;
    const row = versionTableRow(version);
    const scope: VersionScope = {
      collection: version.collection,
      type: version.type,
      selected: { all: false, keys: new Set([version.id]) },
      selection: { kind: "versions", versions: [version.id] },
      count: 1,
      isAll: false,
      rows: [row],
      one: row,
    };
    const tools: ActionTools = {
      go: (path) => void navigate(path),
      // One version is never two to compare.
      compare: () => undefined,
      copy: (format) => void copyAndTell(formatRows(format, [row], ["version", "aliases", "created", "size"], entity), format === "reference" ? `Copied ${formatRows(format, [row], [], entity)}` : "Copied the version"),
    };
    return { scope, tools };
  }, [entity, navigate, version]);
}
