import { X } from "lucide-react";
import { useEffect } from "react";
import type { VersionDetail } from "@/api";
import { Dialog, IconButton } from "@/components";
import { useLatest } from "@/lib/latest";
import styles from "./files.module.css";
import { PreviewPane } from "./PreviewPane";
import { nameOf, type Item } from "./types";

export interface QuickLookProps {
  version: VersionDetail;
  item: Item | null;
  isOpen: boolean;
  onClose: () => void;
  /** The arrow keys walk on in the list behind; the new item comes back as `item`. */
  onStep: (by: 1 | -1) => void;
}

/** A large look at one file: Space or Esc closes it, arrows go to the next, the focus returns to the list. */
export function QuickLook({ version, item, isOpen, onClose, onStep }: QuickLookProps) {
  const latest = useLatest({ onClose, onStep });
  useEffect(() => {
    if (!isOpen) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isOwnKey(event)) return;
      if (event.key === " ") latest.current.onClose();
      else if (event.key === "ArrowDown" || event.key === "ArrowRight") latest.current.onStep(1);
      else if (event.key === "ArrowUp" || event.key === "ArrowLeft") latest.current.onStep(-1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKeyDown, true);
    return () => window.removeEventListener("keydown", onKeyDown, true);
  }, [isOpen, latest]);
  return (
    <Dialog
      title={
        <span className="row">
          <span className="grow clip">{item ? nameOf(item.path) : ""}</span>
          <IconButton label="Close" shortcut="Space" icon={<X />} onPress={onClose} />
        </span>
      }
      subtitle={item?.path.includes("/") ? <span className="mono">{item.path}</span> : null}
      isOpen={isOpen}
      onClose={onClose}
      width={1600}
    >
      <div className={styles["quick"]}>
        <PreviewPane version={version} item={item} hideName />
      </div>
    </Dialog>
  );
}

/** Buttons, menus and trees in the viewer keep their keys. */
function isOwnKey({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("[role=menu], [role=tree], [role=radiogroup], input, textarea") !== null) return true;
  const isControl = target.closest("button, summary, [role=radio], [role=link]") !== null;
  return isControl && key === " ";
}
