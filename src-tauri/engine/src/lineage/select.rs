//! Which part of the graph a request means.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rusqlite::Connection;

use super::facts::{FactsOf, NodeFacts, facts};
use super::fold::FoldSpec;
use super::graph::{LineageGraph, NodeKey};
use super::query;
use crate::Result;
use crate::clock::Millis;
use crate::db::query::lineage;
use crate::model::ProjectId;
use crate::store::Store;

/// From where, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The root's producer with its inputs, its consumers with their outputs.
    Direct,
    /// Where it came from.
    Up,
    /// Where it went.
    Down,
    /// Both.
    Full,
    /// Everything of the project, whatever the root.
    Project,
}

impl Mode {
    /// Reads `direct`, `up`, `down`, `full`, `project`.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "direct" => Self::Direct,
            "up" => Self::Up,
            "down" => Self::Down,
            "full" => Self::Full,
            "project" => Self::Project,
            _ => return None,
        })
    }
}

/// A part of the lineage, as people ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LineageSpec {
    /// What it is the lineage of.
    pub root: Option<NodeKey>,
    /// The project: of [`Mode::Project`], and in which the query's names lie.
    pub project: ProjectId,
    /// From where.
    pub mode: Mode,
    /// How far; all when absent.
    pub depth: Option<u32>,
    /// Only what this finds.
    pub query: Option<String>,
    /// Only versions of these types; all when empty.
    pub types: Vec<String>,
    /// Only what was made then or later.
    pub after: Option<Millis>,
    /// Only what was made then or earlier.
    pub before: Option<Millis>,
    /// Metadata key whose number is told.
    pub metadata: Option<String>,
    /// How it is folded.
    pub fold: FoldSpec,
}

/// A part of the graph with what people see of it.
#[derive(Debug, Clone)]
pub struct Part {
    /// The graph that it is a part of.
    pub graph: Arc<LineageGraph>,
    /// The root, when it is in the part.
    pub root: Option<NodeKey>,
    /// Its nodes with their distance from the root in edges (negative upstream), by node.
    pub nodes: Vec<(NodeKey, Option<i32>)>,
    /// What people see of them.
    pub(crate) facts: FactsOf,
}

impl Part {
    /// What people see of a node.
    pub fn facts(&self, key: NodeKey) -> Option<&NodeFacts> {
        self.facts.get(&key)
    }

    /// The edges inside the part, as pairs of positions in [`Self::nodes`], in order.
    pub fn edges(&self) -> Vec<(u32, u32)> {
        let place: HashMap<NodeKey, u32> =
            self.nodes.iter().enumerate().map(|(number, (key, _))| (*key, number as u32)).collect();
        let mut edges = Vec::new();
        for (number, (key, _)) in self.nodes.iter().enumerate() {
            let Some(at) = self.graph.find(*key) else { continue };
            let after = self.graph.after(at).filter_map(|next| place.get(&self.graph.key(next)));
            edges.extend(after.map(|to| (number as u32, *to)));
        }
        edges.sort_unstable();
        edges
    }
}

impl Store {
    /// The part of the lineage that a request means. Errors: `lineage-query-invalid`, `not-found` (a name in the query).
    pub fn lineage_part(&self, spec: &LineageSpec) -> Result<Part> {
        self.database().snapshot(|connection| {
            let graph = self.lineage_in(connection)?;
            part(connection, graph, spec)
        })
    }
}

pub(super) fn part(connection: &Connection, graph: Arc<LineageGraph>, spec: &LineageSpec) -> Result<Part> {
    let mut nodes = match spec.root {
        Some(root) if spec.mode != Mode::Project => around(&graph, root, spec),
        root => whole(connection, &graph, spec, root)?,
    };
    if let Some(text) = spec.query.as_deref().filter(|text| !text.trim().is_empty()) {
        let found = query::find(connection, &graph, text, spec.project)?;
        nodes.retain(|(key, _)| found.contains(key));
    }
    nodes.sort_unstable();
    nodes.dedup_by_key(|(key, _)| *key);
    let keys: Vec<NodeKey> = nodes.iter().map(|(key, _)| *key).collect();
    let facts = facts(connection, &keys, spec.metadata.as_deref())?;
    let mut part = Part { graph, root: spec.root, nodes, facts };
    filter(&mut part, spec);
    part.root = part.root.filter(|root| part.nodes.binary_search_by_key(root, |(key, _)| *key).is_ok());
    Ok(part)
}

fn around(graph: &LineageGraph, root: NodeKey, spec: &LineageSpec) -> Vec<(NodeKey, Option<i32>)> {
    let (up, down, depth) = match spec.mode {
        Mode::Up => (true, false, spec.depth),
        Mode::Down => (false, true, spec.depth),
        Mode::Direct => (true, true, Some(1)),
        Mode::Full | Mode::Project => (true, true, spec.depth),
    };
    graph
        .closure(root, up, down, depth)
        .nodes
        .into_iter()
        .map(|(key, distance)| (key, Some(distance)))
        .collect()
}

/// A project's nodes; with a query, which may name anything, all nodes.
fn whole(
    connection: &Connection,
    graph: &LineageGraph,
    spec: &LineageSpec,
    root: Option<NodeKey>,
) -> Result<Vec<(NodeKey, Option<i32>)>> {
    let distances: HashMap<NodeKey, i32> = match root {
        Some(root) => graph.closure(root, true, true, None).nodes.into_iter().collect(),
        None => HashMap::new(),
    };
    let keys: Vec<NodeKey> = if spec.query.as_deref().is_some_and(|text| !text.trim().is_empty()) {
        graph.nodes().map(|(_, key)| key).collect()
    } else {
        let (versions, runs) = lineage::of_project(connection, spec.project)?;
        versions.into_iter().map(NodeKey::Version).chain(runs.into_iter().map(NodeKey::Run)).collect()
    };
    // An edge may have been taken back since.
    let is_tied = |key: &NodeKey| {
        graph
            .find(*key)
            .is_some_and(|at| graph.after(at).next().is_some() || graph.before(at).next().is_some())
    };
    let wanted = keys.into_iter().filter(|key| Some(*key) == root || is_tied(key));
    Ok(wanted.map(|key| (key, distances.get(&key).copied())).collect())
}

/// Leaves out what the chips leave out, and runs that nothing is left of then; never the root.
fn filter(part: &mut Part, spec: &LineageSpec) {
    let (root, facts) = (part.root, &part.facts);
    // A node without facts is of a purged row that lineage can't name any more.
    part.nodes.retain(|(key, _)| facts.contains_key(key));
    if spec.types.is_empty() && spec.after.is_none() && spec.before.is_none() {
        return;
    }
    let fits = |key: NodeKey| {
        let Some(facts) = facts.get(&key) else { return false };
        let at = facts.created_at();
        let in_time =
            spec.after.is_none_or(|after| at >= after) && spec.before.is_none_or(|before| at <= before);
        let of_type = match facts {
            NodeFacts::Version(version) => {
                spec.types.is_empty() || spec.types.contains(&version.artifact_type)
            }
            NodeFacts::Run(_) => true,
        };
        in_time && of_type
    };
    part.nodes.retain(|(key, _)| Some(*key) == root || fits(*key));
    let left: HashSet<NodeKey> = part.nodes.iter().map(|(key, _)| *key).collect();
    let graph = &part.graph;
    let has_neighbour = |key: NodeKey| {
        graph.find(key).is_some_and(|at| {
            graph.before(at).chain(graph.after(at)).any(|next| left.contains(&graph.key(next)))
        })
    };
    part.nodes.retain(|(key, _)| Some(*key) == root || !key.is_run() || has_neighbour(*key));
}
