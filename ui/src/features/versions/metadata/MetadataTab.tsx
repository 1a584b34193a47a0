import { Equal } from "lucide-react";
import { lazy, Suspense, useMemo } from "react";
import { useSearchParams } from "react-router";
import { describeError, mutate, tellError, tellOutcome, useCommand, type VersionDetail } from "@/api";
import { EmptyState, ErrorState, SegmentedControl, Skeleton } from "@/components";
import { MetadataDiff } from "@/features/compare";
import { parseJson, writeJson, type JsonNode } from "./json";
import { MetadataTree } from "./MetadataTree";
import styles from "./Metadata.module.css";
import { isInArray, pathText, withValue, type JsonPath } from "./path";

const JsonSheet = lazy(() => import("./JsonSheet"));

type Mode = "tree" | "diff" | "json";
const MODES: ReadonlySet<Mode> = new Set(["tree", "diff", "json"]);

/** Metadata as a tree to edit, as changes since the version before, or as one JSON text. */
export function MetadataTab({ version }: { version: VersionDetail }) {
  const [params, setParams] = useSearchParams();
  const wish = params.get("view") as Mode;
  const mode = MODES.has(wish) && !(wish === "diff" && version.previous === null) ? wish : "tree";
  const setMode = (next: Mode) =>
    setParams(
      (before) => {
        if (next === "tree") before.delete("view");
        else before.set("view", next);
        return before;
      },
      { replace: true },
    );
  const root = useMemo(() => parseSafely(version.metadata), [version.metadata]);
  const isLive = version.state === "committed";
  const modes = (
    <SegmentedControl<Mode>
      label="View of the metadata"
      value={mode}
      onChange={setMode}
      options={[
        { value: "tree", label: "Tree" },
        { value: "diff", label: version.previous === null ? "Changes" : `Changes since v${version.previous}`, isDisabled: version.previous === null },
        { value: "json", label: "JSON" },
      ]}
    />
  );
  if (mode === "diff" && version.previous !== null) return <Changes version={version} previous={version.previous} modes={modes} />;
  if (mode === "json" || root === null) {
    return (
      <Suspense fallback={<Skeleton label="the editor" lines={8} />}>
        <JsonSheet key={version.id} version={version} text={root ? writeJson(root, 2) : version.metadata} isLive={isLive} modes={modes} />
      </Suspense>
    );
  }
  return <MetadataTree root={root} isLive={isLive} modes={modes} onEdit={(path, value) => editOne(version, root, path, value)} />;
}

function parseSafely(text: string): JsonNode | null {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

/** One key goes as one key, so that History names it; inside a list the whole is replaced. */
async function editOne(version: VersionDetail, root: JsonNode, path: JsonPath, value: JsonNode | null): Promise<boolean> {
  try {
    const outcome = isInArray(root, path)
      ? await mutate("metadata.replace", { version: `#${version.id}`, metadata: writeJson(withValue(root, path, value)) })
      : await mutate("metadata.set", { selection: { kind: "versions", versions: [version.id] }, path: pathText(path), value: value === null ? null : writeJson(value) });
    tellOutcome(outcome);
    return true;
  } catch (error) {
    tellError(error);
    return false;
  }
}

function Changes({ version, previous, modes }: { version: VersionDetail; previous: number; modes: React.ReactNode }) {
  const before = `${version.collection}:v${previous}`;
  const { data, error, refetch } = useCommand("version.compare", { before, after: `#${version.id}` });
  return (
    <div className={styles["tab"]}>
      <div className={styles["bar"]}>
        <span className="small dim grow">{data ? `${data.metadata.length.toLocaleString()} changed, ${data.metadata_equal.toLocaleString()} equal` : null}</span>
        {modes}
      </div>
      <div className={styles["scroll"]} role="region" tabIndex={0} aria-label="Changes">
        {error ? <ErrorState title="The versions can't be compared" why={describeError(error).message} hint={describeError(error).hint} onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Skeleton label="changes" lines={6} /> : null}
        {data && data.metadata.length === 0 ? <EmptyState title={`The metadata is the same as in v${previous}`} icon={<Equal />} /> : null}
        {data && data.metadata.length > 0 ? <MetadataDiff changes={data.metadata} beforeTitle={`v${previous}`} afterTitle={`v${version.index}`} /> : null}
      </div>
    </div>
  );
}
