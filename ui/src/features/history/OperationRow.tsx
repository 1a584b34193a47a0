import { Bookmark, Braces, ChevronDown, ChevronRight, Clock, FileText, Hash, KeyRound, ListChecks, Package, PackagePlus, Play, Redo2, RotateCcw, Settings2, Trash2, Undo2, type LucideIcon } from "lucide-react";
import { useId, useState } from "react";
import { Link } from "react-router";
import { describeError, errorText, mutate, tellOutcome, type Operation } from "@/api";
import { Button, IconButton, Note, RelativeTime, toast } from "@/components";
import { addressPath, parseAddress } from "@/lib/address";
import { cx } from "@/lib/cx";
import { formatCount } from "@/lib/format";
import { ChangeTable } from "./ChangeTable";
import styles from "./History.module.css";

const ICONS: Record<string, LucideIcon> = {
  log: PackagePlus,
  collection: Package,
  project: Package,
  alias: Bookmark,
  tag: Hash,
  describe: FileText,
  metadata: Braces,
  run: Play,
  edge: Play,
  ttl: Clock,
  rule: ListChecks,
  delete: Trash2,
  expire: Trash2,
  retention: Trash2,
  purge: Trash2,
  restore: RotateCcw,
  undo: Undo2,
  redo: Redo2,
  settings: Settings2,
  key: KeyRound,
};

/** One operation: who did what and when, what it changed, and the way back. */
export function OperationRow({ operation }: { operation: Operation }) {
  const { kind, summary, actor, at, changes, details, reverted_by: revertedBy } = operation;
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const Icon = ICONS[kind] ?? FileText;
  const isReverted = revertedBy !== null;
  const hasDetails = details.length > 0;
  return (
    <li className={cx(styles["operation"], isReverted && styles["reverted"])}>
      <div className={styles["line"]}>
        <Icon aria-hidden="true" className={styles["icon"]} />
        <div className="grow">
          <Summary operation={operation} />
          <div className="small dim">
            {actor || "unknown"} · <RelativeTime at={at} />
            {changes > 1 ? ` · ${formatCount(changes)} changes` : null}
            {isReverted ? " · taken back" : null}
          </div>
        </div>
        {hasDetails ? <IconButton size="small" label={isOpen ? `Hide what changed: ${summary}` : `Show what changed: ${summary}`} icon={isOpen ? <ChevronDown /> : <ChevronRight />} aria-expanded={isOpen} aria-controls={id} onPress={() => setOpen(!isOpen)} /> : null}
        <Revert operation={operation} />
      </div>
      {isOpen ? (
        <div id={id} className={styles["details"]}>
          <ChangeTable details={details} rest={changes - details.length} />
        </div>
      ) : null}
    </li>
  );
}

function Summary({ operation: { summary, address } }: { operation: Operation }) {
  const parsed = address === null ? null : parseAddress(address);
  return parsed ? (
    <Link to={addressPath(parsed)} className={styles["summary"]}>
      {summary}
    </Link>
  ) : (
    <span className="selectable">{summary}</span>
  );
}

/** Undo, or Redo once it was taken back. When something later is in the way, the reason stands right here. */
function Revert({ operation: { id, summary, reverted_by: revertedBy, can_undo: canUndo } }: { operation: Operation }) {
  const [reason, setReason] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isRedo = revertedBy !== null;
  const run = async () => {
    setBusy(true);
    setReason(null);
    try {
      const outcome = await mutate(isRedo ? "history.redo" : "history.undo", { operation: id });
      if (isRedo) tellOutcome(outcome);
      else toast({ text: outcome.summary, key: "history", action: { label: "Redo", run: () => void mutate("history.redo", { operation: id }).catch(() => undefined) } });
    } catch (error) {
      setReason(errorText(describeError(error)));
    } finally {
      setBusy(false);
    }
  };
  const label = isRedo ? "Redo" : "Undo";
  return (
    <>
      <Button size="small" kind="quiet" className={canUndo || isRedo ? "" : "dim"} icon={isRedo ? <Redo2 /> : <Undo2 />} needs={isRedo ? "history.redo" : "history.undo"} isDisabled={isBusy} aria-label={`${label}: ${summary}`} onPress={() => void run()}>
        {label}
      </Button>
      {reason ? (
        <div className={styles["reason"]}>
          <Note tone="warning" isLive>
            {reason}
          </Note>
        </div>
      ) : null}
    </>
  );
}
