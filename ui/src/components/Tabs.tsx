import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components";
import { formatCount } from "@/lib/format";
import styles from "./Tabs.module.css";

export interface TabItem<T extends string> {
  id: T;
  label: string;
  /** A quiet number after the label. */
  count?: number | undefined;
  content: () => ReactNode;
}

export interface TabsProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly TabItem<T>[];
}

/** Tabs with their panels; only the panel in view is mounted. */
export function Tabs<T extends string>({ label, value, onChange, tabs }: TabsProps<T>) {
  return (
    <AriaTabs className={styles["tabs"] ?? ""} selectedKey={value} onSelectionChange={(key) => onChange(key as T)}>
      <TabList aria-label={label} className={styles["list"] ?? ""}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles["tab"] ?? ""}>
            {tab.label}
            {tab.count === undefined ? null : <span className={styles["count"]}>{formatCount(tab.count)}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles["panel"] ?? ""}>
          {tab.id === value ? tab.content() : null}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
