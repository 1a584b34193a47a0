/** What the preview program answers, as `src-tauri/preview` writes it: JSON with camelCase fields, `kind` tells the variants apart. */
interface Paged {
  /** The file goes on after this page. */
  truncated: boolean;
  /** The byte at which the next page begins. */
  nextOffset: number | null;
}

export interface TextContent extends Paged {
  kind: "text";
  language: string;
  content: string;
  offset: number;
  lines: number;
}
export interface JsonContent extends Paged {
  kind: "json";
  content: string;
  pretty: boolean;
}
export interface JsonlRow {
  text: string;
  valid: boolean;
  cut: boolean;
}
export interface JsonlContent extends Paged {
  kind: "jsonl";
  rows: JsonlRow[];
  columns: string[];
  offset: number;
}
export type ColumnKind = "empty" | "integer" | "number" | "boolean" | "text";
export interface TableContent extends Paged {
  kind: "table";
  columns: { name: string; kind: ColumnKind }[];
  totalColumns: number;
  rows: (string | null)[][];
  totalRows: number | null;
  offset: number;
  delimiter: string;
}
export interface MarkdownContent {
  kind: "markdown";
  html: string;
  source: string;
  truncated: boolean;
}
export interface ImageContent {
  kind: "image";
  pngBase64: string;
  width: number;
  height: number;
  originalWidth: number;
  originalHeight: number;
  format: string;
}
export interface HexRow {
  offset: number;
  hex: string;
  ascii: string;
}
export interface HexContent {
  kind: "hex";
  offset: number;
  rows: HexRow[];
  total: number;
  nextOffset: number | null;
}
export interface TensorInfo {
  name: string;
  dtype: string;
  shape: number[];
  bytes: number;
}
export interface TensorsContent {
  kind: "tensors";
  format: string;
  tensors: TensorInfo[];
  metadata: Record<string, string>;
  totalParameters: number;
  totalBytes: number;
  shown: number;
  total: number;
}
export interface ArchiveEntry {
  path: string;
  bytes: number;
  packedBytes: number;
  folder: boolean;
}
export interface ArchiveContent {
  kind: "archive";
  format: string;
  entries: ArchiveEntry[];
  shown: number;
  total: number;
  totalBytes: number;
}

export type Content = TextContent | JsonContent | JsonlContent | TableContent | MarkdownContent | ImageContent | HexContent | TensorsContent | ArchiveContent;
export type PreviewKind = Content["kind"];
/** `auto`: what the bytes and the name suggest. */
export type ViewerKind = PreviewKind | "auto";
export type Preview = Content & { warning: string | null; size: number };
export type PreviewOf<K extends PreviewKind> = Extract<Content, { kind: K }> & { warning: string | null; size: number };

export const VIEWERS: readonly { value: ViewerKind; label: string }[] = [
  { value: "auto", label: "Automatic" },
  { value: "text", label: "Text" },
  { value: "json", label: "JSON" },
  { value: "jsonl", label: "JSON lines" },
  { value: "table", label: "Table" },
  { value: "markdown", label: "Markdown" },
  { value: "image", label: "Image" },
  { value: "tensors", label: "Tensors" },
  { value: "archive", label: "Archive" },
  { value: "hex", label: "Hex" },
];

const KINDS: ReadonlySet<string> = new Set(VIEWERS.map(({ value }) => value).filter((value) => value !== "auto"));

/** Reads an answer; throws in words when this window doesn't know its kind. */
export function parsePreview(text: string): Preview {
  const value: unknown = JSON.parse(text);
  if (typeof value === "object" && value !== null && "kind" in value && KINDS.has(String(value.kind))) return value as Preview;
  throw new Error("This kind of preview isn't known here");
}

/** Where the next page begins, or null at the end. Lists of items count items, everything else counts bytes. */
export function nextOffset(pages: readonly Preview[]): number | null {
  const last = pages.at(-1);
  if (!last) return null;
  if (last.kind === "tensors" || last.kind === "archive") {
    const seen = pages.reduce((sum, page) => sum + ("shown" in page ? page.shown : 0), 0);
    return last.shown > 0 && seen < last.total ? seen : null;
  }
  return "nextOffset" in last ? last.nextOffset : null;
}
