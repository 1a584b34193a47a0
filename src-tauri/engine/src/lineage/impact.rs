//! What depends on something, and what it can't be made from any more.

use super::facts::{NodeFacts, facts};
use super::graph::NodeKey;
use super::list::{LineageRow, row, rows};
use crate::Result;
use crate::db::query::{MAX_ROWS, lineage};
use crate::model::VersionId;
use crate::store::Store;

/// Most aliases and lost inputs that are named.
const NAMED: usize = 1000;

/// What depends on something, and what it can't be made from any more.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Impact {
    /// Versions downstream.
    pub versions: u64,
    /// Runs downstream.
    pub runs: u64,
    /// Logical bytes of those versions that aren't gone.
    pub bytes: u64,
    /// Aliases that point at them, as `name:alias`, at most 1,000.
    pub aliases: Vec<String>,
    /// A page of everything downstream, nearest first.
    pub rows: Vec<LineageRow>,
    /// Versions upstream that are gone or in the trash, nearest first, at most 1,000.
    pub lost: Vec<LineageRow>,
}

impl Store {
    /// What depends on a version or a run, with the rows from `start` on.
    pub fn lineage_impact(&self, root: NodeKey, start: u64, count: u32) -> Result<Impact> {
        self.database().snapshot(|connection| {
            let graph = self.lineage_in(connection)?;
            let reached: Vec<(NodeKey, i32)> =
                graph.closure(root, false, true, None).nodes.into_iter().skip(1).collect();
            let keys: Vec<NodeKey> = reached.iter().map(|(key, _)| *key).collect();
            let seen = facts(connection, &keys, None)?;
            let mut impact = Impact::default();
            for key in &keys {
                match seen.get(key) {
                    Some(NodeFacts::Version(version)) => {
                        impact.versions += 1;
                        impact.bytes +=
                            if version.state == crate::db::state::PURGED { 0 } else { version.size };
                    }
                    Some(NodeFacts::Run(_)) => impact.runs += 1,
                    None => {}
                }
            }
            let mut versions = keys.iter().filter_map(version);
            impact.aliases = lineage::aliases_of(connection, &mut versions, NAMED)?;
            let shown = reached.iter().skip(start as usize).take(count.min(MAX_ROWS) as usize);
            impact.rows =
                shown.filter_map(|(key, distance)| row(&graph, &seen, *key, Some(*distance))).collect();
            let before: Vec<NodeKey> = graph
                .closure(root, true, false, None)
                .nodes
                .into_iter()
                .skip(1)
                .map(|(key, _)| key)
                .collect();
            let lost: Vec<NodeKey> =
                lineage::not_live(connection, &mut before.iter().filter_map(version), NAMED)?
                    .into_iter()
                    .map(NodeKey::Version)
                    .collect();
            impact.lost = rows(connection, &graph, &lost)?;
            Ok(impact)
        })
    }
}

fn version(key: &NodeKey) -> Option<VersionId> {
    if let NodeKey::Version(id) = key { Some(*id) } else { None }
}
