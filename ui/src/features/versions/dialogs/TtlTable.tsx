import { Lock } from "lucide-react";
import { Fragment, useState } from "react";
import type { RetentionPlan, RetentionRow } from "@/api";
import { Button, Checkbox, SmallTable } from "@/components";
import { cx } from "@/lib/cx";
import { formatDuration, plural } from "@/lib/format";
import { formatAbsolute, formatDate, useMinute } from "@/lib/time";
import styles from "./Ttl.module.css";
import { collectionOf, fold, foldedWords, groupRows, shortAddress, stepsWords, unlistedWords } from "./ttlRows";
import { ttlBeforeWords } from "./ttlText";

/** What a date before its creation gives a version: the least there is. That isn't a date to tell. */
const LEAST_TTL_MS = 1000;

export interface TtlTableProps {
  plan: RetentionPlan;
  /** Versions left as they are, as they were shown last. */
  unticked: ReadonlyMap<number, RetentionRow>;
  onTick: (row: RetentionRow, isTicked: boolean) => void;
  isStale: boolean;
}

/** The versions with their new expiry, by their distance along the lineage; each can be left out. */
export function TtlTable({ plan, unticked, onTick, isStale }: TtlTableProps) {
  useMinute();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const listed = new Set(plan.rows.map(({ id }) => id));
  const left = [...unticked.values()].filter(({ id }) => !listed.has(id));
  const rows = [...plan.rows, ...left];
  const groups = groupRows(rows);
  const isTickable = rows.length > 1;
  const isOneHome = new Set(groups[0]?.rows.map(collectionOf)).size < 2;
  const unlisted = unlistedWords(plan, left.length);
  return (
    <SmallTable className={cx(styles["frame"], isStale && styles["stale"])} tableClass={styles["table"]} isBusy={isStale}>
      <Head />
      <tbody>
        {groups.map(({ steps, rows: all }) => {
          const { shown, folded } = open.has(steps) ? { shown: all, folded: [] } : fold(all);
          return (
            <Fragment key={steps}>
              {groups.length > 1 ? <Distance words={stepsWords(steps)} count={all.length} /> : null}
              {shown.map((row) => (
                <Row key={row.id} row={row} name={steps === 0 && isOneHome ? `v${row.index}` : shortAddress(row)} onTick={isTickable ? onTick : undefined} isTicked={!unticked.has(row.id)} />
              ))}
              {folded.length > 0 ? <Rest words={foldedWords(folded)} onShow={() => setOpen(new Set([...open, steps]))} /> : null}
            </Fragment>
          );
        })}
        {unlisted === null ? null : <Rest words={unlisted} />}
      </tbody>
    </SmallTable>
  );
}

function Head() {
  return (
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
  );
}

function Distance({ words, count }: { words: string; count: number }) {
  return (
    <tr className={styles["distance"]}>
      <th colSpan={6} scope="colgroup">
        {words} <span className="dim">{plural(count, "version")}</span>
      </th>
    </tr>
  );
}

function Rest({ words, onShow }: { words: string; onShow?: () => void }) {
  return (
    <tr>
      <td aria-hidden="true" />
      <td colSpan={5} className="dim">
        <span className="row">
          {words}
          {onShow ? (
            <Button size="small" kind="quiet" aria-label={`Show ${words}`} onPress={onShow}>
              Show
            </Button>
          ) : null}
        </span>
      </td>
    </tr>
  );
}

function Row({ row, name, onTick, isTicked }: { row: RetentionRow; name: string; onTick: TtlTableProps["onTick"] | undefined; isTicked: boolean }) {
  const { created_at: created, ttl_before: now, expires_after: expires, goes, locked } = row;
  const isOff = locked !== null || !isTicked;
  const isRed = goes && !isOff;
  return (
    <tr className={isOff ? "dim" : undefined}>
      <td>{locked !== null ? <Lock aria-label="can't change" className={styles["lock"]} /> : onTick ? <Checkbox aria-label={name} isSelected={isTicked} onChange={(isOn) => onTick(row, isOn)} /> : null}</td>
      <td className="strong" title={row.address}>
        <span className={cx("clip", styles["name"])}>{name}</span>
      </td>
      <td className="dim" title={formatAbsolute(created)}>
        {formatDate(created)}
      </td>
      <td className="dim">{ttlBeforeWords(now)}</td>
      <td className={isRed ? "danger strong" : undefined} title={expires === null || isOff ? undefined : formatAbsolute(expires)}>
        {isOff || expires === null ? "—" : expires - created > LEAST_TTL_MS ? formatDate(expires) : "at once"}
      </td>
      <td className={isRed ? "danger" : "dim"}>{isTicked ? (locked ?? whenWords(expires, goes)) : "left as it is"}</td>
    </tr>
  );
}

function whenWords(expires: number | null, isNow: boolean): string {
  if (expires === null) return "never expires";
  return isNow ? "already past" : `in ${formatDuration((expires - Date.now()) / 1000)}`;
}
