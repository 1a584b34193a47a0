//! The lineage as rows: the synced table, members of folded nodes, ways, what depends on something.

use rusqlite::Connection;

use super::facts::{FactsOf, NodeFacts, facts};
use super::fold::Folded;
use super::graph::{LineageGraph, NodeKey};
use super::path::Paths;
use super::select::{LineageSpec, Part, part};
use crate::clock::Millis;
use crate::db::query::MAX_ROWS;
use crate::store::Store;
use crate::{Code, Error, Result};

/// Most neighbours that are named with a row.
const NEIGHBOURS: usize = 100;

/// A version or a run of the lineage.
#[derive(Debug, Clone, PartialEq)]
pub struct LineageRow {
    /// The node.
    pub key: NodeKey,
    /// What people see of it.
    pub facts: NodeFacts,
    /// Edges from the root: negative upstream.
    pub distance: Option<i32>,
    /// What lies directly before it, at most 100.
    pub before: Vec<NodeKey>,
}

/// Which rows of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListPart {
    /// All.
    #[default]
    All,
    /// Upstream of the root.
    Up,
    /// Downstream of the root.
    Down,
    /// Versions.
    Versions,
    /// Runs.
    Runs,
}

/// Order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListSort {
    /// Distance from the root, upstream first; then age.
    #[default]
    Distance,
    /// Age.
    Created,
    /// Name.
    Title,
    /// Logical bytes.
    Size,
    /// Type, job type.
    Type,
    /// The number under the metadata key asked for; those without one last.
    Number,
}

impl Store {
    /// A page of a part of the lineage, and how many rows match.
    pub fn lineage_list(
        &self,
        spec: &LineageSpec,
        which: ListPart,
        sort: (ListSort, bool),
        start: u64,
        count: u32,
    ) -> Result<(u64, Vec<LineageRow>)> {
        self.database().snapshot(|connection| {
            let graph = self.lineage_in(connection)?;
            let part = part(connection, graph, spec)?;
            let fits = |key: NodeKey, distance: Option<i32>| match which {
                ListPart::All => true,
                ListPart::Up => distance.is_some_and(|distance| distance < 0),
                ListPart::Down => distance.is_some_and(|distance| distance > 0),
                ListPart::Versions => !key.is_run(),
                ListPart::Runs => key.is_run(),
            };
            let nodes = part.nodes.iter().copied().filter(|(key, distance)| fits(*key, *distance)).collect();
            Ok(page(&part, nodes, sort, start, count))
        })
    }

    /// A page of the members of a folded node, and how many match a text. Errors: `not-found` when nothing has that key
    /// any more.
    pub fn lineage_members(
        &self,
        spec: &LineageSpec,
        key: &str,
        text: Option<&str>,
        sort: (ListSort, bool),
        start: u64,
        count: u32,
    ) -> Result<(u64, Vec<LineageRow>)> {
        self.database().snapshot(|connection| {
            let graph = self.lineage_in(connection)?;
            let part = part(connection, graph, spec)?;
            let folded = Folded::new(&part, &spec.fold);
            let node = folded.nodes.iter().find(|node| node.key == key).ok_or_else(|| {
                Error::new(Code::NotFound, "This folded node is no longer there")
                    .hint("The lineage changed meanwhile; look at the picture again.")
            })?;
            let wanted = text.map(str::to_lowercase).filter(|text| !text.is_empty());
            let fits = |key: NodeKey| {
                let title = part.facts(key).map(|facts| facts.title().to_lowercase()).unwrap_or_default();
                wanted.as_ref().is_none_or(|wanted| title.contains(wanted))
            };
            let members =
                node.members.iter().map(|at| part.nodes[*at as usize]).filter(|(key, _)| fits(*key));
            Ok(page(&part, members.collect(), sort, start, count))
        })
    }

    /// The ways between two nodes, the shortest as rows.
    pub fn lineage_paths(&self, one: NodeKey, other: NodeKey) -> Result<(Vec<LineageRow>, Paths)> {
        self.database().snapshot(|connection| {
            let graph = self.lineage_in(connection)?;
            let paths = if one == other {
                Paths { shortest: vec![one], between: vec![one], indirect: false }
            } else {
                graph.paths(one, other)
            };
            Ok((rows(connection, &graph, &paths.shortest)?, paths))
        })
    }
}

/// Rows of nodes outside of any part.
pub(super) fn rows(
    connection: &Connection,
    graph: &LineageGraph,
    nodes: &[NodeKey],
) -> Result<Vec<LineageRow>> {
    let facts = facts(connection, nodes, None)?;
    Ok(nodes.iter().filter_map(|key| row(graph, &facts, *key, None)).collect())
}

pub(super) fn row(
    graph: &LineageGraph,
    facts: &FactsOf,
    key: NodeKey,
    distance: Option<i32>,
) -> Option<LineageRow> {
    let before =
        graph.find(key).map(|at| graph.before(at).take(NEIGHBOURS).map(|at| graph.key(at)).collect());
    Some(LineageRow { key, facts: facts.get(&key)?.clone(), distance, before: before.unwrap_or_default() })
}

fn page(
    part: &Part,
    mut nodes: Vec<(NodeKey, Option<i32>)>,
    (sort, descending): (ListSort, bool),
    start: u64,
    count: u32,
) -> (u64, Vec<LineageRow>) {
    let facts = |key: &NodeKey| part.facts(*key);
    match sort {
        ListSort::Distance => {
            nodes.sort_by_key(|(key, distance)| (distance.unwrap_or(i32::MAX), created(part, *key), *key));
        }
        ListSort::Created => nodes.sort_by_key(|(key, _)| (created(part, *key), *key)),
        ListSort::Title => nodes.sort_by_cached_key(|(key, _)| (facts(key).map(natural), *key)),
        ListSort::Size => nodes.sort_by_key(|(key, _)| (facts(key).map(NodeFacts::size), *key)),
        ListSort::Type => {
            nodes.sort_by_cached_key(|(key, _)| (facts(key).map(|facts| facts.subtitle().to_owned()), *key));
        }
        ListSort::Number => nodes.sort_by(|(one, _), (other, _)| {
            let number = |key| number(part, key).unwrap_or(f64::NEG_INFINITY);
            number(*one).total_cmp(&number(*other)).then(one.cmp(other))
        }),
    }
    if descending {
        nodes.reverse();
    }
    let total = nodes.len() as u64;
    let shown = nodes.iter().skip(start as usize).take(count.min(MAX_ROWS) as usize);
    (total, shown.filter_map(|(key, distance)| row(&part.graph, &part.facts, *key, *distance)).collect())
}

fn created(part: &Part, key: NodeKey) -> Millis {
    part.facts(key).map_or(0, NodeFacts::created_at)
}

fn number(part: &Part, key: NodeKey) -> Option<f64> {
    match part.facts(key) {
        Some(NodeFacts::Version(version)) => version.number,
        _ => None,
    }
}

/// `v10` after `v9`.
fn natural(facts: &NodeFacts) -> (String, u64) {
    match facts {
        NodeFacts::Version(version) => (version.name.clone(), version.index),
        NodeFacts::Run(run) => (run.display_name.clone(), 0),
    }
}
