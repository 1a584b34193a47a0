import { useSearchParams } from "react-router";
import { Button } from "@/components";
import { cx } from "@/lib/cx";
import { useViewTitle } from "@/lib/slots";
import { SECTIONS } from "./sections";
import styles from "./Settings.module.css";

/** Settings: sections at the left, changes apply at once. */
export function SettingsPage() {
  const [params, setParams] = useSearchParams();
  const section = SECTIONS.find(({ id }) => id === params.get("section")) ?? SECTIONS[0];
  useViewTitle("Settings");
  return (
    <div className={styles["settings"]}>
      <nav className={styles["sections"]} aria-label="Sections of the settings">
        {SECTIONS.map(({ id, title, icon: Icon }) => (
          <Button
            key={id}
            kind="quiet"
            icon={<Icon />}
            className={cx(styles["section"], id === section?.id && styles["chosen"])}
            aria-current={id === section?.id ? "page" : undefined}
            onPress={() => setParams({ section: id }, { replace: true })}
          >
            {title}
          </Button>
        ))}
      </nav>
      <div className={styles["content"]}>
        <h1 className={styles["title"]}>{section?.title}</h1>
        {section ? <section.Component /> : null}
      </div>
    </div>
  );
}
