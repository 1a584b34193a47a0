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

/** The five numbers that one comes for. */
export function Figures({ store }: { store: Storage | undefined }) {
  const { data: plan } = useCommand("collect.plan", { no_grace: false });
  const { data: expiring } = useCommand("storage.expiring", { days: DAYS });
  const figures: Figure[] = [
    { id: "total", value: store?.total, label: "on disk" },
    { id: "logical", value: store?.logical, label: store ? `logical${timesWords(store)}` : "logical" },
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

/** ", 24 × deduplicated": logical bytes for each byte of content on disk. */
function timesWords({ logical, shared, groups, rest }: Storage): string {
  const stored = shared + groups.reduce((sum, { exclusive }) => sum + exclusive, rest?.exclusive ?? 0);
  const times = stored > 0 ? logical / stored : 1;
  return times < 1.05 ? "" : `, ${times.toFixed(times < 9.95 ? 1 : 0)} × deduplicated`;
}

/** What has to be needed by nothing for a day before it goes. */
function waiting(plan: CollectPlan | undefined): Figure[] {
  if (!plan || plan.waiting_blobs === 0) return [];
  const { waiting_blobs: blobs, waiting_bytes: value, waiting_until: until } = plan;
  const from = until === null || plan.paused ? "" : `, from ${soonWords(until)} on`;
  return [{ id: "waiting", value, label: `waiting${from}`, title: `${plural(blobs, "blob")}${until === null ? "" : `; the first can go ${formatAbsolute(until)}`}` }];
}
