import { SegmentedControl, Select } from "@/components";
import { setAppearance, useAppearance, type Density, type Theme } from "@/lib/appearance";
import styles from "./Settings.module.css";

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];
const DENSITIES: readonly { value: Density; label: string }[] = [
  { value: "compact", label: "Compact" },
  { value: "normal", label: "Normal" },
  { value: "comfortable", label: "Comfortable" },
];
const ZOOMS = [80, 90, 100, 110, 125, 150, 175, 200].map((percent) => ({ value: String(percent), label: `${percent} %` }));

/** Theme, density of tables, size of text. */
export function AppearanceSection() {
  const { theme, density, zoom } = useAppearance();
  return (
    <dl className={styles["rows"]}>
      <dt>Theme</dt>
      <dd>
        <SegmentedControl label="Theme" value={theme} options={THEMES} onChange={(next) => setAppearance({ theme: next })} />
      </dd>
      <dt>Row height</dt>
      <dd>
        <SegmentedControl label="Row height" value={density} options={DENSITIES} onChange={(next) => setAppearance({ density: next })} />
      </dd>
      <dt>Text size</dt>
      <dd>
        <Select label="Text size" hideLabel value={String(Math.round(zoom * 100))} options={ZOOMS} onChange={(next) => setAppearance({ zoom: Number(next) / 100 })} className={styles["narrow"] ?? ""} />
      </dd>
    </dl>
  );
}
