import { useEffect, useState } from "react";
import { describeError, useCommand, type Selection } from "@/api";
import { Button, Facts, Note, Skeleton } from "@/components";
import { formatBytes, formatCount, plural } from "@/lib/format";
import type { Scope } from "../collection/useVersionList";
import { versionAction, type ActionTools } from "../collection/versionActions";
import { Bytes } from "./CollectionSummary";
import styles from "./Inspector.module.css";

const ACTIONS = ["compare", "aliases", "tags", "ttl", "restore", "delete"];

/** Sums of several versions and what can be done to all of them. */
export function ManyVersions({ scope, tools }: { scope: Scope; tools: ActionTools }) {
  const selection = useRested(scope.selection);
  const { data: plan, error } = useCommand("version.delete_plan", { selection }, { keepPrevious: true });
  const isCurrent = selection === scope.selection && plan?.versions !== undefined;
  const actions = ACTIONS.map(versionAction).filter(({ isShown }) => isShown?.(scope) ?? true);
  const copy = versionAction("reference");
  return (
    <div className={styles["inspector"]}>
      <div>
        <h2 className={styles["title"]}>{plural(scope.count, "version")}</h2>
        {scope.isAll ? <p className="dim">{`${allWords(scope.selection)}, also those that aren't in view yet`}</p> : null}
      </div>
      {error ? <Note tone="danger">{describeError(error).message}</Note> : null}
      {error ? null : isCurrent ? (
        <Facts
          facts={[
            { term: "Logical", value: formatBytes(plan.logical_bytes) },
            { term: "Exclusive", value: <Bytes bytes={plan.freed_bytes} words="freed if deleted" /> },
            { term: "Shared", value: <Bytes bytes={plan.shared_bytes} words="with others" /> },
            { term: "Aliases", value: plan.alias_count === 0 ? null : <AliasWords names={plan.aliases} count={plan.alias_count} /> },
          ]}
        />
      ) : (
        <Skeleton label="the sums" lines={4} />
      )}
      <div className={styles["actions"]}>
        {actions.map((action) => {
          const why = action.why(scope);
          const Icon = action.icon;
          return (
            <Button key={action.id} icon={<Icon />} needs={action.needs} isDisabled={why !== null} className={styles["action"] ?? ""} onPress={() => action.run(scope, tools)}>
              <span className="grow">{action.label(scope)}</span>
              {why === null ? null : <span className="tiny">{why}</span>}
            </Button>
          );
        })}
      </div>
      <div className={styles["foot"]}>
        <Button icon={<copy.icon />} className={styles["wide"] ?? ""} onPress={() => copy.run(scope, tools)}>
          {copy.label(scope)}
        </Button>
      </div>
    </div>
  );
}

/** "All of the collection", "All but 2 of the filter". */
function allWords(selection: Selection): string {
  if (selection.kind !== "filter") return "";
  const { filter, except } = selection;
  return `All ${except.length > 0 ? `but ${formatCount(except.length)} ` : ""}of the ${filter === null ? "collection" : "filter"}`;
}

function AliasWords({ names, count }: { names: readonly string[]; count: number }) {
  const shown = names.slice(0, 5);
  return (
    <>
      {shown.join(", ")}
      {count > shown.length ? <span className="dim"> and {plural(count - shown.length, "more", "more")}</span> : null}
    </>
  );
}

const REST_MS = 200;

/** The value once it has rested: extending a selection by holding an arrow key asks for sums once. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
