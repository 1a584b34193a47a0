import { useRef, useState, type KeyboardEvent } from "react";
import { useCommand, type ExpiringDay } from "@/api";
import { Button, Tooltip } from "@/components";
import { cx } from "@/lib/cx";
import { formatBytes, plural } from "@/lib/format";
import { DAYS, freedSum } from "./Figures";
import { DAY, dayWords, shortDay, startOfDay } from "./days";
import styles from "./Outlook.module.css";
import { Panel, type PartProps } from "./Panel";

const SOON_DAYS = 7;

/** A bar for each day until +30, by what its expiries really free. */
export function Expiring({ choice }: PartProps) {
  const { data, error, refetch } = useCommand("storage.expiring", { days: DAYS });
  const title = `Expiring in the next ${DAYS} days`;
  const versions = data?.reduce((sum, day) => sum + day.versions, 0) ?? 0;
  const summary = data && versions > 0 ? `${plural(versions, "version")} in the next ${DAYS} days, ${formatBytes(freedSum(data))} really freed` : "";
  return (
    <Panel choice={choice} title={title} summary={summary} error={error} onRetry={() => void refetch()} isLoading={!data}>
      {versions === 0 ? <p className={styles["quiet"]}>{`Nothing expires in the next ${DAYS} days.`}</p> : <Strip title={title} days={data ?? []} />}
    </Panel>
  );
}

interface Bar {
  at: number;
  day: ExpiringDay | null;
  /** What its height stands for. */
  bytes: number;
}

/** All days from today on, also those without anything. What is due already counts as today. */
export function barsOf(days: readonly ExpiringDay[], now = Date.now()): Bar[] {
  const today = startOfDay(now);
  return Array.from({ length: DAYS + 1 }, (_, ahead) => {
    const at = today + ahead * DAY;
    const day = days.find((each) => (ahead === 0 ? each.at <= at : each.at === at)) ?? null;
    return { at, day, bytes: day?.freed ?? day?.logical ?? 0 };
  });
}

function Strip({ title, days }: { title: string; days: readonly ExpiringDay[] }) {
  const list = useRef<HTMLUListElement>(null);
  const bars = barsOf(days);
  const most = Math.max(...bars.map(({ bytes }) => bytes), 1);
  const first = bars.findIndex(({ day }) => day !== null);
  const [chosen, setChosen] = useState<number | null>(null);
  const stop = chosen ?? Math.max(first, 0);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = { ArrowLeft: stop - 1, ArrowRight: stop + 1, Home: 0, End: DAYS }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    list.current?.querySelectorAll<HTMLElement>("button")[Math.min(DAYS, Math.max(0, next))]?.focus();
  };
  return (
    <>
      <ul ref={list} aria-label={title} className={styles["strip"]} onKeyDown={onKeyDown}>
        {bars.map(({ at, day, bytes }, ahead) => (
          <li key={at}>
            <Tooltip text={wordsOf(at, day)}>
              <Button kind="quiet" className={styles["day"]} aria-label={wordsOf(at, day)} excludeFromTabOrder={ahead !== stop} onFocus={() => setChosen(ahead)}>
                <span className={cx(styles["bar"], day && (ahead < SOON_DAYS ? styles["soon"] : styles["later"]))} style={{ height: day ? `max(4px, ${(bytes / most) * 100}%)` : "2px" }} />
              </Button>
            </Tooltip>
          </li>
        ))}
      </ul>
      <div className={styles["axis"]} aria-hidden="true">
        <span>today</span>
        <span>in 10 days</span>
        <span>in 20 days</span>
        <span>{shortDay(bars.at(-1)?.at ?? 0)}</span>
      </div>
    </>
  );
}

function wordsOf(at: number, day: ExpiringDay | null): string {
  if (day === null) return `${dayWords(at)}: nothing expires`;
  const { versions, logical, freed } = day;
  return `${dayWords(at)}: ${plural(versions, "version")}, ${formatBytes(logical)} logical, ${freed === null ? "not counted how much is" : formatBytes(freed)} really freed`;
}
