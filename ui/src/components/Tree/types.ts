import type { ReactNode, Ref } from "react";

export interface TreeNode {
  id: string;
  label: string;
  hasChildren?: boolean;
  icon?: ReactNode;
  /** Right after the label, e.g. "changed". */
  note?: ReactNode;
  /** At the far side, e.g. a size or a count. */
  end?: ReactNode;
  isMono?: boolean;
  isDim?: boolean;
  /** Attributes of the row, e.g. drop target marks. */
  data?: Record<`data-${string}`, string | undefined>;
}

export interface TreePage {
  nodes: readonly TreeNode[];
  total: number;
}

export interface TreeHandle {
  focus: () => void;
  refresh: () => void;
  /** Moves the cursor and the selection by rows, as an arrow key does. */
  step: (by: number) => void;
}

export interface TreeProps {
  label: string;
  /** The children of a node (`null`: the roots) from `start` on, at most `count`. */
  loadChildren: (parent: string | null, start: number, count: number, signal: AbortSignal) => Promise<TreePage>;
  /** Changes when the data has: everything is read again, the old rows stay until then. */
  dataKey?: string | number;
  expanded: ReadonlySet<string>;
  onExpandedChange: (expanded: ReadonlySet<string>) => void;
  selected: ReadonlySet<string>;
  onSelectedChange: (selected: ReadonlySet<string>, last: TreeNode) => void;
  isMultiple?: boolean;
  onOpen?: (node: TreeNode) => void;
  onQuickLook?: (node: TreeNode) => void;
  onEdit?: (node: TreeNode) => void;
  menu?: (node: TreeNode) => ReactNode;
  onDrag?: (node: TreeNode) => void;
  empty?: ReactNode;
  /** Height of a row at 100 % zoom. */
  rowHeight?: number;
  /** `pill` rounds the rows and sets them in from the edges, for the sidebar. */
  look?: "plain" | "pill";
  treeRef?: Ref<TreeHandle>;
}
