//! The loopback server: who gets in, what it answers, how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bench;
mod content;
mod gate;
mod rpc;
mod socket;
