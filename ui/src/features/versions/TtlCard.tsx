import type { VersionDetail } from "@/api";
import { Button, Meter } from "@/components";
import { cx } from "@/lib/cx";
import { formatDuration } from "@/lib/format";
import { formatAbsolute, formatDate, useMinute } from "@/lib/time";
import { openTtlDialog } from "./dialogs/store";
import styles from "./Overview.module.css";
import { secondsUntil } from "./words";

const SOON_SECONDS = 7 * 86_400;

/** How long the version still has, until when exactly, and by which rule. */
export function TtlCard({ version }: { version: VersionDetail }) {
  useMinute();
  const { expires_at: expires, created_at: created, ttl_locked: locked } = version;
  const left = expires === null ? null : secondsUntil(expires);
  const isSoon = left !== null && left < SOON_SECONDS;
  const whole = expires === null ? 0 : (expires - created) / 1000;
  return (
    <section className={styles["card"]} aria-label="TTL remaining">
      <div className={styles["heading"]}>
        <h2>TTL remaining</h2>
        <Button size="small" kind="quiet" needs="ttl.set" isDisabled={locked !== null} onPress={() => openTtlDialog({ selection: { kind: "versions", versions: [version.id] }, collection: version.collection })}>
          Set TTL…
        </Button>
      </div>
      <div className={cx(styles["left"], isSoon && "warning")}>{left === null ? "Never expires" : left === 0 ? "Expires now" : formatDuration(left)}</div>
      {expires !== null && left !== null ? (
        <>
          <Meter label="TTL remaining" value={whole > 0 ? left / whole : 0} tone={isSoon ? "warning" : "accent"} valueLabel={`${formatDuration(left)} left`} width="100%" />
          <p className="small" title={formatAbsolute(expires)}>
            {`Expires ${formatDate(expires)}`} <span className="dim selectable">{formatAbsolute(expires).slice(11)}</span>
          </p>
        </>
      ) : null}
      <p className="small dim">{locked === null ? ruleWords(version) : `Can't be changed: ${locked}`}</p>
    </section>
  );
}

function ruleWords({ ttl_inherited: isInherited, ttl_seconds: seconds, expires_at: expires, created_at: created }: VersionDetail): string {
  if (isInherited) return expires === null ? "Follows the team default: never expires" : `Follows the team default: ${formatDuration((expires - created) / 1000)} from its creation`;
  return seconds === null ? "Kept until someone deletes it" : `Its own: ${formatDuration(seconds)} from its creation`;
}
