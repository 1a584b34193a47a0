//! The loopback server: who gets in, what it answers, how it ends.

#![allow(clippy::pedantic)] // scenarios read better plain
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::disallowed_methods)] // tests make and damage files of their own

mod bench;
mod content;
mod gate;
mod roles;
mod rpc;
mod socket;
