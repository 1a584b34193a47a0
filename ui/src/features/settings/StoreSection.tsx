import { useState } from "react";
import { describeError, mutate, tellError, tellOutcome, useCommand, type StoreInfo, type StoreSettings } from "@/api";
import { Button, Facts, NumberField, RadioGroup, Skeleton, Note } from "@/components";
import { chooseStore } from "@/app/openStore";
import { formatBytes, formatCount } from "@/lib/format";
import { CheckStore } from "./CheckStore";
import styles from "./Store.module.css";
import { daysOf, isTtlDays, storedTtl } from "./storeTtl";

/** The store that is open: where it lies, what it keeps by default, whether it is sound. */
export function StoreSection() {
  const { data: store } = useCommand("store.info", {});
  const { data: settings, error } = useCommand("store.settings", {});
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
      {error ? <Note tone="danger">{describeError(error).message}</Note> : null}
      {settings ? <Keeping key={`${settings.default_ttl}|${settings.trash_days}`} settings={settings} readOnly={store.read_only} /> : null}
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
          { term: "Holds", value: `${formatCount(store.versions)} versions in ${formatCount(store.collections)} collections` },
          { term: "On disk", value: formatBytes(store.stored_bytes) },
          { term: "Logical", value: formatBytes(store.logical_bytes) },
          { term: "Free on the disk", value: formatBytes(store.free_bytes) },
          { term: "Schema", value: store.schema },
        ]}
      />
    </>
  );
}

type Mode = "days" | "none";

/** Default TTL and days in the trash; saved together, as one operation. */
function Keeping({ settings, readOnly }: { settings: StoreSettings; readOnly: string | null }) {
  const [mode, setMode] = useState<Mode>(settings.default_ttl === "none" ? "none" : "days");
  const [days, setDays] = useState(daysOf(settings.default_ttl) ?? 90);
  const [trashDays, setTrashDays] = useState(settings.trash_days);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const ttl = mode === "none" ? "none" : storedTtl(days, settings.default_ttl);
  const isSame = ttl === settings.default_ttl && trashDays === settings.trash_days;
  const isValid = (mode === "none" || isTtlDays(days)) && trashDays >= 1 && trashDays <= 365;
  const save = async () => {
    setBusy(true);
    setFailure(null);
    try {
      tellOutcome(await mutate("store.configure", { default_ttl: ttl, trash_days: trashDays }));
    } catch (error) {
      setFailure([describeError(error).message, describeError(error).hint].filter(Boolean).join(" "));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={styles["group"]}>
      <h2>Keeping</h2>
      <RadioGroup<Mode>
        label="Default TTL, for versions without their own"
        value={mode}
        onChange={setMode}
        options={[
          { value: "days", label: "Keep for", extra: <Days label="Days of the default TTL" value={days} onChange={setDays} most={365_000} isDisabled={mode === "none"} /> },
          { value: "none", label: "Never expires" },
        ]}
      />
      <p className="small dim">Also for versions that are there already and follow the default. Counted from their creation, so a shorter default can expire old versions soon.</p>
      <div className={styles["line"]}>
        <span>Deleted versions stay in the trash for</span>
        <Days label="Days in the trash" value={trashDays} onChange={setTrashDays} most={365} />
      </div>
      {failure ? (
        <Note tone="danger" isLive>
          {failure}
        </Note>
      ) : null}
      <div className="row">
        <Button kind="primary" isDisabled={isSame || !isValid || isBusy || readOnly !== null} onPress={() => void save()}>
          Save
        </Button>
        {readOnly ? <span className="small dim">{readOnly}</span> : null}
      </div>
    </section>
  );
}

interface DaysProps {
  label: string;
  value: number;
  onChange: (days: number) => void;
  most: number;
  isDisabled?: boolean;
}

function Days({ label, value, onChange, most, isDisabled = false }: DaysProps) {
  return (
    <span className={styles["line"]}>
      <NumberField label={label} hideLabel minValue={1} maxValue={most} value={value} onChange={onChange} isDisabled={isDisabled} className={styles["days"] ?? ""} />
      <span className="dim">{value === 1 ? "day" : "days"}</span>
    </span>
  );
}
