//! The graph itself.

use std::fmt;

use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::{DiGraph, NodeIndex};

use crate::catalog::{EdgeKey, EdgeKind};
use crate::model::{RunId, VersionId};

/// What a node stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeKey {
    /// A version.
    Version(VersionId),
    /// A run.
    Run(RunId),
}

impl NodeKey {
    /// Reads `v12` or `r7`.
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.get(1..)?.parse().ok()?;
        match text.as_bytes().first()? {
            b'v' => Some(Self::Version(VersionId::new(number))),
            b'r' => Some(Self::Run(RunId::new(number))),
            _ => None,
        }
    }

    /// Whether it is a run.
    pub fn is_run(self) -> bool {
        matches!(self, Self::Run(_))
    }

    /// One number for both kinds, for maps and for the layout.
    pub(super) fn number(self) -> u64 {
        match self {
            Self::Version(id) => id.get().unsigned_abs() << 1,
            Self::Run(id) => id.get().unsigned_abs() << 1 | 1,
        }
    }
}

/// `v12`, `r7`.
impl fmt::Display for NodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(id) => write!(f, "v{id}"),
            Self::Run(id) => write!(f, "r{id}"),
        }
    }
}

/// No edge ever touched it.
const NOWHERE: u32 = u32::MAX;

/// Number of a node inside one [`LineageGraph`]; stays the same in all later states of it.
pub(crate) type At = NodeIndex<u32>;

/// Every run and version that an edge touches, and the edges. Edges go where the data went.
#[derive(Debug, Clone, Default)]
pub struct LineageGraph {
    pub(super) graph: DiGraph<NodeKey, EdgeKind, u32>,
    /// Where versions and runs are, by identifier: these are dense, so that a list is smaller than a map, and faster.
    versions: Vec<u32>,
    runs: Vec<u32>,
    /// The newest operation that it contains.
    pub(super) revision: i64,
}

impl LineageGraph {
    /// No edges yet, as of an operation.
    pub(super) fn new(revision: i64) -> Self {
        Self { revision, ..Self::default() }
    }

    /// State of the store that it shows.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// Number of nodes: everything that ever had an edge.
    pub fn node_count(&self) -> usize {
        self.graph.node_count()
    }

    /// Number of edges.
    pub fn edge_count(&self) -> usize {
        self.graph.edge_count()
    }

    /// Adds an edge that isn't there yet.
    pub(super) fn add(&mut self, edge: EdgeKey) {
        let run = self.place(NodeKey::Run(edge.run));
        let version = self.place(NodeKey::Version(edge.version));
        match edge.kind {
            EdgeKind::Logged => self.graph.add_edge(run, version, edge.kind),
            EdgeKind::Used => self.graph.add_edge(version, run, edge.kind),
        };
    }

    /// Makes an edge be there or not, whatever was before.
    pub(super) fn set(&mut self, edge: EdgeKey, is_there: bool) {
        let run = self.place(NodeKey::Run(edge.run));
        let version = self.place(NodeKey::Version(edge.version));
        let (from, to) = if edge.kind == EdgeKind::Logged { (run, version) } else { (version, run) };
        match (self.graph.find_edge(from, to), is_there) {
            (None, true) => {
                self.graph.add_edge(from, to, edge.kind);
            }
            (Some(found), false) => {
                self.graph.remove_edge(found);
            }
            _ => {}
        }
    }

    fn place(&mut self, key: NodeKey) -> At {
        let (list, id) = match key {
            NodeKey::Version(id) => (&mut self.versions, id.get() as usize),
            NodeKey::Run(id) => (&mut self.runs, id.get() as usize),
        };
        if list.len() <= id {
            list.resize(id + 1, NOWHERE);
        }
        if list[id] == NOWHERE {
            list[id] = self.graph.add_node(key).index() as u32;
        }
        At::from(list[id])
    }

    /// Where a node is, if an edge ever touched it.
    pub(crate) fn find(&self, key: NodeKey) -> Option<At> {
        let at = match key {
            NodeKey::Version(id) => self.versions.get(id.get() as usize),
            NodeKey::Run(id) => self.runs.get(id.get() as usize),
        };
        at.copied().filter(|at| *at != NOWHERE).map(At::from)
    }

    /// What a node stands for.
    pub(crate) fn key(&self, at: At) -> NodeKey {
        self.graph[at]
    }

    /// Where the data of a node came from, in the order in which the edges came.
    pub(crate) fn before(&self, at: At) -> impl Iterator<Item = At> + '_ {
        in_order(self.graph.neighbors_directed(at, Incoming))
    }

    /// Where the data of a node went, in the order in which the edges came.
    pub(crate) fn after(&self, at: At) -> impl Iterator<Item = At> + '_ {
        in_order(self.graph.neighbors_directed(at, Outgoing))
    }

    /// Number of edges out of a node: the runs that used a version, the versions that a run logged.
    pub(crate) fn uses(&self, at: At) -> usize {
        self.graph.neighbors_directed(at, Outgoing).count()
    }

    /// Every node.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (At, NodeKey)> + '_ {
        self.graph.node_indices().map(|at| (at, self.graph[at]))
    }
}

/// petgraph tells the newest edge first.
fn in_order(neighbours: impl Iterator<Item = At>) -> impl Iterator<Item = At> {
    let mut all: Vec<At> = neighbours.collect();
    all.reverse();
    all.into_iter()
}
