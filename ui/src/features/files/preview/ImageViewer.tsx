import { ZoomIn, ZoomOut } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton, SegmentedControl } from "@/components";
import { formatCount } from "@/lib/format";
import styles from "./preview.module.css";
import type { PreviewOf } from "./types";

type Size = "fit" | "actual" | "free";
const STEPS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 8, 16];

/** A picture: fitted, at its own size, or larger and smaller. The bytes come decoded and written anew as PNG. */
export function ImageViewer({ label, page }: { label: string; page: PreviewOf<"image"> }) {
  const url = useBlobUrl(page.pngBase64);
  const [size, setSize] = useState<Size>("fit");
  const [scale, setScale] = useState(1);
  const shown = size === "actual" ? 1 : scale;
  const step = (direction: 1 | -1) => {
    const next = direction > 0 ? STEPS.find((each) => each > shown) : STEPS.findLast((each) => each < shown);
    setScale(next ?? shown);
    setSize("free");
  };
  const options = [
    { value: "fit" as const, label: "Fit" },
    { value: "actual" as const, label: "Actual size" },
    ...(size === "free" ? [{ value: "free" as const, label: `${Math.round(shown * 100)} %` }] : []),
  ];
  const isReduced = page.width !== page.originalWidth || page.height !== page.originalHeight;
  const dimensions = `${formatCount(page.originalWidth)} × ${formatCount(page.originalHeight)} px`;
  return (
    <>
      <div className={styles["strip"]}>
        <SegmentedControl label="Size" value={size} onChange={setSize} options={options} />
        <IconButton label="Larger" icon={<ZoomIn />} onPress={() => step(1)} />
        <IconButton label="Smaller" icon={<ZoomOut />} onPress={() => step(-1)} />
        <span className="small dim num">
          {dimensions}
          {isReduced ? `, shown at ${formatCount(page.width)} × ${formatCount(page.height)}` : ""}
        </span>
      </div>
      <div className={styles["picture"]} tabIndex={0} role="group" aria-label={`Picture ${label}`}>
        {url === null ? null : (
          <img
            src={url}
            alt={`${label}, ${dimensions}`}
            draggable={false}
            className={size === "fit" ? styles["fitted"] : ""}
            style={size === "fit" ? {} : { width: Math.max(1, Math.round(page.width * shown)), maxWidth: "none" }}
          />
        )}
      </div>
    </>
  );
}

/** An object URL for as long as it is needed; `data:` isn't allowed in pictures. */
function useBlobUrl(base64: string): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([toBytes(base64)], { type: "image/png" }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [base64]);
  return url;
}

function toBytes(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}
