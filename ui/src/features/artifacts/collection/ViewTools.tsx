import { Copy, Rows3 } from "lucide-react";
import { ColumnChooser, IconButton, MenuButton, MenuItem } from "@/components";
import type { Density } from "@/lib/appearance";
import { useDensity } from "./density";
import styles from "./FilterBar.module.css";
import { GoToVersion } from "./GoToVersion";
import type { VersionList } from "./useVersionList";
import { COPY_FORMATS, type ActionTools } from "./versionActions";

const DENSITIES: readonly [Density | null, string][] = [
  [null, "Like the window"],
  ["compact", "Compact rows"],
  ["normal", "Normal rows"],
  ["comfortable", "Comfortable rows"],
];

/** What belongs to the table as a whole. */
export function ViewTools({ list, tools }: { list: VersionList; tools: ActionTools }) {
  const { detail, scope } = list;
  const [, density, setDensity] = useDensity(detail.row.type);
  return (
    <div className={styles["tools"]}>
      <GoToVersion list={list} />
      <ColumnChooser layout={list.layout} />
      <MenuButton label="Row height" trigger={<IconButton label="Row height" icon={<Rows3 />} />}>
        {DENSITIES.map(([value, label]) => (
          <MenuItem key={label} label={label} isChecked={density === value} onAction={() => setDensity(value)} />
        ))}
      </MenuButton>
      <MenuButton label="Copy as" trigger={<IconButton label={scope.count === 0 ? "Copy (select versions first)" : "Copy as…"} icon={<Copy />} isDisabled={scope.count === 0} />}>
        {COPY_FORMATS.map(({ format, label }) => (
          <MenuItem key={format} label={label} onAction={() => tools.copy(format)} />
        ))}
      </MenuButton>
    </div>
  );
}
