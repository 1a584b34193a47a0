import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { Button, IconButton } from "../Button";
import { Checkbox } from "../Checkbox";
import { Popover } from "../Popover";
import { withoutYielding, type ColumnLayout } from "./columns";
import styles from "./ColumnChooser.module.css";

/** The button that shows, hides and orders the columns of a grid. */
export function ColumnChooser<Row>({ layout }: { layout: ColumnLayout<Row> }) {
  const fitting = new Set(withoutYielding(layout.columns, layout.gone).map(({ id }) => id));
  return (
    <Popover
      label="Columns"
      trigger={
        <Button kind="quiet" icon={<Columns3 />}>
          Columns
        </Button>
      }
    >
      <ul className={styles["list"]}>
        {layout.all.map((column, at) => (
          <li key={column.id} className={styles["item"]}>
            <Checkbox className="grow" isSelected={layout.isShown(column.id)} isDisabled={column.isFixed ?? false} onChange={(isOn) => layout.setShown(column.id, isOn)}>
              {column.title}
              {layout.isShown(column.id) && !fitting.has(column.id) ? <span className="small dim">{" — no room now"}</span> : null}
            </Checkbox>
            <IconButton size="small" label={`Move ${column.title} up`} icon={<ArrowUp />} isDisabled={at === 0} onPress={() => layout.move(column.id, -1)} />
            <IconButton size="small" label={`Move ${column.title} down`} icon={<ArrowDown />} isDisabled={at === layout.all.length - 1} onPress={() => layout.move(column.id, 1)} />
          </li>
        ))}
      </ul>
      <Button kind="quiet" size="small" onPress={layout.reset}>
        Reset columns
      </Button>
    </Popover>
  );
}
