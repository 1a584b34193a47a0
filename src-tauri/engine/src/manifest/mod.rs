//! The list of a version's entries. Pure: no files, no SQL; stored chunks come through [`ChunkSource`].
//!
//! A manifest is its entries in path order, cut into chunks at places that the content defines: after an entry
//! when a hash of its path says so ([`builder`](ManifestBuilder) has the rule), on average after about 160
//! entries. A chunk is stored once under its hash; a manifest is the [`ManifestList`] of its chunks. Hence:
//!
//! * a changed, added or removed entry changes its own chunk, seldom the next; the rest is shared between
//!   versions. One changed entry in a hundred, spread evenly over 50,000 files, costs below 3 MB of metadata;
//!   larger chunks would cost a full copy of the list;
//! * comparing two versions skips chunks with equal ids;
//! * finding a path or opening a folder is a binary search over the list and one decoded chunk;
//! * everything streams: memory is bounded by the list (about 15 bytes per chunk on disk) and one chunk.
//!
//! The digest of a version and its JSON are those of the `wandb` SDK; see [`ManifestDigester`], [`write_json`].

mod builder;
mod chunk;
mod codec;
mod diff;
mod digest;
mod entry;
mod folder;
mod list;
mod reader;
mod wandb_read;
mod wandb_write;

#[cfg(test)]
mod tests;

pub use builder::{ChunkSummary, EncodedChunk, ManifestBuilder, ManifestSummary};
pub use chunk::Chunk;
pub use diff::{Change, Diff, DiffReport, Part, Rename, diff, diff_part, pair_renames, parts};
pub use digest::ManifestDigester;
pub use entry::{Content, Entry, Extra};
pub use folder::Child;
pub use list::{ChunkRef, ManifestList};
pub use reader::{ChunkSource, Entries, ManifestReader, overlay};
pub use wandb_read::{WireContent, WireEntry, read_json};
pub use wandb_write::write_json;
