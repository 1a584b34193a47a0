import { Eye } from "lucide-react";
import { useState } from "react";
import { Button, type ButtonProps, Popover, RadioGroup, TextField } from "@/components";
import { HUES } from "../draw/theme";
import { LENSES, LENS_WORDS, lensView, type LensId } from "../model/lens";
import type { Lineage } from "../view/useLineage";
import styles from "./Toolbar.module.css";

/** What colours tell. */
export function LensMenu({ lineage: { view } }: { lineage: Lineage }) {
  const [key, setKey] = useState(view.metadata ?? "");
  const choose = (lens: LensId) => view.change({ lens, metadata: lens === "number" ? key.trim() || null : null });
  return (
    <Popover label="Lens" trigger={<LensButton view={view} />}>
      <div className={styles["panel"]}>
        <RadioGroup label="Colour by" value={view.lens} onChange={choose} options={LENSES.map((lens) => ({ value: lens, label: LENS_WORDS[lens] }))} />
        {view.lens === "number" ? (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              view.change({ metadata: key.trim() || null });
            }}
          >
            <TextField label="Metadata key" value={key} onChange={setKey} isMono placeholder="acc" hint="Enter shows its number, e.g. acc or loss.val" />
          </form>
        ) : null}
      </div>
    </Popover>
  );
}

/** The trigger must hand on what the popover gives it. */
function LensButton({ view, ...rest }: { view: Lineage["view"] } & ButtonProps) {
  const words = `Lens: ${view.lens === "number" && view.metadata ? view.metadata : LENS_WORDS[view.lens].replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase())}`;
  return (
    <Button {...rest} kind="quiet" icon={<Eye />} isOn={view.lens !== "type"} aria-label={words}>
      <span className={styles["word"]}>{words}</span>
    </Button>
  );
}

/** The words of the lens beside its colours; under the type lens the types are named by their icons. */
export function Legend({ lineage: { graph, view } }: { lineage: Lineage }) {
  if (!graph || view.lens === "type") return null;
  const { legend, step } = lensView(graph, view.lens);
  if (legend.length === 0) return <p className="small dim">{view.metadata === null ? "Choose a metadata key" : `No version here has a number in ${view.metadata}`}</p>;
  const counts = legend.map(() => 0);
  for (const at of step) if (at < counts.length) counts[at] = (counts[at] ?? 0) + 1;
  return (
    <ul className={styles["legend"]} aria-label={`Colours: ${LENS_WORDS[view.lens]}`}>
      {legend.map(({ hue, words }, at) => (
        <li key={words} className={counts[at] === 0 ? styles["unused"] : ""}>
          <span className={styles["swatch"]} style={{ background: HUES[hue] }} aria-hidden="true" />
          {words}
        </li>
      ))}
    </ul>
  );
}
