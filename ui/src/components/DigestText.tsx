import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "./Button";
import styles from "./DigestText.module.css";

export interface DigestTextProps {
  digest: string;
  /** Copies through the platform; without it the browser's clipboard is used. */
  onCopy?: (text: string) => void;
}

/** A digest or another long id in monospace, cut off by the space there is, with a copy button. */
export function DigestText({ digest, onCopy }: DigestTextProps) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    if (onCopy) onCopy(digest);
    else void navigator.clipboard?.writeText(digest);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <span className={styles["digest"]}>
      <span className="mono clip selectable" title={digest}>
        {digest}
      </span>
      <IconButton size="small" label={isCopied ? "Copied" : "Copy digest"} icon={isCopied ? <Check /> : <Copy />} onPress={copy} />
    </span>
  );
}
