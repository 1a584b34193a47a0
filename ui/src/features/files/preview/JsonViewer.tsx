import { useMemo, useState } from "react";
import { SegmentedControl, Tree, type TreeNode } from "@/components";
import { nodeAt, parseJsonTree, summarise, type JsonNode } from "./jsonTree";
import styles from "./preview.module.css";
import { TextViewer } from "./TextViewer";
import type { PreviewOf } from "./types";

type View = "tree" | "raw";
const NOTHING: ReadonlySet<string> = new Set();

/** A JSON value as a tree that opens bit by bit, or as indented text. Only a beginning can't be a tree. */
export function JsonViewer({ label, pages }: { label: string; pages: readonly (PreviewOf<"json"> | PreviewOf<"text">)[] }) {
  const [view, setView] = useState<View>("tree");
  const content = pages.map((page) => page.content).join("");
  const isWhole = pages.at(-1)?.truncated === false;
  const top = useMemo(() => (isWhole ? parseJsonTree(content) : null), [content, isWhole]);
  const canBeTree = top !== null && top.children.length > 0;
  const texts = pages.map((page) => page.content);
  return (
    <>
      {canBeTree ? (
        <div className={styles["strip"]}>
          <SegmentedControl label="View" value={view} onChange={setView} options={[{ value: "tree", label: "Tree" }, { value: "raw", label: "Raw" }]} />
        </div>
      ) : null}
      {canBeTree && view === "tree" ? <JsonTree label={label} top={top} /> : <TextViewer label={label} pages={texts} language="json" />}
    </>
  );
}

export function JsonTree({ label, top }: { label: string; top: JsonNode }) {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => new Set(firstOpen(top)));
  const [selected, setSelected] = useState<ReadonlySet<string>>(NOTHING);
  const load = (parent: string | null, start: number, count: number) => {
    const children = nodeAt(top, parent)?.children ?? [];
    const nodes = children.slice(start, start + count).map((node, at) => toTreeNode(node, parent === null ? String(start + at) : `${parent}.${start + at}`));
    return Promise.resolve({ nodes, total: children.length });
  };
  return (
    <div className={styles["json"]}>
      <Tree label={label} rowHeight={24} loadChildren={load} expanded={expanded} onExpandedChange={setExpanded} selected={selected} onSelectedChange={setSelected} />
    </div>
  );
}

function toTreeNode(node: JsonNode, id: string): TreeNode {
  return {
    id,
    label: node.key,
    isMono: true,
    hasChildren: node.children.length > 0,
    note: (
      <span className={`mono clip selectable ${styles[node.kind] ?? ""}`} title={node.text}>
        {summarise(node)}
      </span>
    ),
  };
}

/** Small branches at the top are open from the start. */
function firstOpen(top: JsonNode): string[] {
  return top.children.flatMap((node, at) => (node.children.length > 0 && node.children.length <= 12 ? [String(at)] : [])).slice(0, 8);
}
