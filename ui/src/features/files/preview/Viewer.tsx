import { Note } from "@/components";
import { ImageViewer } from "./ImageViewer";
import { JsonlViewer } from "./JsonlViewer";
import { JsonViewer } from "./JsonViewer";
import { ArchiveViewer, HexViewer, TensorsViewer } from "./ListViewers";
import { MarkdownViewer } from "./MarkdownViewer";
import { TableViewer } from "./TableViewer";
import { TextViewer } from "./TextViewer";
import type { Preview, PreviewKind, PreviewOf } from "./types";
import styles from "../files.module.css";

export interface ViewerProps {
  /** Name of the file, for screen readers. */
  label: string;
  pages: readonly Preview[];
  onEnd: (() => void) | null;
}

/** Draws a preview by its kind, with what should be known about the file above it. */
export function Viewer({ label, pages, onEnd }: ViewerProps) {
  const warning = pages[0]?.warning;
  return (
    <>
      {warning ? (
        <div className={styles["warning"]}>
          <Note tone="warning">{warning}</Note>
        </div>
      ) : null}
      <ByKind label={label} pages={pages} onEnd={onEnd} />
    </>
  );
}

function ByKind({ label, pages, onEnd }: ViewerProps) {
  const first = pages[0];
  switch (first?.kind) {
    case "text":
      return <TextViewer label={label} pages={only(pages, "text").map(({ content }) => content)} language={first.language} />;
    case "json":
      return <JsonViewer label={label} pages={pages.filter((page) => page.kind === "json" || page.kind === "text")} />;
    case "jsonl":
      return <JsonlViewer label={label} pages={only(pages, "jsonl")} onEnd={onEnd} />;
    case "table":
      return <TableViewer label={label} pages={only(pages, "table")} onEnd={onEnd} />;
    case "markdown":
      return <MarkdownViewer label={label} page={first} />;
    case "image":
      return <ImageViewer label={label} page={first} />;
    case "hex":
      return <HexViewer label={label} pages={only(pages, "hex")} onEnd={onEnd} />;
    case "tensors":
      return <TensorsViewer label={label} pages={only(pages, "tensors")} onEnd={onEnd} />;
    case "archive":
      return <ArchiveViewer label={label} pages={only(pages, "archive")} onEnd={onEnd} />;
    default:
      return null;
  }
}

function only<K extends PreviewKind>(pages: readonly Preview[], kind: K): PreviewOf<K>[] {
  return pages.filter((page) => page.kind === kind) as PreviewOf<K>[];
}
