//! Rules of retention: what of a collection is kept; the rest goes to the trash at the next sweep.
//!
//! A [`Rule`] is a list of reasons to keep a version, of which one is enough. [`judge`] applies it to facts and is
//! pure. A rule never removes anything for good, and never takes the version that `latest` means, nor what is linked,
//! nor what the SDK makes by itself.

mod apply;
mod due;
mod judge;
mod rule;
#[cfg(test)]
mod tests;
mod timeline;

pub use apply::RuleText;
pub(super) use apply::{effects, finish, set};
pub use due::{DueByRule, due_by_rules};
pub use judge::{Facts, Kept, Verdict, judge};
pub use rule::{Best, Rule, RuleTarget, age};
pub use timeline::{RulePlan, Sweep};
