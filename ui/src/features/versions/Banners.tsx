import type { VersionDetail } from "@/api";
import { useState } from "react";
import { Button, Note } from "@/components";
import { plural } from "@/lib/format";
import { formatAbsolute, formatRelative, useMinute } from "@/lib/time";
import { useNavigate } from "react-router";
import { restoreVersions } from "./dialogs/restoring";
import { becauseWords, daysLeftWords } from "./words";
import styles from "./VersionPage.module.css";

/** What a version must say before anything else: it lies in the trash, its bytes are damaged. */
export function Banners({ version }: { version: VersionDetail }) {
  const isTrashed = version.state === "deleted";
  if (!isTrashed && version.damaged.length === 0) return null;
  return (
    <div className={styles["banners"]}>
      {isTrashed ? <Trashed version={version} /> : null}
      {version.damaged.length > 0 ? <Damaged digests={version.damaged} /> : null}
    </div>
  );
}

function Trashed({ version }: { version: VersionDetail }) {
  useMinute();
  const [isBusy, setBusy] = useState(false);
  const { deleted_because: because, deleted_at: at, purge_at: purge } = version;
  const restore = async () => {
    setBusy(true);
    await restoreVersions({ kind: "versions", versions: [version.id] });
    setBusy(false);
  };
  return (
    <Note
      tone="warning"
      action={
        <Button size="small" needs="trash.restore" isDisabled={isBusy} onPress={() => void restore()}>
          Restore
        </Button>
      }
    >
      <strong className="strong">In the trash</strong>
      {`: ${becauseWords(because)}${at === null ? "" : ` ${formatRelative(at)}`}. `}
      {purge === null ? null : <span title={formatAbsolute(purge)}>{`${daysLeftWords(purge)}, then its bytes go for good.`}</span>}
    </Note>
  );
}

const NAMED = 5;

function Damaged({ digests }: { digests: readonly string[] }) {
  const navigate = useNavigate();
  return (
    <Note
      tone="danger"
      action={
        <Button size="small" onPress={() => void navigate("/-/settings?section=store")}>
          Check the store…
        </Button>
      }
    >
      <strong className="strong">{`${plural(digests.length, "blob")}${digests.length >= 20 ? " or more" : ""} of this version ${digests.length === 1 ? "is" : "are"} damaged or missing.`}</strong>
      {" Log the same files again to mend it: "}
      <span className="mono selectable">{digests.slice(0, NAMED).join(", ") + (digests.length > NAMED ? "…" : "")}</span>
    </Note>
  );
}
