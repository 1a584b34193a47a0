import { History } from "lucide-react";
import { useEffect, useRef } from "react";
import { describeError, errorDetails, type Operation } from "@/api";
import { Button, EmptyState, ErrorState, Skeleton } from "@/components";
import { useLatest } from "@/lib/latest";
import { formatDate } from "@/lib/time";
import { getPlatform } from "@/platform";
import styles from "./History.module.css";
import { OperationRow } from "./OperationRow";
import { useHistory } from "./useHistory";

export interface HistoryListProps {
  /** Address, or `#id` of a version; null for the whole store. */
  subject: string | null;
  /** Offered where nothing was found for the subject. */
  onClear?: () => void;
}

/** What was done, newest first, by day; each can be taken back from here. */
export function HistoryList({ subject, onClear }: HistoryListProps) {
  const { operations, error, isLoading, hasMore, isLoadingMore, loadMore, retry } = useHistory(subject);
  if (isLoading) return <Skeleton label="the history" lines={8} />;
  if (error && operations.length === 0) {
    const { title, message, hint } = describeError(error);
    return <ErrorState title={title} why={message} hint={hint} onRetry={retry} details={() => errorDetails(error)} onCopy={(text) => void getPlatform().copyText(text)} actions={onClear ? <Button onPress={onClear}>Clear</Button> : null} />;
  }
  if (operations.length === 0) {
    return (
      <EmptyState title={subject === null ? "Nothing has been done yet" : "Nothing was done to it yet"} icon={<History />} action={onClear ? <Button onPress={onClear}>Clear the filter</Button> : null}>
        Logging, aliases, tags, TTL and deletions show here with who did them, and can be taken back.
      </EmptyState>
    );
  }
  return (
    <div className={styles["scroll"]} tabIndex={-1}>
      {byDay(operations).map(({ day, rows }) => (
        <section key={day} className={styles["day"]} aria-label={dayWords(day)}>
          <h2 className={styles["date"]} title={day}>
            {dayWords(day)}
          </h2>
          <ol>
            {rows.map((operation) => (
              <OperationRow key={operation.id} operation={operation} />
            ))}
          </ol>
        </section>
      ))}
      {hasMore ? <More isLoading={isLoadingMore} onMore={loadMore} /> : <p className={styles["end"]}>The beginning</p>}
    </div>
  );
}

/** "Today", "Yesterday", else the date. */
function dayWords(day: string, now = new Date()): string {
  if (day === formatDate(now)) return "Today";
  return day === formatDate(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)) ? "Yesterday" : day;
}

function byDay(operations: readonly Operation[]): { day: string; rows: Operation[] }[] {
  const days: { day: string; rows: Operation[] }[] = [];
  for (const operation of operations) {
    const day = formatDate(operation.at);
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(operation);
    else days.push({ day, rows: [operation] });
  }
  return days;
}

/** Loads on by itself when it comes into view; by keyboard it is a button. */
function More({ isLoading, onMore }: { isLoading: boolean; onMore: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useLatest(() => isLoading || onMore());
  useEffect(() => {
    if (!box.current || typeof IntersectionObserver === "undefined") return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), { rootMargin: "400px" });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [latest, isLoading]);
  return (
    <div ref={box} className={styles["end"]}>
      <Button kind="quiet" isDisabled={isLoading} onPress={onMore}>
        {isLoading ? "Loading…" : "Show older"}
      </Button>
    </div>
  );
}
