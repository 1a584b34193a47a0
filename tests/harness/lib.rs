//! Shared tools of the tests.
//!
//! * [`world`]: a store of its own for each test, a clock that stands still, short ways to log
//! * [`tree`]: folders with odd things in them, and proof that nobody touched them
//! * [`facts`]: everything that a person can see in a store, for comparison
//! * [`host`]: a host of the API's commands
//! * [`program`]: the real `cairnctl`, also under `strace` and as another user
//! * [`scale`]: how much a suite does in `make test` and in `make soak`
//! * [`report`]: the figures that go to `reports/reliability.json`

#![allow(clippy::pedantic)]
// scenarios read better plain

// Tests prepare files and stop at the first surprise; the bans are for the product.
#![allow(clippy::disallowed_methods, clippy::missing_panics_doc, clippy::must_use_candidate)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

pub mod facts;
pub mod host;
pub mod program;
pub mod report;
pub mod scale;
pub mod tree;
pub mod world;

pub use facts::{Facts, facts, invariants};
pub use host::TestHost;
pub use program::{Cairnctl, Run};
pub use tree::{Tree, proof};
pub use world::{World, log_spec};
