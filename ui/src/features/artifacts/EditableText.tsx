import { Pencil } from "lucide-react";
import { useEffect, useState, type KeyboardEvent, type ReactNode } from "react";
import { Button, IconButton, TextArea } from "@/components";
import type { Needs } from "@/lib/refusal";
import styles from "./EditableText.module.css";

export interface EditableTextProps {
  /** What it is, e.g. "Description". */
  label: string;
  text: string;
  placeholder: string;
  /** The command that keeps it. */
  needs: Needs;
  /** Answers whether it was kept; the field stays open otherwise. */
  onSave: (text: string) => Promise<boolean>;
}

/** Descriptions are Markdown, of which a few lines need no more than `code` and **weight**. */
function withMarks(text: string): ReactNode {
  return text.split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/).map((part, at) => {
    if (at % 2 === 0) return part;
    // The list is made anew with each text.
    // oxlint-disable-next-line react/no-array-index-key
    return part.startsWith("`") ? <code key={at} className="mono">{part.slice(1, -1)}</code> : <b key={at} className="strong">{part.slice(2, -2)}</b>;
  });
}

/** Text that turns into a field in place. Ctrl+Enter keeps it, Esc gives it up. */
export function EditableText({ label, text, placeholder, needs, onSave }: EditableTextProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setDraft(null), [text]);
  if (draft === null) {
    return (
      <div className={styles["shown"]}>
        <p className={text === "" ? styles["none"] : styles["text"]}>{text === "" ? placeholder : withMarks(text)}</p>
        <IconButton size="small" label={`Edit ${label.toLowerCase()}`} icon={<Pencil />} needs={needs} onPress={() => setDraft(text)} />
      </div>
    );
  }
  const save = async () => {
    if (draft === text) return setDraft(null);
    setBusy(true);
    const isKept = await onSave(draft).finally(() => setBusy(false));
    if (isKept) setDraft(null);
    return undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") setDraft(null);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles["editor"]} onKeyDown={onKeyDown}>
      <TextArea label={label} hideLabel autoFocus rows={3} value={draft} onChange={setDraft} placeholder={placeholder} isDisabled={isBusy} />
      <div className="row">
        <Button kind="primary" size="small" isDisabled={isBusy} onPress={() => void save()}>
          Save
        </Button>
        <Button size="small" isDisabled={isBusy} onPress={() => setDraft(null)}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
