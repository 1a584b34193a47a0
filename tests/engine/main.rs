//! The engine through its public door, and through the real `cairnctl`.

#![allow(clippy::pedantic)] // scenarios read better plain
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod acts;
mod collect;
mod collect_model;
mod collect_odd;
mod collect_ops;
mod crash;
mod crash_bench;
mod crash_scripts;
mod crash_sweeps;
mod expiry;
mod faults;
mod frozen;
mod migrate;
mod names;
mod power;
mod processes;
mod roles;
mod rot;
mod rules;
mod sources;
mod states;
mod storage;
mod ttl;
mod undo;
mod undo_many;
mod undo_ops;
mod versions;
mod whatif;
