import { Download } from "lucide-react";
import { useState } from "react";
import { Button, Checkbox, Popover, SegmentedControl, Select } from "@/components";
import { exportLineage, TEXT_FORMATS } from "../export/exportLineage";
import type { Lineage } from "../view/useLineage";
import styles from "./Toolbar.module.css";

const FORMATS = [{ value: "svg", label: "SVG" }, { value: "png", label: "PNG" }, ...TEXT_FORMATS.map(({ id, label }) => ({ value: id as string, label: label as string }))];
const SCALES = ["1", "2", "4"].map((value) => ({ value, label: `${value}×` }));

/** The lineage for other tools: what, how much of it, to a file or to the clipboard. */
export function ExportMenu({ lineage }: { lineage: Lineage }) {
  const [format, setFormat] = useState("svg");
  const [scope, setScope] = useState<"visible" | "full">("full");
  const [scale, setScale] = useState("2");
  const [isTransparent, setTransparent] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const isPicture = format === "svg" || format === "png";
  const run = async (isCopy: boolean, close: () => void) => {
    setBusy(true);
    await exportLineage(lineage, { format, scale: Number(scale), isTransparent, isVisible: scope === "visible", isCopy });
    setBusy(false);
    close();
  };
  return (
    <Popover label="Export the lineage" trigger={<Button kind="quiet" icon={<Download />} isDisabled={!lineage.graph} aria-label="Export"><span className={styles["word"]}>{isBusy ? "Exporting…" : "Export"}</span></Button>}>
      {(close) => (
        <div className={styles["panel"]}>
          <Select label="Format" value={format} options={FORMATS} onChange={setFormat} />
          <SegmentedControl
            label="How much"
            value={scope}
            onChange={setScope}
            options={[
              { value: "full", label: isPicture ? "Whole picture" : "Everything" },
              { value: "visible", label: "What is in view" },
            ]}
          />
          {format === "png" ? <SegmentedControl label="Size" value={scale} onChange={setScale} options={SCALES} /> : null}
          {isPicture ? (
            <Checkbox isSelected={isTransparent} onChange={setTransparent}>
              Transparent background
            </Checkbox>
          ) : (
            <p className="small dim">Folded nodes are written out.</p>
          )}
          <div className="row">
            <Button kind="primary" isDisabled={isBusy} onPress={() => void run(false, close)}>
              Save…
            </Button>
            <Button isDisabled={isBusy} onPress={() => void run(true, close)}>
              {format === "png" ? "Copy picture" : "Copy"}
            </Button>
          </div>
        </div>
      )}
    </Popover>
  );
}
