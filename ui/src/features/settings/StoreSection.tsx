import { mutate, tellError, useCommand, type StoreInfo } from "@/api";
import { Button, Facts, Skeleton, Note } from "@/components";
import { chooseStore } from "@/app/openStore";
import { formatBytes, plural } from "@/lib/format";
import { CheckStore } from "./CheckStore";
import styles from "./Store.module.css";

/** The store that is open: where it lies, whether it is sound. */
export function StoreSection() {
  const { data: store } = useCommand("store.info", {});
  const { data: host } = useCommand("host.info", {});
  if (!store) return <Skeleton label="the store" />;
  return (
    <div className={styles["sections"]}>
      <StoreFacts store={store} />
      <div className="row wrap">
        {host?.open_store ? <Button onPress={() => void chooseStore()}>Open another store…</Button> : null}
        {host?.open_files ? (
          <Button kind="quiet" onPress={() => void mutate("host.reveal", { path: store.path }).catch(tellError)}>
            Show in folder
          </Button>
        ) : null}
      </div>
      <CheckStore />
    </div>
  );
}

function StoreFacts({ store }: { store: StoreInfo }) {
  return (
    <>
      {store.read_only ? <Note tone="warning">{`The store can't be written: ${store.read_only}`}</Note> : null}
      {store.notice ? <Note tone="warning">{store.notice}</Note> : null}
      <Facts
        termWidth={140}
        facts={[
          { term: "Folder", value: <span className="mono">{store.path}</span> },
          { term: "Holds", value: `${plural(store.versions, "version")} in ${plural(store.collections, "collection")}` },
          { term: "Stored", value: formatBytes(store.stored_bytes) },
          { term: "Logical", value: formatBytes(store.logical_bytes) },
          { term: "Free on the disk", value: formatBytes(store.free_bytes) },
          { term: "Schema", value: store.schema },
        ]}
      />
    </>
  );
}
