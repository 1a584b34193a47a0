//! The catalog: projects, collections, versions and what people set on them.
//!
//! Content never changes; everything here is around it. Each mutation is one operation of the
//! [`history`](crate::history).

mod alias;
mod bytes;
mod collection;
mod compare;
mod edge;
mod files;
mod key;
mod listing;
mod project;
mod resolve;
mod run;
mod selection;
mod setting;
mod tag;
mod text;
mod trash;
mod ttl;
mod version;

pub use crate::db::collection::CollectionRow;
pub use crate::db::edge::{EdgeKey, EdgeKind, RunEdge};
pub use crate::db::project::{ProjectRow, TypeRow};
pub use crate::db::query::{
    CollectionListRow, CollectionPage, CollectionQuery, CollectionSort, HitKind, SearchHit, TrashPage,
    TrashQuery, TrashRow, VersionListRow, VersionPage, VersionSort,
};
pub use crate::db::run::{RunQuery, RunRow};
pub use crate::db::version::{VersionRow, VersionState};
pub use crate::retention::StoreSettings;
pub use alias::AliasHolder;
pub(crate) use alias::place as place_alias;
pub use bytes::Bytes;
pub(crate) use bytes::{Account, Depth, account, manifests_of};
pub(crate) use collection::{check_type, ensure as ensure_collection};
pub(crate) use compare::DiffCache;
pub use compare::{MetadataChange, compare_metadata};
pub(crate) use edge::{RunEdges, set_one as set_edge};
pub(crate) use files::MatchCache;
pub use files::{FileState, PathTest};
pub use key::{KeyRow, NewKey, key_hash};
pub(crate) use project::ensure as ensure_project;
pub use resolve::Target;
pub(crate) use resolve::{find_project, find_tombstone};
pub use run::{RUN_ENDS, RunChange, RunFacts, RunName, RunSpec};
pub(crate) use run::{find as find_run, make as make_run};
pub use selection::Selection;
pub(crate) use selection::{describe as describe_versions, home as home_of_versions};
pub use trash::DeletePlan;
pub(crate) use ttl::{
    Locks, is_auto_made_collection, trash as trash_version, trash_with_aliases, words as ttl_words,
};
pub use ttl::{TtlPlan, TtlPlanRow};
pub use version::VersionFacts;
