//! What goes, when, and what that means: told before it is done, done exactly so, taken back by undo.
//!
//! An [`Act`] is something that makes versions go, or that sets when they will. [`Store::plan`] tells what it would
//! do, as a [`Plan`]; [`Store::carry_out`] works the same out again and does it, as one operation. Both begin with
//! `effects`: what happens to each version. A plan adds what that means: bytes, aliases, links, and what can no
//! longer be made from its inputs.
//!
//! [`Store::plan`]: crate::store::Store::plan
//! [`Store::carry_out`]: crate::store::Store::carry_out

mod act;
mod delete;
mod effects;
mod impact;
mod lineage_ttl;
mod plan;
mod restore;
pub mod rules;
mod settings;
mod sharers;

pub use act::Act;
pub(crate) use effects::{Effect, Effects};
pub use lineage_ttl::{Along, TtlAct};
pub use plan::{Dates, GRACE, Lost, Plan, PlanBytes, PlanRow, Sharers};
pub use restore::{Restore, RestorePlan, TakenAlias};
pub(crate) use settings::ttl_setters;
pub use settings::{SettingsChange, StoreSettings, TtlSetters};
