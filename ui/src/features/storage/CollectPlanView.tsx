import type { CollectPlan } from "@/api";
import { CutText, Facts, Note, type Fact } from "@/components";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { formatAbsolute } from "@/lib/time";
import styles from "./Collect.module.css";
import { pauseWords, soonWords } from "./words";

/** What exactly would go, and what waits. */
export function CollectPlanView({ plan }: { plan: CollectPlan }) {
  const { predicted_bytes: freed, paused, versions, version_count: count, emptied } = plan;
  return (
    <>
      {paused ? <Note tone="warning">{pauseWords(paused)}</Note> : null}
      {plan.damaged_packs > 0 ? <Note tone="warning">{damageWords(plan.damaged_packs)}</Note> : null}
      {freed === 0 && plan.waiting_blobs === 0 && !paused ? <Note>There is nothing to collect.</Note> : null}
      <Facts termWidth={120} facts={[{ term: "Freed", value: <Exact bytes={freed} /> }, ...partsOf(plan), waiting(plan)]} />
      <Addresses title={`${plural(count, "version loses its", "versions lose their")} files`} addresses={versions} count={count} />
      <Addresses title={`${plural(emptied.length, "collection keeps", "collections keep")} nothing but ${emptied.length === 1 ? "its" : "their"} history`} addresses={emptied} count={emptied.length} />
    </>
  );
}

function Exact({ bytes }: { bytes: number }) {
  return (
    <>
      <span className="strong">{formatBytes(bytes)}</span> <span className="dim num">{bytes < 1000 ? "" : `${formatCount(bytes)} bytes exactly`}</span>
    </>
  );
}

/** What the bytes are made of; what is none isn't named. */
function partsOf({ blobs, blob_bytes: bytes, files, packs_removed: removed, packs_rewritten: rewritten, orphans, stored_bytes: stored }: CollectPlan): Fact[] {
  const packs = [removed > 0 ? `${formatCount(removed)} removed` : "", rewritten > 0 ? `${formatCount(rewritten)} rewritten` : ""].filter(Boolean).join(", ");
  return [
    { term: "Blobs", value: blobs > 0 ? `${formatCount(blobs)}, ${formatBytes(bytes)} together` : null },
    { term: "Files", value: files > 0 ? formatCount(files) : null },
    { term: "Packs", value: packs || null },
    { term: "Leftovers", value: orphans > 0 ? `${plural(orphans, "file")} that a crash left behind` : null },
    { term: "Stored now", value: formatBytes(stored) },
  ];
}

function waiting({ waiting_blobs: blobs, waiting_bytes: bytes, waiting_until: until }: CollectPlan): Fact {
  if (blobs === 0) return { term: "Stays", value: null };
  const from = until === null ? "" : `; goes from ${soonWords(until)} on`;
  return { term: "Stays", value: <span title={until === null ? undefined : formatAbsolute(until)}>{`${formatBytes(bytes)} in ${plural(blobs, "blob")}: unused for less than a day${from}`}</span> };
}

function damageWords(packs: number): string {
  return `${plural(packs, "pack stays", "packs stay")} as ${packs === 1 ? "it is" : "they are"}: needed content in ${packs === 1 ? "it" : "them"} is damaged. Log that content again, or repair the store.`;
}

function Addresses({ title, addresses, count }: { title: string; addresses: readonly string[]; count: number }) {
  if (count === 0) return null;
  const more = count - addresses.length;
  return (
    <section aria-label={title}>
      <h3 className="small dim">{title}</h3>
      <ul className={styles["list"]} tabIndex={0} aria-label={title}>
        {addresses.map((address) => (
          <li key={address} className="selectable">
            <CutText text={address} tail={address.slice(Math.max(0, address.lastIndexOf(":")))} />
          </li>
        ))}
        {more > 0 ? <li className="dim">{`and ${formatCount(more)} more; the receipt will name them all`}</li> : null}
      </ul>
    </section>
  );
}
