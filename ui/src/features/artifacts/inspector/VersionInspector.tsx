import { Skeleton } from "@/components";
import { Inspector } from "@/lib/slots";
import type { VersionList } from "../collection/useVersionList";
import type { ActionTools } from "../collection/versionActions";
import { CollectionSummary } from "./CollectionSummary";
import { ManyVersions } from "./ManyVersions";
import { OneVersion } from "./OneVersion";

/** The right pane of a collection: the selected version, the sums of several, or with none the collection. */
export function VersionInspector({ list, tools }: { list: VersionList; tools: ActionTools }) {
  const { scope } = list;
  return <Inspector>{content()}</Inspector>;

  function content() {
    if (scope.count > 1) return <ManyVersions scope={scope} tools={tools} />;
    if (scope.one) return <OneVersion key={scope.one.id} row={scope.one} scope={scope} tools={tools} />;
    // A version out of view that is only known by its id yet.
    return scope.count === 1 ? <Skeleton label="the version" lines={5} /> : <CollectionSummary detail={list.detail} />;
  }
}
