import { describeError, useCommand, type StoreSettings } from "@/api";
import { Note, Skeleton } from "@/components";
import { useRefusal } from "@/lib/refusal";
import { spanOf, spanText } from "@/lib/span";
import styles from "../Store.module.css";
import { draftOf } from "./draft";
import { TeamFields } from "./TeamFields";
import { TeamForm } from "./TeamForm";

/** What holds for everybody who uses the store; only administrators change it. */
export function TeamSection() {
  const reason = useRefusal(["store.settings", "store.configure"]);
  const { data: settings, error } = useCommand("store.settings", {}, { isEnabled: reason === null });
  if (reason !== null) return <Locked reason={reason} />;
  if (error) return <Note tone="danger">{describeError(error).message}</Note>;
  if (!settings) return <Skeleton label="the settings of the team" />;
  return <TeamForm key={`${settings.default_ttl}|${settings.trash_days}|${settings.ttl_setters ?? ""}`} settings={settings} />;
}

/** For others: what holds, and why they can't change it. */
function Locked({ reason }: { reason: string }) {
  const { data: store } = useCommand("store.info", {});
  const ttlRefused = useRefusal("ttl.set");
  if (!store) return <Skeleton label="the settings of the team" />;
  const seconds = store.default_ttl_seconds;
  const settings: StoreSettings = { default_ttl: seconds === null ? "none" : spanText(spanOf(seconds)), trash_days: store.trash_days, ttl_setters: ttlRefused === null ? "members" : "admins" };
  return (
    <div className={styles["sections"]}>
      <Note>{reason}</Note>
      <TeamFields draft={draftOf(settings)} onChange={() => undefined} isDisabled hasSetters={false} />
    </div>
  );
}
