//! What a preview holds, by kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What to draw. In JSON the field `kind` tells the variants apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Content {
    /// A page of text.
    Text {
        /// A guess at the language, by extension or `#!` line: `python`, `html`, `plain`, ….
        language: String,
        /// The page, at most 1 MiB.
        content: String,
        /// Whether the file goes on after the page.
        truncated: bool,
        /// The byte at which the page begins.
        offset: u64,
        /// The byte at which the next page begins.
        next_offset: Option<u64>,
        /// Lines in the page.
        lines: u64,
    },
    /// One JSON value.
    Json {
        /// The value indented by two spaces, or the raw text if the file is longer than 1 MiB or would grow
        /// too much. Keys and numbers stand as written: nothing is merged, rounded or sorted.
        content: String,
        /// Whether `content` was checked and indented.
        pretty: bool,
        /// Whether the file goes on after `content`.
        truncated: bool,
        /// The byte at which the raw text goes on.
        next_offset: Option<u64>,
    },
    /// One JSON value a line.
    Jsonl {
        /// The lines of this page, empty lines left out.
        rows: Vec<JsonlRow>,
        /// The keys of all objects in the page, in order of appearance; empty if there are more than 50 or if
        /// a row is no object.
        columns: Vec<String>,
        /// Whether the file goes on after the page.
        truncated: bool,
        /// The byte at which the page begins.
        offset: u64,
        /// The byte at which the next page begins.
        next_offset: Option<u64>,
    },
    /// Rows of CSV or TSV.
    Table {
        /// The columns shown, at most 200.
        columns: Vec<Column>,
        /// Columns in the widest row, shown or not.
        total_columns: u64,
        /// The rows, each as long as `columns`; `null` where a row is too short.
        rows: Vec<Vec<Option<String>>>,
        /// Rows in the file, known only if all of it was read.
        total_rows: Option<u64>,
        /// Whether the file goes on after the page.
        truncated: bool,
        /// The byte at which the page begins.
        offset: u64,
        /// The byte at which the next page begins.
        next_offset: Option<u64>,
        /// What separates the cells: `,`, `;`, `|` or a tab.
        delimiter: String,
    },
    /// Markdown.
    Markdown {
        /// Clean HTML: no script, no picture, no style; `href` only with http, https and mailto.
        html: String,
        /// The Markdown itself.
        source: String,
        /// Whether the file goes on after `source`.
        truncated: bool,
    },
    /// A picture.
    Image {
        /// The picture as PNG in base64.
        png_base64: String,
        /// Width of the PNG in pixels.
        width: u32,
        /// Height of the PNG in pixels.
        height: u32,
        /// Width of the file's picture in pixels.
        original_width: u32,
        /// Height of the file's picture in pixels.
        original_height: u32,
        /// The file's format: `png`, `jpeg`, `svg`, ….
        format: String,
    },
    /// A page of bytes.
    Hex {
        /// The byte at which the page begins.
        offset: u64,
        /// The bytes, sixteen a row.
        rows: Vec<HexRow>,
        /// Bytes in the file.
        total: u64,
        /// The byte at which the next page begins.
        next_offset: Option<u64>,
    },
    /// The tensors of a weights file.
    Tensors {
        /// `safetensors`, `npy` or `gguf`.
        format: String,
        /// The tensors of this page.
        tensors: Vec<TensorInfo>,
        /// What the file says about itself; long values are cut.
        metadata: BTreeMap<String, String>,
        /// Elements of all tensors.
        total_parameters: u64,
        /// Bytes of all tensors.
        total_bytes: u64,
        /// Tensors in this page.
        shown: u64,
        /// Tensors in the file.
        total: u64,
    },
    /// The entries of an archive. Nothing is unpacked.
    Archive {
        /// `zip`.
        format: String,
        /// The entries of this page.
        entries: Vec<ArchiveEntry>,
        /// Entries in this page.
        shown: u64,
        /// Entries in the archive.
        total: u64,
        /// Bytes of all entries once unpacked, as the archive claims.
        total_bytes: u64,
    },
}

/// A line of a JSONL file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct JsonlRow {
    /// The line as it stands.
    pub text: String,
    /// Whether the line is one JSON value.
    pub valid: bool,
    /// Whether `text` is only the beginning of the line.
    pub cut: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// The heading, or `column 3` if the file has none.
    pub name: String,
    /// What the shown cells look like.
    pub kind: ColumnKind,
}

/// A guess from the cells shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ColumnKind {
    /// No cell holds anything.
    Empty,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// `true` and `false`.
    Boolean,
    /// Anything else.
    Text,
}

/// Up to sixteen bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HexRow {
    /// The first byte's place in the file.
    pub offset: u64,
    /// Two digits a byte, a space between.
    pub hex: String,
    /// Printable ASCII, a dot for everything else.
    pub ascii: String,
}

/// A tensor of a weights file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TensorInfo {
    /// Its name; empty for npy.
    pub name: String,
    /// Its element type as the format calls it.
    pub dtype: String,
    /// Elements along each axis, outermost first.
    pub shape: Vec<u64>,
    /// Its bytes; 0 if the type is unknown.
    pub bytes: u64,
}

/// An entry of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ArchiveEntry {
    /// The path as the archive says it, to be shown and never to be opened.
    pub path: String,
    /// Bytes once unpacked, as the archive claims.
    pub bytes: u64,
    /// Bytes in the archive.
    pub packed_bytes: u64,
    /// Whether it is a folder.
    pub folder: bool,
}
