//! Retention: what expires, what leaves the trash, what is removed for good, and how that is proven.
//!
//! A version's way out has four steps, each of which waits for the one before and for a clock that can be believed
//! (`clock_watch`):
//!
//! 1. *expiry* moves due versions to the trash (`expire`), an operation that undo takes back;
//! 2. after its days there a version is *purged* (`purge`): a tombstone keeps history and lineage, its manifest is given
//!    up, and blobs that nothing else needs are marked;
//! 3. *collection* (`plan`, `collect`) removes the rows of what was marked long enough ago, then files and packs; a
//!    receipt says what went;
//! 4. what a crash left behind anywhere is found by the same rules.
//!
//! Work in progress holds leases (`lease`); the order of marks and leases is that of numbers in the database, never that
//! of a clock.

mod brake;
mod clock_watch;
mod collect;
mod expire;
mod lease;
mod observe;
mod plan;
mod purge;
mod receipt;
mod storage;
mod sweeper;
mod upkeep;
mod verify;

pub use crate::db::receipt::{ReceiptItem, ReceiptRow};
pub(crate) use clock_watch::{ClockState, Observation, Presence, Reading};
pub use clock_watch::{DAY, Distrust, HOUR};
pub use collect::{CollectOptions, Collected};
pub use expire::{Expired, Pause};
pub(crate) use lease::Lease;
pub(crate) use observe::{Observed, StorePresence};
pub use plan::CollectPlan;
pub use purge::Purged;
pub use receipt::Receipt;
pub(crate) use storage::StorageCache;
pub use storage::{Storage, StorageBy, StorageGroup};
pub use sweeper::{Sweeper, sweeping_actor};
pub use upkeep::{Round, UpkeepState};

use crate::clock::Millis;

/// How long bytes stay after nothing needs them any more. Settings may only enlarge it.
pub const GRACE: Millis = DAY;
/// After so long without a sign a lease ends.
pub const MAX_SESSION_IDLE: Millis = 12 * HOUR;
/// The longest that a commit is taken to last.
const MAX_COMMIT: Millis = HOUR;
/// How far clocks of machines on one store may be apart.
const CLOCK_MARGIN: Millis = 6 * HOUR;

// Whoever relied on a blob has committed or lost its lease before the blob can go.
const _: () = assert!(GRACE > MAX_SESSION_IDLE + MAX_COMMIT + CLOCK_MARGIN);
