//! The real `cairnctl`: every command, its JSON, its exit codes, its refusals.
//!
//! The program lies beside this test's folder; build it with `cargo build -p cairn-cli`.

#![allow(clippy::pedantic)] // scenarios read better plain
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::disallowed_methods)] // tests make and damage files of their own

mod bench;
mod edit;
mod hostile;
mod list;
mod log;
mod out;
mod refuse;
mod retention;
mod roles;
mod run;
mod serve;
mod take;
