//! The catalog: projects, collections, versions and what people set on them.
//!
//! Content never changes; everything here is around it. Each mutation is one operation of the
//! [`history`](crate::history).

mod alias;
mod bytes;
mod collection;
mod listing;
mod project;
mod resolve;
mod selection;
mod setting;
mod tag;
mod text;
mod trash;
mod ttl;
mod version;

pub use crate::db::collection::CollectionRow;
pub use crate::db::project::{ProjectRow, TypeRow};
pub use crate::db::version::{VersionRow, VersionState};
pub use alias::AliasHolder;
pub use bytes::Bytes;
pub use resolve::Target;
pub use selection::Selection;
pub use setting::StoreSettings;
pub use trash::DeletePlan;
pub use ttl::{TtlPlan, TtlPlanRow};
pub use version::VersionFacts;
