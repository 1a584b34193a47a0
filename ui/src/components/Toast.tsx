import { CircleAlert, X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import { cx } from "@/lib/cx";
import { Button, IconButton } from "./Button";
import styles from "./Toast.module.css";

export interface ToastOptions {
  text: ReactNode;
  tone?: "normal" | "danger";
  /** One action, mostly Undo; what it does stays reachable elsewhere (Edit menu, History). */
  action?: { label: string; run: () => void };
  /** A second, e.g. Open. */
  secondary?: { label: string; run: () => void };
  /** Milliseconds in view; errors stay until closed. Time stands still on hover and focus. */
  duration?: number;
  /** A later toast with the same key takes the place of the earlier one, so that repeats don't pile up. */
  key?: string;
}

interface Shown extends ToastOptions {
  id: number;
}

const MOST = 3;
let shown: readonly Shown[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Shown[]) {
  shown = next;
  for (const listener of listeners) listener();
}

/** Shows a toast; answers the function that takes it away. */
export function toast(options: ToastOptions): () => void {
  const id = nextId;
  nextId += 1;
  const others = options.key === undefined ? shown : shown.filter(({ key }) => key !== options.key);
  set([...others, { ...options, id }].slice(-MOST));
  return () => dismiss(id);
}

export function dismissAllToasts(): void {
  set([]);
}

function dismiss(id: number) {
  set(shown.filter((each) => each.id !== id));
}

/** Where toasts appear: above the status bar, in the middle, reached by F6. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(subscribe, () => shown);
  const [isHeld, setHeld] = useState(false);
  return (
    <section
      aria-label="Notifications"
      className={styles["region"]}
      data-pane="toasts"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toasts.map((each) => (
        <ToastCard key={each.id} toast={each} isHeld={isHeld} />
      ))}
    </section>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function ToastCard({ toast: each, isHeld }: { toast: Shown; isHeld: boolean }) {
  const { id, text, tone = "normal", action, secondary, duration = tone === "danger" ? Number.POSITIVE_INFINITY : 8000 } = each;
  useCountdown(duration, isHeld, () => dismiss(id));
  const run = (work: () => void) => {
    dismiss(id);
    work();
  };
  return (
    <div role={tone === "danger" ? "alert" : "status"} className={cx(styles["toast"], tone === "danger" && styles["danger"])}>
      {tone === "danger" ? <CircleAlert aria-hidden="true" /> : null}
      <div className={styles["text"]}>{text}</div>
      {secondary ? (
        <Button size="small" className={styles["button"] ?? ""} onPress={() => run(secondary.run)}>
          {secondary.label}
        </Button>
      ) : null}
      {action ? (
        <Button size="small" className={styles["button"] ?? ""} onPress={() => run(action.run)}>
          {action.label}
        </Button>
      ) : null}
      <IconButton size="small" className={styles["button"] ?? ""} label="Close" icon={<X />} onPress={() => dismiss(id)} />
    </div>
  );
}

/** Calls `onEnd` after `duration` of time not held. */
function useCountdown(duration: number, isHeld: boolean, onEnd: () => void) {
  const left = useRef(duration);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    if (isHeld || !Number.isFinite(left.current)) return undefined;
    const start = Date.now();
    const timer = setTimeout(() => end.current(), left.current);
    return () => {
      clearTimeout(timer);
      left.current = Math.max(1000, left.current - (Date.now() - start));
    };
  }, [isHeld]);
}
