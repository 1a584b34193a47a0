import { Trash2 } from "lucide-react";
import { runEdit, type RetentionRule } from "@/api";
import { Button, IconButton } from "@/components";
import { cx } from "@/lib/cx";
import styles from "./Rules.module.css";
import { isProject, nameOf } from "./words";

/** The rules in force, to look at, change and take away. */
export function RuleList({ rules, target, onOpen }: { rules: readonly RetentionRule[]; target: string; onOpen: (target: string) => void }) {
  return (
    <section className={styles["rules"]} aria-label="Rules in force">
      <h3 className="strong">Rules in force</h3>
      {rules.length === 0 ? <p className="dim">None yet: every version is kept until its TTL ends.</p> : null}
      {rules.length > 0 ? (
        <ul className={styles["list"]}>
          {rules.map((rule) => (
            <li key={rule.id} className={cx(rule.target === target && styles["current"])}>
              <Button kind="quiet" className={styles["rule"] ?? ""} onPress={() => onOpen(rule.target)}>
                <span className="clip strong" title={rule.target}>
                  {isProject(rule.target) ? `${nameOf(rule.target)} (project)` : rule.target.split("/").slice(1).join("/")}
                </span>
                <span className={cx("small dim", styles["words"])}>
                  {rule.words}
                </span>
              </Button>
              <IconButton size="small" label={`Remove the rule of ${rule.target}`} icon={<Trash2 />} needs="rule.remove" onPress={() => void runEdit("rule.remove", { target: rule.target })} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
