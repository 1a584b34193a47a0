import { Lock } from "lucide-react";
import type { TtlPlan, TtlPlanRow } from "@/api";
import { Checkbox, Note } from "@/components";
import { cx } from "@/lib/cx";
import { formatBytes, formatCount, formatDuration, plural } from "@/lib/format";
import { formatAbsolute, formatDate, useMinute } from "@/lib/time";
import styles from "./Ttl.module.css";

const DAY = 86_400_000;

function inDays(days: number): number {
  return Date.now() + days * DAY;
}

/** What would go to the trash at once, in count and bytes, and from when the bytes are really free. */
export function ExpiryBanner({ plan, trashDays }: { plan: TtlPlan; trashDays: number | undefined }) {
  if (plan.expiring === 0) return null;
  const all = plan.changing + plan.unchanged + plan.locked;
  const who = all === 1 ? "This version expires now" : `${formatCount(plan.expiring)} of ${plural(all, "version")} ${plan.expiring === 1 ? "expires" : "expire"} now`;
  const goes = plan.expiring === 1 ? "goes" : "go";
  return (
    <Note tone="danger" isLive>
      <strong className="strong">{who}</strong>
      {` and ${goes} to the trash: ${formatBytes(plan.expiring_bytes)}, of which ${formatBytes(plan.freed_bytes)} is really freed`}
      {trashDays === undefined ? "." : ` from ${formatDate(inDays(trashDays))} on.`}
    </Note>
  );
}

export interface TtlPreviewProps {
  plan: TtlPlan;
  /** Versions taken out by hand, as they were shown last. */
  unticked: ReadonlyMap<number, TtlPlanRow>;
  /** Missing for a single version: there is nothing to tick. */
  onTick?: ((row: TtlPlanRow, isTicked: boolean) => void) | undefined;
  isStale: boolean;
}

/** The versions with their new expiry, those that expire at once first. */
export function TtlPreview({ plan, unticked, onTick, isStale }: TtlPreviewProps) {
  useMinute();
  const rest = plan.changing + plan.unchanged + plan.locked - plan.rows.length;
  return (
    <div className={cx(styles["frame"], isStale && styles["stale"])} aria-busy={isStale}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th aria-label="Included" />
            <th>Version</th>
            <th>Created</th>
            <th>Now</th>
            <th>Would expire</th>
            <th aria-label="When" />
          </tr>
        </thead>
        <tbody>
          {plan.rows.map((row) => (
            <Row key={row.id} row={row} onTick={onTick} isTicked />
          ))}
          {[...unticked.values()].map((row) => (
            <Row key={row.id} row={row} onTick={onTick} isTicked={false} />
          ))}
          {rest > 0 ? (
            <tr>
              <td aria-hidden="true" />
              <td colSpan={5} className="dim">
                {restWords(rest, plan)}
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}

/** "33 more, all between 2026-12-02 and 2026-12-23". */
export function restWords(rest: number, { rest_from: from, rest_to: to }: Pick<TtlPlan, "rest_from" | "rest_to">): string {
  const more = `${formatCount(rest)} more`;
  if (from === null || to === null) return `${more}, none of which ${rest === 1 ? "expires" : "expire"}`;
  const [first, last] = [formatDate(from), formatDate(to)];
  return first === last ? `${more}, ${rest === 1 ? "" : "all "}on ${first}` : `${more}, all between ${first} and ${last}`;
}

function Row({ row, onTick, isTicked }: { row: TtlPlanRow; onTick: TtlPreviewProps["onTick"]; isTicked: boolean }) {
  const { index, created_at: created, now, expires_at: expires, expires_now: isNow, locked } = row;
  const isOff = locked !== null || !isTicked;
  return (
    <tr className={isOff ? "dim" : undefined}>
      <td>
        {locked !== null ? <Lock aria-label="can't change" className={styles["lock"]} /> : onTick ? <Checkbox aria-label={`v${index}`} isSelected={isTicked} onChange={(isOn) => onTick(row, isOn)} /> : null}
      </td>
      <td className="strong">{`v${index}`}</td>
      <td className="dim" title={formatAbsolute(created)}>
        {formatDate(created)}
      </td>
      <td className="dim">{now}</td>
      <td className={isNow && !isOff ? "danger strong" : undefined} title={expires === null ? undefined : formatAbsolute(expires)}>
        {isOff || expires === null ? "—" : formatDate(expires)}
      </td>
      <td className={isNow && !isOff ? "danger" : "dim"}>{!isTicked ? "left as it is" : (locked ?? whenWords(expires, isNow))}</td>
    </tr>
  );
}

function whenWords(expires: number | null, isNow: boolean): string {
  if (expires === null) return "never expires";
  return isNow ? "already past" : `in ${formatDuration((expires - Date.now()) / 1000)}`;
}
