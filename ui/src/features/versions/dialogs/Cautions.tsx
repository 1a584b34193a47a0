import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Button, Checkbox, Note } from "@/components";
import { formatCount } from "@/lib/format";
import styles from "./Cautions.module.css";

/** Why one should look twice, with the tick that says one did. */
export function Brakes({ brakes, isAgreed, onAgree }: { brakes: readonly string[]; isAgreed: boolean; onAgree: (isAgreed: boolean) => void }) {
  if (brakes.length === 0) return null;
  return (
    <div className={styles["brakes"]}>
      <Checkbox isSelected={isAgreed} onChange={onAgree} hint={`${brakes.join(". ")}.`}>
        I have looked at it
      </Checkbox>
    </div>
  );
}

/** Consent to what a plan says; another plan needs another. */
export function useConsent(brakes: readonly string[]): { isAgreed: boolean; isMissing: boolean; agree: (isAgreed: boolean) => void } {
  const [agreed, setAgreed] = useState("");
  const words = brakes.join("\n");
  const isAgreed = words !== "" && agreed === words;
  return { isAgreed, isMissing: words !== "" && !isAgreed, agree: (isOn) => setAgreed(isOn ? words : "") };
}

/** Beside a button that is off: what it waits for. */
export function ToTick({ count }: { count: number }) {
  if (count === 0) return null;
  return <span className="small dim">{count === 1 ? "Tick the box above first" : "Tick the boxes above first"}</span>;
}

/** The plan isn't the one that people saw first. */
export function ChangedNote({ isShown }: { isShown: boolean }) {
  if (!isShown) return null;
  return (
    <Note tone="warning" isLive>
      <strong className="strong">Something changed meanwhile.</strong> This is what it would do now.
    </Note>
  );
}

/** The first warning, and the others when one asks for them. */
export function Warnings({ warnings, count }: { warnings: readonly string[]; count: number }) {
  const [isOpen, setOpen] = useState(false);
  const [first] = warnings;
  if (first === undefined) return null;
  const more = count - warnings.length;
  return (
    <div className={styles["warnings"]}>
      <TriangleAlert aria-hidden="true" />
      <ul>
        {(isOpen ? warnings : [first]).map((words) => (
          <li key={words}>{words}</li>
        ))}
        {isOpen && more > 0 ? <li className="dim">{`${formatCount(more)} more`}</li> : null}
      </ul>
      {count > 1 ? (
        <Button size="small" kind="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {isOpen ? "Only the first" : `${formatCount(count - 1)} more`}
        </Button>
      ) : null}
    </div>
  );
}
