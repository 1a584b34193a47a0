import type { Collected, Job } from "@/api";
import { Meter, Note } from "@/components";
import { formatBytes, formatCount, formatPercent, plural } from "@/lib/format";
import styles from "./Collect.module.css";

export function CollectProgress({ job }: { job: Job | null }) {
  const { bytes = 0, total_bytes: total = 0, items = 0, total_items: all = 0 } = job?.progress ?? {};
  const fraction = total > 0 ? bytes / total : null;
  return (
    <div className={styles["running"]}>
      <Meter kind="progress" label="Collecting" value={fraction} />
      <span className="small dim num">{[fraction === null ? "Looking at the store" : `${formatPercent(fraction)}`, total > 0 ? `${formatBytes(bytes)} of ${formatBytes(total)}` : "", all > 0 ? `${formatCount(items)} of ${plural(all, "blob")}` : ""].filter(Boolean).join(" · ")}</span>
      <p className="small dim">It goes on when this is closed; the activity shows how far it is.</p>
    </div>
  );
}

export function CollectDone({ result: { freed_bytes: freed, predicted_bytes: predicted, blobs, skipped } }: { result: Collected }) {
  if (freed === 0 && blobs === 0) return <Note isLive>Nothing was removed: nothing could go any more.</Note>;
  const exact = freed === predicted ? "exactly as planned" : `${formatBytes(predicted)} were planned`;
  return (
    <>
      <Note tone={freed === predicted ? "success" : "warning"} isLive>
        {`Freed ${formatBytes(freed)} (${plural(freed, "byte")}), ${exact}. ${plural(blobs, "blob")} ${blobs === 1 ? "is" : "are"} gone for good.`}
      </Note>
      {skipped.length > 0 ? (
        <section aria-label="What stayed">
          <h3 className="small dim">{`What stayed: ${formatCount(skipped.length)}`}</h3>
          <ul className={styles["list"]} aria-label="What stayed" tabIndex={0}>
            {skipped.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
