import { useMemo } from "react";
import { useNavigate } from "react-router";
import { tellError, useCommand } from "@/api";
import { useCommandHandler, type HandledCommand } from "@/lib/commands";
import { formatCount, plural } from "@/lib/format";
import { useLatest } from "@/lib/latest";
import { copyAndTell } from "../copy";
import { comparePath } from "../paths";
import { formatRows, type CopyFormat } from "./copyRows";
import { gatherRows, MOST_GATHERED } from "./gather";
import type { VersionList } from "./useVersionList";
import { VERSION_ACTIONS, type ActionTools } from "./versionActions";

const COPIED: Record<CopyFormat, [one: string, many: string]> = {
  reference: ["reference", "references"],
  digest: ["digest", "digests"],
  csv: ["version as CSV", "versions as CSV"],
  json: ["version as JSON", "versions as JSON"],
  markdown: ["version as a Markdown table", "versions as a Markdown table"],
};

/** What actions need of the page, and the window's commands carried out on the selection. */
export function useVersionTools(list: VersionList): ActionTools {
  const navigate = useNavigate();
  const { data: store } = useCommand("store.info", {});
  const latest = useLatest({ list, entity: store?.default_entity });
  const tools = useMemo<ActionTools>(
    () => ({
      go: (path) => void navigate(path),
      copy: (format) => void copySelected(format, latest.current.list, latest.current.entity),
      compare: () => void compareSelected(latest.current.list).then((path) => path && navigate(path)),
    }),
    [latest, navigate],
  );
  useHandler("selection.aliases", list, tools);
  useHandler("selection.tags", list, tools);
  useHandler("selection.ttl", list, tools);
  useHandler("selection.rename", list, tools, "Describe…");
  useHandler("selection.compare", list, tools);
  useHandler("selection.lineage", list, tools);
  useHandler("selection.export", list, tools);
  useHandler("selection.copyReference", list, tools);
  useHandler("selection.copyDigest", list, tools);
  useHandler("selection.copyLink", list, tools);
  useHandler("selection.delete", list, tools);
  return tools;
}

function useHandler(command: HandledCommand, { scope }: VersionList, tools: ActionTools, title?: string) {
  const action = VERSION_ACTIONS.find((each) => each.command === command);
  const isPossible = action !== undefined && action.why(scope) === null;
  useCommandHandler(command, isPossible ? () => action.run(scope, tools) : null, title);
}

async function copySelected(format: CopyFormat, { scope, layout, load, known }: VersionList, entity: string | undefined) {
  try {
    const rows = await gatherRows(scope.selected, load, known);
    const text = formatRows(format, rows, layout.columns.map(({ id }) => id), entity);
    const [one, many] = COPIED[format];
    const isPart = rows.length < scope.count;
    const [first] = rows;
    const isNamed = format === "reference" && rows.length === 1 && first !== undefined;
    await copyAndTell(text, isPart ? `Copied the first ${formatCount(MOST_GATHERED)} of ${plural(scope.count, one, many)}` : isNamed ? `Copied ${text}` : `Copied ${plural(rows.length, one, many)}`);
  } catch (error) {
    tellError(error);
  }
}

/** Where the two selected versions stand side by side, the older one first; of "all of the filter" only the engine knows which two those are. */
async function compareSelected({ collection, scope, load, known }: VersionList): Promise<string | null> {
  try {
    const [before, after] = (await gatherRows(scope.selected, load, known)).map(({ index }) => index).toSorted((a, b) => a - b);
    return before === undefined || after === undefined ? null : comparePath(collection, before, after);
  } catch (error) {
    tellError(error);
    return null;
  }
}
