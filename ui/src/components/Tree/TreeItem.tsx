import { ChevronDown, ChevronRight } from "lucide-react";
import { cx } from "@/lib/cx";
import styles from "./Tree.module.css";
import type { TreeRow } from "./TreeModel";

export interface TreeItemProps {
  id: string;
  row: TreeRow;
  top: number;
  height: number;
  isExpanded: boolean;
  isSelected: boolean;
  isCursor: boolean;
}

export function TreeItem({ id, row, top, height, isExpanded, isSelected, isCursor }: TreeItemProps) {
  const { node, level, position, siblings, index } = row;
  return (
    <div
      role="treeitem"
      id={id}
      aria-level={level + 1}
      aria-posinset={position + 1}
      aria-setsize={siblings}
      aria-expanded={node?.hasChildren ? isExpanded : undefined}
      aria-selected={isSelected}
      aria-busy={node === undefined || undefined}
      aria-label={node === undefined ? "Loading" : undefined}
      data-index={index}
      className={cx(styles["item"], isSelected && styles["selected"], isCursor && styles["cursor"], node?.isDim && styles["isDim"])}
      style={{ transform: `translate3d(0,${top}px,0)`, height, "--level": level } as React.CSSProperties}
      {...node?.data}
    >
      <span className={styles["twist"]} aria-hidden="true" {...(node?.hasChildren ? { "data-twist": "" } : {})}>
        {node?.hasChildren ? isExpanded ? <ChevronDown /> : <ChevronRight /> : null}
      </span>
      {node ? (
        <>
          {node.icon}
          <span className={cx("clip", node.isMono && "mono")} title={node.label}>
            {node.label}
          </span>
          {node.note}
          <span className={styles["end"]}>{node.end}</span>
        </>
      ) : (
        <span className={styles["placeholder"]} style={{ width: `${30 + ((index * 13) % 40)}%` }} />
      )}
    </div>
  );
}
