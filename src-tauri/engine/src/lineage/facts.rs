//! What people see of nodes.

use std::collections::HashMap;

use rusqlite::Connection;

use super::graph::NodeKey;
use crate::Result;
use crate::catalog::{RunName, find_run, find_tombstone};
use crate::clock::Millis;
use crate::db::query::lineage;
pub use crate::db::query::lineage::{RunNode, VersionNode};
use crate::db::setting;
use crate::store::Store;

/// What people see of a node.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeFacts {
    /// Of a version.
    Version(VersionNode),
    /// Of a run.
    Run(RunNode),
}

impl NodeFacts {
    /// `mnist:v3`, or the run's name.
    pub fn title(&self) -> String {
        match self {
            Self::Version(version) => format!("{}:v{}", version.name, version.index),
            Self::Run(run) => run.display_name.clone(),
        }
    }

    /// Type of a version, job type of a run.
    pub fn subtitle(&self) -> &str {
        match self {
            Self::Version(version) => &version.artifact_type,
            Self::Run(run) => &run.job_type,
        }
    }

    /// `entity/project/mnist:v3` of a version.
    pub fn address(&self) -> Option<String> {
        match self {
            Self::Version(version) => {
                Some(format!("{}/{}:v{}", version.project, version.name, version.index))
            }
            Self::Run(_) => None,
        }
    }

    /// State, in words.
    pub fn state(&self) -> &str {
        match self {
            Self::Version(version) => crate::db::edge::state_word(version.state),
            Self::Run(run) if run.deleted => "deleted",
            Self::Run(run) => &run.state,
        }
    }

    /// When it was made, or started.
    pub fn created_at(&self) -> Millis {
        match self {
            Self::Version(version) => version.created_at,
            Self::Run(run) => run.started_at,
        }
    }

    /// Logical bytes of a version; none of a run.
    pub fn size(&self) -> u64 {
        match self {
            Self::Version(version) => version.size,
            Self::Run(_) => 0,
        }
    }
}

/// Facts by node.
pub(crate) type FactsOf = HashMap<NodeKey, NodeFacts>;

/// Facts of nodes. `metadata`: the key whose number is told of versions.
pub(super) fn facts(connection: &Connection, nodes: &[NodeKey], metadata: Option<&str>) -> Result<FactsOf> {
    let default_ttl = setting::default_ttl(connection)?;
    let path = metadata.map(json_path);
    let mut versions =
        nodes.iter().filter_map(|key| if let NodeKey::Version(id) = key { Some(*id) } else { None });
    let mut runs = nodes.iter().filter_map(|key| if let NodeKey::Run(id) = key { Some(*id) } else { None });
    let mut found = FactsOf::with_capacity(nodes.len());
    for version in lineage::versions(connection, &mut versions, default_ttl, path.as_deref())? {
        found.insert(NodeKey::Version(version.id), NodeFacts::Version(version));
    }
    for run in lineage::runs(connection, &mut runs)? {
        found.insert(NodeKey::Run(run.id), NodeFacts::Run(run));
    }
    Ok(found)
}

/// `train.loss` as `SQLite` writes it: `$."train"."loss"`.
fn json_path(key: &str) -> String {
    key.split('.').fold(String::from("$"), |path, part| format!("{path}.\"{}\"", part.replace('"', "")))
}

/// The node that people name: an address or `#id` of a version, `run:ID` or `run:#KEY` of a run, or a node's own key.
pub(crate) fn find_node(connection: &Connection, text: &str, project: Option<&str>) -> Result<NodeKey> {
    if text.starts_with("run:") {
        return find_run(connection, &RunName { text, project }).map(NodeKey::Run);
    }
    find_tombstone(connection, text).map(NodeKey::Version)
}

impl Store {
    /// The node that people name: a version (address, `#id`), or a run (`run:ID`, `run:#KEY`).
    ///
    /// Errors: `not-found`, `address-invalid`.
    pub fn lineage_node(&self, text: &str, project: Option<&str>) -> Result<NodeKey> {
        self.database().read(|connection| find_node(connection, text, project))
    }
}
