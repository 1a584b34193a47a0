//! The graph is loaded once and kept current from the history.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::graph::LineageGraph;
use crate::Result;
use crate::db::{edge, operation};
use crate::store::Store;

/// More changed edges than this are had faster by loading anew.
const PATCHED: usize = 50_000;

/// The newest state of the graph that somebody asked for.
#[derive(Debug, Default)]
pub struct LineageCache(Mutex<Option<Arc<LineageGraph>>>);

impl Store {
    /// The graph as of now. Snapshots are shared: what a reader holds never changes.
    pub fn lineage_graph(&self) -> Result<Arc<LineageGraph>> {
        self.database().snapshot(|connection| self.lineage_in(connection))
    }

    /// The same inside a snapshot of the database, so that both are of one state.
    pub(crate) fn lineage_in(&self, connection: &Connection) -> Result<Arc<LineageGraph>> {
        let mut held = self.lineage_cache().0.lock().unwrap_or_else(PoisonError::into_inner);
        let revision = operation::revision(connection)?;
        if let Some(graph) = held.as_ref().filter(|graph| graph.revision == revision) {
            return Ok(Arc::clone(graph));
        }
        let graph = match held.take() {
            // A reader whose snapshot is older than what another one has seen.
            Some(graph) if graph.revision > revision => {
                *held = Some(graph);
                return load(connection, revision).map(Arc::new);
            }
            Some(graph) => patch(connection, graph, revision)?,
            None => Arc::new(load(connection, revision)?),
        };
        *held = Some(Arc::clone(&graph));
        Ok(graph)
    }
}

fn load(connection: &Connection, revision: i64) -> Result<LineageGraph> {
    let mut graph = LineageGraph::new(revision);
    edge::all(connection, &mut |edge| graph.add(edge))?;
    Ok(graph)
}

fn patch(connection: &Connection, mut graph: Arc<LineageGraph>, revision: i64) -> Result<Arc<LineageGraph>> {
    let changed = edge::changed_since(connection, graph.revision)?;
    if changed.len() > PATCHED {
        return load(connection, revision).map(Arc::new);
    }
    let current = Arc::make_mut(&mut graph);
    for key in changed {
        let is_there = edge::value(connection, key)?.is_some();
        current.set(key, is_there);
    }
    current.revision = revision;
    Ok(graph)
}
