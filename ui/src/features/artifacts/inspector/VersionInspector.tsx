import { Inspector } from "@/lib/slots";
import type { VersionList } from "../collection/useVersionList";
import type { ActionTools } from "../collection/versionActions";
import { CollectionSummary } from "./CollectionSummary";
import { ManyVersions } from "./ManyVersions";
import { OneVersion } from "./OneVersion";

/** The right pane of a collection: the selected version, the sums of several, or with none the collection. */
export function VersionInspector({ list, tools }: { list: VersionList; tools: ActionTools }) {
  const { scope } = list;
  return (
    <Inspector>
      {scope.count > 1 ? <ManyVersions scope={scope} tools={tools} /> : scope.one ? <OneVersion key={scope.one.id} row={scope.one} scope={scope} tools={tools} /> : <CollectionSummary detail={list.detail} />}
    </Inspector>
  );
}
