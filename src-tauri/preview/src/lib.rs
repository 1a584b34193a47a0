//! What a host and the program `cairn-preview` say to each other.
//!
//! The program decodes files nobody trusts. It runs as a child process behind a fence (no files, no network,
//! little memory, little time) and knows nothing of stores: it asks its host for ranges of bytes and answers
//! with one [`protocol::Preview`]. A host needs [`protocol::preview`] and the types, nothing else; the decoders
//! are not part of this library.

pub mod protocol;
