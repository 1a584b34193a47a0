//! Edges: what a run used and logged.

use super::alias::address;
use super::resolve::find_version;
use super::run::{RunName, find, require};
use crate::db::edge::{self, EdgeKey, EdgeKind};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{RunId, VersionId};
use crate::store::Store;
use crate::{Code, Error, Result};

/// Which edges of a run are set.
pub(crate) struct RunEdges<'e> {
    pub(crate) run: RunId,
    /// What the versions were to the run.
    pub(crate) role: Option<&'e str>,
    pub(crate) remove: bool,
}

/// Longest role, in characters.
const MAX_ROLE: usize = 128;

impl Store {
    /// Records that a run used or logged versions, or takes that back; one operation. What is recorded already stays
    /// one edge. A run that is over takes edges, too; its history says that they came later.
    ///
    /// Errors: `not-found`, `deleted` (a deleted run takes no edges), `request-invalid` (role).
    pub fn set_edges(
        &self,
        actor: &Actor,
        run: &RunName<'_>,
        kind: EdgeKind,
        versions: &[String],
        role: Option<&str>,
        remove: bool,
    ) -> Result<Outcome> {
        let role = role.map(str::trim).filter(|role| !role.is_empty());
        if role.is_some_and(|role| role.chars().count() > MAX_ROLE || role.chars().any(char::is_control)) {
            return Err(Error::new(
                Code::RequestInvalid,
                "The role of an input is too long, or not one line",
            )
            .hint("Use one line of at most 128 characters."));
        }
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let row = require(tx, find(tx, run)?)?;
            if row.deleted_at.is_some() {
                return Err(Error::new(Code::Deleted, format!("The run {} is deleted", row.display_name))
                    .hint("Undo its deletion first, or record another run."));
            }
            let edges = RunEdges { run: row.id, role, remove };
            let (names, first) = tie(&mut edit, &edges, kind, versions)?;
            let words = match (kind, remove) {
                (EdgeKind::Used, false) => format!("Run {} used {names}", row.display_name),
                (EdgeKind::Logged, false) => format!("Run {} logged {names}", row.display_name),
                (kind, true) => {
                    format!("Took back that run {} {} {names}", row.display_name, kind.as_str())
                }
            };
            edit.finish("edge", &words, first.as_deref())
        })
    }
}

/// Sets edges to the versions of these addresses; answers them in words, and the address of the first.
pub(crate) fn tie(
    edit: &mut Edit<'_>,
    edges: &RunEdges<'_>,
    kind: EdgeKind,
    versions: &[String],
) -> Result<(String, Option<String>)> {
    let mut first = None;
    let mut words = Vec::new();
    for text in versions {
        let (collection, row) = find_version(edit.tx, text)?;
        set_one(edit, edges, kind, row.id)?;
        first.get_or_insert_with(|| address(&collection, &row));
        words.push(format!("{}:v{}", collection.name, row.index));
    }
    let names = match &words[..] {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
    };
    Ok((names, first))
}

/// Sets one edge. The role of one that is there stays unless another is given.
pub(crate) fn set_one(
    edit: &mut Edit<'_>,
    edges: &RunEdges<'_>,
    kind: EdgeKind,
    version: VersionId,
) -> Result<bool> {
    let key = EdgeKey { run: edges.run, version, kind };
    let before = edge::value(edit.tx, key)?;
    let after = match (edges.remove, edges.role, before) {
        (true, ..) => None,
        (false, Some(role), _) => Some(role.to_owned()),
        (false, None, before) => Some(before.unwrap_or_default()),
    };
    if after.is_some() {
        let actor = edit.actor_name().to_owned();
        edge::prepare(edit.tx, key, &actor, edit.now)?;
    }
    edit.set(Cell::keyed(CellKind::Edge, edges.run.get(), &key.to_cell_key()), after)
}
