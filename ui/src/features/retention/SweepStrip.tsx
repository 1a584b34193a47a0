import { VisuallyHidden } from "react-aria-components";
import type { Sweep } from "@/api";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { formatAbsolute, formatDate } from "@/lib/time";
import styles from "./Rules.module.css";

/** The engine tells no more. */
const MOST = 60;

/** Sweep by sweep, as bars by their versions along the time; for screen readers as a table. */
export function SweepStrip({ sweeps }: { sweeps: readonly Sweep[] }) {
  const [first] = sweeps;
  const last = sweeps.at(-1);
  if (!first || !last || sweeps.length < 2) return null;
  const most = Math.max(...sweeps.map(({ versions }) => versions));
  return (
    <figure className={styles["sweeps"]}>
      <figcaption className="small dim">{`${sweeps.length >= MOST ? "The first " : ""}${plural(sweeps.length, "sweep")} to come, if nothing else happens`}</figcaption>
      <div className={styles["bars"]} aria-hidden="true">
        {sweeps.map((sweep) => (
          <span key={sweep.at} className={styles["bar"]} style={{ left: `calc((100% - var(--s2)) * ${((sweep.at - first.at) / (last.at - first.at)).toFixed(4)})`, height: `${Math.max(6, Math.round((sweep.versions / most) * 100))}%` }} title={`${formatAbsolute(sweep.at)}: ${plural(sweep.versions, "version")}, ${formatBytes(sweep.bytes)}`} />
        ))}
      </div>
      <div className={styles["ends"]} aria-hidden="true">
        <span>{formatDate(first.at)}</span>
        <span>{`up to ${plural(most, "version")} at once`}</span>
        <span>{formatDate(last.at)}</span>
      </div>
      <VisuallyHidden>
        <table aria-label="Sweeps to come">
          <thead>
            <tr>
              <th>Date</th>
              <th>Versions</th>
              <th>Bytes</th>
              <th>Freed</th>
            </tr>
          </thead>
          <tbody>
            {sweeps.map((sweep) => (
              <tr key={sweep.at}>
                <td>{formatAbsolute(sweep.at)}</td>
                <td>{formatCount(sweep.versions)}</td>
                <td>{formatBytes(sweep.bytes)}</td>
                <td>{sweep.freed === null ? "not counted" : formatBytes(sweep.freed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}
