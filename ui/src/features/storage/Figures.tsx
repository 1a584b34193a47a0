import { useCommand, type CollectPlan, type ExpiringDay, type Storage } from "@/api";
import { formatBytes, plural } from "@/lib/format";
import { formatAbsolute } from "@/lib/time";
import styles from "./Storage.module.css";
import { soonWords } from "./words";

export const DAYS = 30;

interface Figure {
  id: string;
  value: number | undefined;
  label: string;
  title?: string;
}

/** The numbers that one comes for. What the sidebar and the status bar call stored comes first, then what it is to its files and to the disk. */
export function Figures({ store }: { store: Storage | undefined }) {
  const { data: info } = useCommand("store.info", {});
  const { data: plan } = useCommand("collect.plan", { no_grace: false });
  const { data: expiring } = useCommand("storage.expiring", { days: DAYS });
  const figures: Figure[] = [
    { id: "stored", value: info?.stored_bytes, label: "stored" },
    { id: "logical", value: store?.logical, label: `logical${timesWords(store?.logical, info?.stored_bytes)}` },
    onDisk(store?.total, info?.stored_bytes),
    { id: "plan", value: plan?.predicted_bytes, ...(plan?.paused ? { label: "reclaimable now: paused", title: plan.paused.words } : { label: "reclaimable now" }) },
    ...waiting(plan),
    { id: "expiring", value: expiring && freedSum(expiring), label: `${expiring?.some(({ freed }) => freed === null) ? "or more " : ""}in ${DAYS} days, by TTL` },
    { id: "free", value: store?.free_bytes, label: "free on this disk" },
  ];
  return (
    <dl className={styles["figures"]}>
      {figures.map(({ id, value, label, title }) => (
        <div key={id} title={title ?? (value === undefined ? undefined : plural(value, "byte"))}>
          <dt>{label}</dt>
          <dd>{value === undefined ? "…" : formatBytes(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

export function freedSum(days: readonly ExpiringDay[]): number {
  return days.reduce((sum, { freed }) => sum + (freed ?? 0), 0);
}

/** ", 24 × deduplicated": logical bytes for each byte stored. */
function timesWords(logical = 0, stored = 0): string {
  const times = stored > 0 ? logical / stored : 1;
  return times < 1.05 ? "" : `, ${times.toFixed(times < 9.95 ? 1 : 0)} × deduplicated`;
}

/** The folder, and why it takes more than what is stored. */
function onDisk(total: number | undefined, stored: number | undefined): Figure {
  if (total === undefined || stored === undefined || total <= stored) return { id: "total", value: total, label: "on disk" };
  return { id: "total", value: total, label: "on disk, with database", title: `${plural(total, "byte")}: ${formatBytes(stored)} stored, ${formatBytes(total - stored)} database and manifests` };
}

/** What has to be needed by nothing for a day before it goes. */
function waiting(plan: CollectPlan | undefined): Figure[] {
  if (!plan || plan.waiting_blobs === 0) return [];
  const { waiting_blobs: blobs, waiting_bytes: value, waiting_until: until } = plan;
  const from = until === null || plan.paused ? "" : `, from ${soonWords(until)} on`;
  return [{ id: "waiting", value, label: `waiting${from}`, title: `${plural(blobs, "blob")}${until === null ? "" : `; the first can go ${formatAbsolute(until)}`}` }];
}
