import { SearchX } from "lucide-react";
import { useState } from "react";
import { describeError } from "@/api";
import { Button, DataGrid, EmptyState, TypeIcon } from "@/components";
import { openLogSheet } from "@/features/ingest";
import { historyPlace } from "@/lib/historyPlace";
import { useStatus } from "@/lib/slots";
import { formatCount, plural } from "@/lib/format";
import { versionPath } from "../paths";
import type { Row } from "./copyRows";
import { useDensity } from "./density";
import { selectedWords, type VersionList } from "./useVersionList";
import { VersionMenu } from "./VersionMenu";
import { versionAction, type ActionTools } from "./versionActions";

/** The versions of a collection; a million rows scroll as well as ten. */
export function VersionTable({ list, tools }: { list: VersionList; tools: ActionTools }) {
  const { collection, detail, filter, selected, scope } = list;
  const [rowHeight] = useDensity(detail.row.type);
  useStatus(statusText(list));
  const [place] = useState(historyPlace);
  const menu = () => <VersionMenu scope={scope} tools={tools} />;
  return (
    <DataGrid<Row>
      label={`Versions of ${detail.row.name}`}
      layout={list.layout}
      loadRows={list.load}
      rowKey={rowId}
      dataKey={list.dataKey}
      sort={list.sort}
      onSortChange={list.setSort}
      selection={selected}
      onSelectionChange={list.setSelected}
      locateRow={list.locateRow}
      onTypeAhead={(text) => (text.length > 1 ? list.locate(Number(text.slice(1))) : null)}
      typeAheadPattern={VERSION_PATTERN}
      onTotal={list.setTotal}
      place={place}
      onOpen={({ row }) => tools.go(versionPath(collection, row.index))}
      onQuickLook={({ row }) => row.state !== "deleted" && tools.go(versionPath(collection, row.index, "files"))}
      onEdit={() => versionAction("describe").why(scope) === null && versionAction("describe").run(scope, tools)}
      menu={menu}
      isDim={isTrashed}
      {...(rowHeight === null ? {} : { rowHeight })}
      describeError={(error) => describeError(error).message}
      empty={filter === null ? <NoVersions list={list} /> : <NothingMatches filter={filter} onClear={() => list.setFilter(null)} />}
      gridRef={list.gridRef}
    />
  );
}

/** `v` and digits jump to a version; other letters stay shortcuts. */
const VERSION_PATTERN = /^v\d{0,15}$/i;
const rowId = ({ id }: Row) => id;
const isTrashed = ({ state }: Row) => state === "deleted";

/** "214 versions · 3 selected", "12 of 214 versions · 12 selected (all of filter)". */
function statusText({ total, unfiltered, filter, scope }: Pick<VersionList, "total" | "unfiltered" | "filter" | "scope">): string {
  if (total === null) return "";
  const versions = filter === null ? plural(total, "version") : `${formatCount(total)} of ${plural(unfiltered ?? total, "version")}`;
  return scope.count === 0 ? versions : `${versions} · ${selectedWords(scope).join("")}`;
}

function NothingMatches({ filter, onClear }: { filter: string; onClear: () => void }) {
  return (
    <EmptyState title={`Nothing matches ${filter}`} icon={<SearchX />} action={<Button onPress={onClear}>Clear the filter</Button>}>
      No version of this collection meets every term.
    </EmptyState>
  );
}

function NoVersions({ list: { collection, detail } }: { list: VersionList }) {
  return (
    <EmptyState
      title="No versions yet"
      icon={<TypeIcon type={detail.row.type} size="large" />}
      action={
        <Button kind="primary" needs="log.start" onPress={() => openLogSheet({ collection, type: detail.row.type, project: detail.project })}>
          Log new version…
        </Button>
      }
    >
      Drop files or a folder here to log v{detail.next_index}.
    </EmptyState>
  );
}
