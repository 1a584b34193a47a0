import type { Change } from "@/api";
import { formatCount } from "@/lib/format";
import styles from "./History.module.css";

/** What an operation changed, before and after. */
export function ChangeTable({ details, rest }: { details: readonly Change[]; rest: number }) {
  return (
    <table className={`${styles["changes"]} selectable`}>
      <thead>
        <tr>
          <th>Where</th>
          <th>What</th>
          <th>Before</th>
          <th>After</th>
        </tr>
      </thead>
      <tbody>
        {details.map(({ subject, what, before, after }, at) => (
          // The same change may stand there twice; the list never changes.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={at}>
            <td>{subject}</td>
            <td>{what}</td>
            <td className="dim">{shown(what, before) || "—"}</td>
            <td>{shown(what, after) || <span className="dim">—</span>}</td>
          </tr>
        ))}
        {rest > 0 ? (
          <tr>
            <td colSpan={4} className="dim">{`and ${formatCount(rest)} more`}</td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}

/** The engine's `committed` is `live` to people, as in the filter. */
function shown(what: string, value: string | null): string | null {
  return what === "state" && value === "committed" ? "live" : value;
}
