//! Lineage: the graph of runs and versions.
//!
//! A run *logged* versions (run → version) and *used* versions (version → run); so edges go where the data went. The
//! whole graph is held in memory ([`LineageGraph`], with petgraph, which lives here and nowhere else), loaded once and
//! kept current from the history, in which every edge is a cell. Readers share snapshots of it.
//!
//! * [`closure`](LineageGraph::closure), [`path`](LineageGraph::shortest): questions to the graph alone; pure
//! * [`query`]: the language that names parts of it; `select`: what a request means
//! * `facts`: what people see of a node, from the catalog
//! * `fold`: siblings, chains and groups as one node; `layout`: where everything stands; [`Picture`]: both together
//! * `list`, `impact`, [`export`]: the same as rows, as consequences, as text for other tools

mod closure;
pub mod export;
mod facts;
mod fold;
mod graph;
mod impact;
pub mod layout;
mod list;
mod load;
mod path;
mod picture;
pub mod query;
mod select;
#[cfg(test)]
mod tests;

pub use closure::{Direction, Reach};
pub use facts::{NodeFacts, RunNode, VersionNode};
pub use fold::{FoldBy, FoldKind, FoldSpec, Folded, FoldedEdge, FoldedNode, Hide};
pub use graph::{LineageGraph, NodeKey};
pub use impact::Impact;
pub use list::{LineageRow, ListPart, ListSort};
pub use load::LineageCache;
pub use path::Paths;
pub use picture::{Picture, PictureCache, PictureSpec};
pub use select::{LineageSpec, Mode, Part};
