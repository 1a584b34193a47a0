//! The messages, and the host's side of the conversation.
//!
//! 1. The host writes one [`Request`] as a line of JSON to the worker's standard input.
//! 2. The worker writes [`Frame`]s as lines of JSON to its standard output. Each [`Frame::Read`] is answered on
//!    standard input by a little-endian `u32` length and as many bytes; fewer bytes than asked for mean the end
//!    of the file, the length [`READ_ERROR`] means that the range cannot be read.
//! 3. [`Frame::Done`] or [`Frame::Failed`] is the last frame.

mod content;
mod host;

pub use content::{ArchiveEntry, Column, ColumnKind, Content, HexRow, JsonlRow, TensorInfo};
pub use host::{Failure, RangeSource, preview, run, serve};

use serde::{Deserialize, Serialize};

/// The longest range a worker may ask for, in bytes.
pub const MAX_RANGE: u32 = 1 << 20;

/// The length that stands for "this range cannot be read".
pub const READ_ERROR: u32 = u32::MAX;

/// The longest frame a host accepts, in bytes: a picture of 2048 × 2048 pixels that does not compress.
pub const MAX_FRAME: u64 = 32 << 20;

/// How a file is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// What the bytes and the name suggest.
    #[default]
    Auto,
    /// A page of text.
    Text,
    /// One JSON value, indented.
    Json,
    /// One JSON value a line.
    Jsonl,
    /// Rows of CSV or TSV.
    Table,
    /// Markdown as clean HTML.
    Markdown,
    /// A picture as PNG, SVG included.
    Image,
    /// The list of tensors of a safetensors, npy or GGUF file.
    Tensors,
    /// The list of entries of a ZIP file.
    Archive,
    /// A page of bytes.
    Hex,
    /// Tries to get through the fence and reports how it went. Exists in debug builds only.
    #[cfg(debug_assertions)]
    SelftestFence,
}

/// What the host wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Request {
    /// How to show the file.
    pub kind: Kind,
    /// The file's name; only its extension matters.
    pub name: String,
    /// The file's size in bytes.
    pub size: u64,
    /// Where the page begins: a byte offset, taken from an earlier answer's `nextOffset`. For tensors and
    /// archives the number of the first item.
    pub offset: u64,
    /// How much to show: bytes of text or hex, rows of a table, items of a list. Capped by the worker.
    pub limit: Option<u64>,
    /// Decode nothing, whatever `kind` says: text as text, everything else as hex.
    pub plain: bool,
    /// The longest side of a picture in pixels, at most 2048.
    pub max_side: Option<u32>,
}

/// One line from the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Frame {
    /// The worker wants bytes.
    Read {
        /// First byte.
        offset: u64,
        /// How many, at most [`MAX_RANGE`].
        len: u32,
    },
    /// The worker's answer.
    Done(Box<Preview>),
    /// The worker cannot answer.
    Failed {
        /// A sentence for the user.
        reason: String,
    },
}

/// A file made visible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// What the user should know about the file, such as a wrong extension or a truncated end.
    pub warning: Option<String>,
    /// The file's size in bytes, as the host told it.
    pub size: u64,
    /// What to draw.
    #[serde(flatten)]
    pub content: Content,
}
