import { useState, type KeyboardEvent } from "react";
import { useCommand, type GrowthDay } from "@/api";
import { formatBytes, formatBytesDelta, plural } from "@/lib/format";
import { dayWords, shortDay } from "./days";
import styles from "./Outlook.module.css";
import { Panel, type PartProps } from "./Panel";

const DAYS = 90;
const [WIDTH, HEIGHT] = [900, 100];

/** Bytes stored at the end of each day. */
export function Growth({ choice }: PartProps) {
  const { data, error, refetch } = useCommand("storage.growth", { days: DAYS });
  const [first, last] = [data?.[0], data?.at(-1)];
  const removed = data?.reduce((sum, day) => sum + day.removed, 0) ?? 0;
  // From the end of the day before the first one on.
  const before = first ? first.stored - first.added + first.removed : 0;
  const summary = last ? `${formatBytes(last.stored)} of blobs today, ${formatBytesDelta(last.stored - before)} in ${DAYS} days${removed > 0 ? `; ${formatBytes(removed)} collected` : ""}` : "";
  return (
    <Panel choice={choice} title={`Growth in the last ${DAYS} days`} summary={summary} error={error} onRetry={() => void refetch()} isLoading={!data}>
      {data && data.some(({ stored }) => stored > 0) ? <Chart days={data} label={`Bytes stored on each of the last ${DAYS} days. ${summary}`} /> : <p className={styles["quiet"]}>{`Nothing was stored in the last ${DAYS} days.`}</p>}
    </Panel>
  );
}

/** One Tab stop; arrows and the pointer read single days off. */
function Chart({ days, label }: { days: readonly GrowthDay[]; label: string }) {
  const [at, setAt] = useState<number | null>(null);
  const most = Math.max(...days.map(({ stored }) => stored), 1);
  const step = WIDTH / Math.max(1, days.length - 1);
  const points = days.map(({ stored }, index) => `${(index * step).toFixed(1)},${(HEIGHT - (stored / most) * (HEIGHT - 4)).toFixed(1)}`).join(" ");
  const last = days.length - 1;
  const read = at === null ? null : days[at];
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowLeft: (at ?? last + 1) - 1, ArrowRight: (at ?? -1) + 1, Home: 0, End: last, Escape: null }[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    setAt(next === null ? null : Math.min(last, Math.max(0, next)));
  };
  return (
    <>
      <div
        className={styles["chart"]}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at ?? last}
        aria-valuetext={wordsOf(read ?? days[last])}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
        onPointerLeave={() => setAt(null)}
        onPointerMove={({ currentTarget, clientX }) => {
          const { left, width } = currentTarget.getBoundingClientRect();
          setAt(Math.min(last, Math.max(0, Math.round(((clientX - left) / width) * last))));
        }}
      >
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <polygon fill="var(--accent-soft)" points={`0,${HEIGHT} ${points} ${WIDTH},${HEIGHT}`} />
          <polyline fill="none" stroke="var(--accent)" strokeWidth="1.5" strokeLinejoin="round" vectorEffect="non-scaling-stroke" points={points} />
        </svg>
        <span className={styles["most"]} aria-hidden="true">
          {formatBytes(most)}
        </span>
        {read && at !== null ? (
          <>
            <span className={styles["hair"]} style={{ insetInlineStart: `${(at / Math.max(1, last)) * 100}%` }} />
            <span className={styles["read"]} data-side={at > last / 2 ? "left" : "right"} style={at > last / 2 ? { insetInlineEnd: `${(1 - at / last) * 100}%` } : { insetInlineStart: `${(at / last) * 100}%` }}>
              {wordsOf(read)}
            </span>
          </>
        ) : null}
      </div>
      <div className={styles["axis"]} aria-hidden="true">
        <span>{shortDay(days[0]?.at ?? 0)}</span>
        <span>{shortDay(days[Math.floor(last / 2)]?.at ?? 0)}</span>
        <span>today</span>
      </div>
    </>
  );
}

function wordsOf(day: GrowthDay | undefined): string {
  if (!day) return "";
  const { at, stored, versions, added, removed } = day;
  return [`${dayWords(at)}: ${formatBytes(stored)}`, versions > 0 ? `${plural(versions, "version")}, ${formatBytesDelta(added)}` : "", removed > 0 ? `${formatBytes(removed)} collected` : ""].filter(Boolean).join("; ");
}
