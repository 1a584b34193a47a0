//! File systems that misbehave on demand; for the tests of this crate and of everything above it.

mod fail;
mod sim;
mod sim_image;

pub use fail::{FailFs, Fault, FaultKind, Op};
pub use sim::SimFs;
