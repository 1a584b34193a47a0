import type { ApiKey } from "@/api";
import { Button, CutText, RelativeTime, SmallTable } from "@/components";
import { roleLabel, roleWords } from "@/lib/roles";
import styles from "./Keys.module.css";

/** Letters at the end of a name that stay when it is cut: names of machines differ there. */
const END = 6;

/** Spaces beside the cut would be lost. */
function unbroken(name: string): string {
  return name.replaceAll(" ", "\u00A0");
}

/** Every key there ever was: those that work first, the newest of them on top. */
export function KeyTable({ keys, onRevoke }: { keys: readonly ApiKey[]; onRevoke: (key: ApiKey) => void }) {
  const sorted = keys.toSorted((a, b) => Number(a.revoked_at !== null) - Number(b.revoked_at !== null) || b.id - a.id);
  return (
    <SmallTable label="API keys" className={styles["frame"]} tableClass={styles["table"]}>
      <thead>
        <tr>
          <th>Name</th>
          <th>Role</th>
          <th>Made</th>
          <th>State</th>
          <th aria-label="Actions" />
        </tr>
      </thead>
      <tbody>
        {sorted.map((key) => (
          <tr key={key.id} className={key.revoked_at === null ? undefined : "dim"}>
            <td>
              <CutText text={unbroken(key.name)} tail={unbroken(key.name).slice(-END)} title={key.name} />
            </td>
            <td title={roleWords(key.role)}>{roleLabel(key.role)}</td>
            <td>
              <RelativeTime at={key.created_at} />
            </td>
            <td>
              {key.revoked_at === null ? (
                "Valid"
              ) : (
                <>
                  Revoked <RelativeTime at={key.revoked_at} />
                </>
              )}
            </td>
            <td>
              {key.revoked_at === null ? (
                <Button size="small" kind="quiet" needs="key.revoke" aria-label={`Revoke ${key.name}…`} onPress={() => onRevoke(key)}>
                  Revoke…
                </Button>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </SmallTable>
  );
}
