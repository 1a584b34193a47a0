import { Activity, ShieldCheck, TriangleAlert, UserRound } from "lucide-react";
import { useCommand, type Job } from "@/api";
import { formatBytes, formatDuration, formatRate } from "@/lib/format";
import { roleLabel, roleWords } from "@/lib/roles";
import { useSlots } from "@/lib/slots";
import styles from "./StatusBar.module.css";
import { useJobs } from "./activity/useJobs";

/** Bottom line: what is in view and selected, running work, state of the store. */
export function StatusBar() {
  const { status } = useSlots();
  const { data: store } = useCommand("store.info", {});
  const { open } = useJobs();
  const job = open.find(({ state }) => state === "running") ?? open[0];
  const { data: session } = useCommand("session.show", {});
  const trouble = store?.read_only ?? store?.notice ?? null;
  return (
    <footer className={styles["status"]} aria-label="Status">
      <span className="clip">{status}</span>
      <span className="grow" />
      {job ? (
        <span className={styles["item"]}>
          <Activity aria-hidden="true" />
          <span className="clip">
            {jobWords(job)}
          </span>
        </span>
      ) : null}
      {session && !session.here ? (
        <span className={styles["item"]} title={`Signed in with the key ${session.name}. ${roleWords(session.role)}`}>
          <UserRound aria-hidden="true" />
          <span className="clip">{`${session.name} · ${roleLabel(session.role)}`}</span>
        </span>
      ) : null}
      {store ? (
        <span className={styles["item"]} data-tone={trouble ? "warning" : undefined} title={trouble ?? `${formatBytes(store.stored_bytes)} stored, ${formatBytes(store.free_bytes)} free`}>
          {trouble ? <TriangleAlert aria-hidden="true" /> : <ShieldCheck aria-hidden="true" />}
          <span className="clip">{store.read_only === null ? (store.notice ?? `${formatBytes(store.stored_bytes)} stored`) : `Read-only: ${store.read_only}`}</span>
        </span>
      ) : null}
    </footer>
  );
}

/** "Logging mnist · 1.8 GiB of 4.2 GiB · 310 MiB/s · 8 s left"; one that is paused has neither a rate nor an end. */
function jobWords({ title, state, progress }: Job): string {
  const { rate, seconds_left: left } = progress;
  const pace = state === "paused" ? ["paused"] : [rate > 0 ? formatRate(rate) : "", left === null ? "" : `${formatDuration(left)} left`];
  return [title, bytesOf(progress), ...pace].filter(Boolean).join(" · ");
}

function bytesOf({ bytes, total_bytes: total }: { bytes: number; total_bytes: number }): string {
  if (bytes === 0 && total === 0) return "";
  return total > 0 ? `${formatBytes(bytes)} of ${formatBytes(total)}` : formatBytes(bytes);
}
