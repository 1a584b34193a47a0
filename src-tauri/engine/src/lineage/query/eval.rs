//! What a query finds.

use std::collections::HashSet;

use rusqlite::Connection;

use super::{Atom, Expr, Reach, parse};
use crate::catalog::find_tombstone;
use crate::db::query::lineage::{self, Field};
use crate::lineage::closure::{Direction, edges_of_depth};
use crate::lineage::graph::{At, LineageGraph, NodeKey};
use crate::model::ProjectId;
use crate::{Code, Error, Result};

/// The nodes that a query finds. Names without a project lie in `project`.
///
/// Errors: `query-invalid` with the character, `not-found` for an address that names nothing.
pub(crate) fn find(
    connection: &Connection,
    graph: &LineageGraph,
    text: &str,
    project: ProjectId,
) -> Result<HashSet<NodeKey>> {
    let expr = parse(text)?;
    Finder { connection, graph, project }.eval(&expr)
}

struct Finder<'f> {
    connection: &'f Connection,
    graph: &'f LineageGraph,
    project: ProjectId,
}

impl Finder<'_> {
    fn eval(&self, expr: &Expr) -> Result<HashSet<NodeKey>> {
        Ok(match expr {
            Expr::Union(parts) => {
                let mut all = HashSet::new();
                for part in parts {
                    all.extend(self.eval(part)?);
                }
                all
            }
            Expr::Intersection(parts) => {
                let mut parts = parts.iter();
                let mut all = parts.next().map_or_else(|| Ok(HashSet::new()), |first| self.eval(first))?;
                for part in parts {
                    let other = self.eval(part)?;
                    all.retain(|key| other.contains(key));
                }
                all
            }
            Expr::Not(part) => {
                let part = self.eval(part)?;
                self.graph.nodes().map(|(_, key)| key).filter(|key| !part.contains(key)).collect()
            }
            Expr::Around { atom, up, down } => self.around(&self.named(atom)?, *up, *down),
        })
    }

    fn around(&self, named: &HashSet<NodeKey>, up: Reach, down: Reach) -> HashSet<NodeKey> {
        let mut all = named.clone();
        for (direction, reach) in [(Direction::Up, up), (Direction::Down, down)] {
            // A step is longer from a version than from a run, so both kinds walk by themselves.
            for is_run in [false, true] {
                let of_kind = named.iter().filter(|key| key.is_run() == is_run);
                let Some(example) = of_kind.clone().next() else { continue };
                let limit = match reach {
                    Reach::None => continue,
                    Reach::Steps(steps) => edges_of_depth(*example, Some(steps)),
                    Reach::All => u32::MAX,
                };
                let mut starts: Vec<At> = of_kind.filter_map(|key| self.graph.find(*key)).collect();
                starts.sort_unstable();
                let found = self.graph.walk(&starts, direction, limit);
                all.extend(found.into_iter().map(|(at, _)| self.graph.key(at)));
            }
        }
        all
    }

    fn named(&self, atom: &Atom) -> Result<HashSet<NodeKey>> {
        let glob = if atom.is_literal { escape(&atom.value) } else { brackets(&atom.value) };
        let Some(field) = atom.field else { return self.addressed(atom, &glob) };
        let mut found: HashSet<NodeKey> = lineage::versions_where(self.connection, field, &glob)?
            .into_iter()
            .map(NodeKey::Version)
            .collect();
        found.extend(lineage::runs_where(self.connection, field, &glob)?.into_iter().map(NodeKey::Run));
        // What no edge touches stands in no lineage.
        found.retain(|key| self.graph.find(*key).is_some());
        let is_plain = atom.is_literal || !atom.value.contains(['*', '?']);
        if found.is_empty() && field == Field::Run && is_plain {
            return Err(nothing(atom, "run"));
        }
        Ok(found)
    }

    /// An address: of one version, or with `*`, or of a collection alone, of many.
    fn addressed(&self, atom: &Atom, glob: &str) -> Result<HashSet<NodeKey>> {
        let (path, suffix) = match glob.split_once(':') {
            Some((path, suffix)) => (path, Some(suffix)),
            None => (glob, None),
        };
        let Some((project, name)) = path.rsplit_once('/') else {
            let found = lineage::versions_named(self.connection, self.project, path, suffix)?;
            return self.or_nothing(atom, suffix, found);
        };
        let project = crate::catalog::find_project(self.connection, Some(project))
            .map_err(|_| nothing(atom, "project"))?;
        let found = lineage::versions_named(self.connection, project.id, name, suffix)?;
        self.or_nothing(atom, suffix, found)
    }

    /// `latest` may be nobody's alias and yet mean a version; else what nothing is found of is an error.
    fn or_nothing(
        &self,
        atom: &Atom,
        suffix: Option<&str>,
        found: Vec<crate::model::VersionId>,
    ) -> Result<HashSet<NodeKey>> {
        if !found.is_empty() {
            return Ok(found.into_iter().map(NodeKey::Version).collect());
        }
        if suffix == Some("latest")
            && let Ok(id) = find_tombstone(self.connection, &atom.value)
        {
            return Ok(HashSet::from([NodeKey::Version(id)]));
        }
        if !atom.is_literal && atom.value.contains(['*', '?']) {
            return Ok(HashSet::new());
        }
        Err(nothing(atom, "version or collection"))
    }
}

fn nothing(atom: &Atom, what: &str) -> Error {
    let message = format!("There is no {what} {:?} (at character {})", atom.value, atom.span.start + 1);
    Error::new(Code::NotFound, message)
        .hint("Names without a project lie in the project at hand; * stands for anything.")
}

/// `*` and `?` as they stand, `[` for itself: `GLOB` would read a set of characters.
fn brackets(text: &str) -> String {
    text.replace('[', "[[]")
}

/// Everything for itself.
fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut glob, c| {
        match c {
            '*' | '?' | '[' => glob.extend(['[', c, ']']),
            c => glob.push(c),
        }
        glob
    })
}
