import { describeError, errorDetails, useCommand, type CollectionDetail } from "@/api";
import { Button, ErrorState, Skeleton } from "@/components";
import { formatAddress, type Address } from "@/lib/address";
import { useViewTitle } from "@/lib/slots";
import { getPlatform } from "@/platform";
import { useNavigate } from "react-router";
import { VersionInspector } from "../inspector/VersionInspector";
import { pathOf, projectOf } from "../paths";
import { CollectionHeader } from "./CollectionHeader";
import styles from "./CollectionPage.module.css";
import { FilterBar } from "./FilterBar";
import { useVersionList } from "./useVersionList";
import { useVersionTools } from "./useVersionTools";
import { VersionTable } from "./VersionTable";

/** A collection: its facts, the filter and the table of its versions. */
export function CollectionPage({ address }: { address: Address }) {
  const { entity, project, collection: name = "" } = address;
  const collection = formatAddress({ entity, project, collection: name });
  const { data, error, refetch } = useCommand("collection.show", { collection });
  useViewTitle(name, data?.row.type ?? null);
  if (data) return <View detail={data} />;
  if (error) return <Trouble collection={collection} error={error} onRetry={() => void refetch()} />;
  return (
    <div className={styles["hero"]}>
      <Skeleton label={name} lines={6} />
    </div>
  );
}

function View({ detail }: { detail: CollectionDetail }) {
  const list = useVersionList(detail);
  const tools = useVersionTools(list);
  return (
    <div className={styles["page"]} data-drop-collection={list.collection}>
      <CollectionHeader list={list} tools={tools} />
      <FilterBar list={list} tools={tools} />
      <div className={styles["table"]}>
        <VersionTable list={list} tools={tools} />
      </div>
      <VersionInspector list={list} tools={tools} />
    </div>
  );
}

/** Gone, in the trash, or unreadable: what it is, and where to go from here. */
function Trouble({ collection, error, onRetry }: { collection: string; error: unknown; onRetry: () => void }) {
  const navigate = useNavigate();
  const { code, title, message, hint } = describeError(error);
  const isGone = code === "not-found" || code === "deleted";
  return (
    <ErrorState
      title={isGone ? message : title}
      why={isGone ? (code === "deleted" ? "It is in the trash and can be restored from there." : "It may have been deleted or renamed.") : message}
      hint={hint}
      onRetry={isGone ? undefined : onRetry}
      details={isGone ? undefined : () => errorDetails(error)}
      onCopy={(text) => void getPlatform().copyText(text)}
      actions={
        <>
          <Button kind={isGone ? "primary" : "plain"} onPress={() => void navigate(pathOf(projectOf(collection)))}>
            Go to the project
          </Button>
          {isGone ? <Button onPress={() => void navigate("/-/trash")}>Open the trash</Button> : null}
        </>
      }
    />
  );
}
