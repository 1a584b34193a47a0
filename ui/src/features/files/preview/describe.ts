import { formatBytes, formatCount, plural } from "@/lib/format";
import { nextOffset, type Preview } from "./types";

/** What the header says after the size: "2,104,771 rows, 5 columns". */
export function describeContent(pages: readonly Preview[]): string | null {
  const first = pages[0];
  switch (first?.kind) {
    case "table":
      return [first.totalRows === null ? null : plural(first.totalRows, "row"), plural(first.totalColumns, "column")].filter(Boolean).join(" · ");
    case "tensors":
      return [first.format, plural(first.total, "tensor"), `${formatCount(first.totalParameters)} parameters`].join(" · ");
    case "archive":
      return [first.format, plural(first.total, "entry", "entries")].join(" · ");
    case "image":
      return `${first.format.toUpperCase()} · ${formatCount(first.originalWidth)} × ${formatCount(first.originalHeight)}`;
    case "text":
      return first.truncated || first.language === "plain" ? null : first.language;
    default:
      return null;
  }
}

/** What the footer says: how much of the file is in view. */
export function describePart(pages: readonly Preview[], size: number): string {
  const first = pages[0];
  if (!first) return "";
  const next = nextOffset(pages);
  const seen = next === null ? formatBytes(size) : `first ${formatBytes(next)} of ${formatBytes(size)}`;
  switch (first.kind) {
    case "table": {
      const rows = sum(pages, (page) => (page.kind === "table" ? page.rows.length : 0));
      const all = first.totalRows !== null && first.totalRows > rows ? ` of ${formatCount(first.totalRows)}` : "";
      const cut = first.totalColumns > first.columns.length ? ` · ${first.columns.length} of ${plural(first.totalColumns, "column")}` : "";
      return `${rows === 0 ? "No rows" : `Rows 1–${formatCount(rows)}${all}`}${cut} · ${seen}`;
    }
    case "jsonl":
      return `${plural(sum(pages, (page) => (page.kind === "jsonl" ? page.rows.length : 0)), "record")} · ${seen}`;
    case "text":
      return `${plural(sum(pages, (page) => (page.kind === "text" ? page.lines : 0)), "line")} · ${seen}`;
    case "tensors":
    case "archive": {
      const shown = sum(pages, (page) => ("shown" in page ? page.shown : 0));
      const all = shown < first.total ? `${formatCount(shown)} of ${formatCount(first.total)}` : `${formatCount(shown)} in all`;
      return `${all} · ${formatBytes(first.totalBytes)}${first.kind === "archive" ? " unpacked" : " of tensors"}`;
    }
    case "markdown":
      return first.truncated ? `The beginning of ${formatBytes(size)}` : formatBytes(size);
    case "json":
    case "hex":
      return seen;
    default:
      return formatBytes(size);
  }
}

function sum(pages: readonly Preview[], count: (page: Preview) => number): number {
  return pages.reduce((total, page) => total + count(page), 0);
}
