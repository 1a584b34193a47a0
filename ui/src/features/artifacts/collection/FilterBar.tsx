import { ListFilter } from "lucide-react";
import { useRef, type KeyboardEvent } from "react";
import { MarkedText, TextField } from "@/components";
import { cx } from "@/lib/cx";
import { useCommandHandler } from "@/lib/commands";
import { capitalised, formatCount } from "@/lib/format";
import { FilterHelp } from "./FilterHelp";
import type { FilterError } from "./filterError";
import styles from "./FilterBar.module.css";
import { SelectionBar } from "./SelectionBar";
import { useFilterText } from "./useFilterText";
import type { VersionList } from "./useVersionList";
import type { ActionTools } from "./versionActions";
import { ViewTools } from "./ViewTools";

/** Filter on the left; on the right what belongs to the table, or, with several versions selected, what can be done to them. */
export function FilterBar({ list, tools }: { list: VersionList; tools: ActionTools }) {
  const input = useRef<HTMLInputElement>(null);
  const { text, setText, error } = useFilterText(list);
  useCommandHandler("view.filter", () => input.current?.select());
  const { total, unfiltered } = list;
  const isBulk = list.scope.count > 1;
  const focusTable = () => list.gridRef.current?.focus();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && text !== "") setText("");
    else if (event.key === "Escape" || event.key === "Enter" || event.key === "ArrowDown") focusTable();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const insert = (term: string) => {
    setText(text.trim() === "" ? term : `${text.trim()} ${term}`);
    input.current?.focus();
  };
  return (
    <>
      <div className={styles["bar"]}>
        <div className={cx(styles["field"], isBulk && styles["narrow"])} role="search" onKeyDown={onKeyDown}>
          <TextField
            label="Filter versions"
            hideLabel
            icon={<ListFilter />}
            placeholder="Filter, e.g. alias:best size:>1GB"
            value={text}
            onChange={setText}
            inputRef={input}
            className={styles["text"] ?? ""}
            clearLabel="Clear the filter"
            suffix={<Count total={total} unfiltered={unfiltered} />}
            {...(error ? { "aria-describedby": ERROR_ID } : {})}
          />
          <FilterHelp onInsert={insert} metadataKeys={list.detail.metadata_keys} />
        </div>
        {isBulk ? <SelectionBar list={list} tools={tools} /> : <ViewTools list={list} tools={tools} />}
      </div>
      {error ? <Mistake error={error} /> : null}
    </>
  );
}

const ERROR_ID = "filter-mistake";

function Count({ total, unfiltered }: { total: number | null; unfiltered: number | null }) {
  if (total === null) return null;
  return (
    <span className={styles["count"]} aria-live="polite">
      {formatCount(total)} of {formatCount(unfiltered ?? total)}
    </span>
  );
}

/** The filter as it was typed with the mistake marked, what is wrong, and what would be right. The list stays. */
function Mistake({ error: { before, marked, after, why, hint } }: { error: FilterError }) {
  return (
    <div id={ERROR_ID} role="alert" className={styles["mistake"]}>
      <MarkedText before={before} marked={marked} after={after} />
      <p>
        <span className="danger">{capitalised(why)}.</span> {hint}
      </p>
    </div>
  );
}
