//! What goes, when, and what that means: told before it is done, done exactly so, taken back by undo while the bytes
//! are there.
//!
//! An [`Act`] is something that makes versions go, or that sets when they will. [`Store::plan`] tells what it would
//! do, as a [`Plan`]; [`Store::carry_out`] works the same out again and does it, as one operation. Both begin with
//! `effects`: what happens to each version. A plan adds what that means: bytes, aliases, links, and what can no
//! longer be made from its inputs.
//!
//! A version's way out has four steps, each of which waits for the one before and for a clock that can be believed
//! (`clock_watch`):
//!
//! 1. *expiry* moves due versions to the trash (`expire`), an operation that undo takes back;
//! 2. after its days there a version is *purged* (`purge`): a tombstone keeps history and lineage, its manifest is given
//!    up, and blobs that nothing else needs are marked;
//! 3. *collection* (`collect_plan`, `collect`) removes the rows of what was marked long enough ago, then files and packs;
//!    a receipt says what went;
//! 4. what a crash left behind anywhere is found by the same rules.
//!
//! Work in progress holds leases (`lease`); the order of marks and leases is that of numbers in the database, never that
//! of a clock.
//!
//! [`Store::plan`]: crate::store::Store::plan
//! [`Store::carry_out`]: crate::store::Store::carry_out

mod act;
mod brake;
mod clock_watch;
mod collect;
mod collect_plan;
mod delete;
mod effects;
mod expire;
mod impact;
mod lease;
mod lineage_ttl;
mod observe;
mod plan;
mod purge;
mod receipt;
mod restore;
pub mod rules;
mod settings;
mod sharers;
mod storage;
mod sweeper;
mod upkeep;
mod verify;

pub use crate::db::receipt::{ReceiptItem, ReceiptRow};
pub use act::Act;
pub(crate) use clock_watch::{ClockState, Observation, Presence, Reading};
pub use clock_watch::{DAY, Distrust, HOUR};
pub use collect::{CollectOptions, Collected};
pub use collect_plan::CollectPlan;
pub(crate) use effects::{Effect, Effects};
pub use expire::{Expired, Pause};
pub(crate) use expire::{is_overdue, keep_overdue};
pub(crate) use lease::Lease;
pub use lineage_ttl::{Along, TtlAct};
pub(crate) use observe::{Observed, StorePresence};
pub use plan::{Dates, Lost, Plan, PlanBytes, PlanRow, Sharers};
pub use purge::Purged;
pub use receipt::Receipt;
pub use restore::{Restore, RestorePlan, TakenAlias};
pub(crate) use settings::ttl_setters;
pub use settings::{SettingsChange, StoreSettings, TtlSetters};
pub(crate) use storage::StorageCache;
pub use storage::{ExpiringDay, GrowthDay, Overlap, Storage, StorageBy, StorageGroup};
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
