//! What is lost with versions that go: aliases, links, and the means to make other versions again.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::Connection;

use super::effects::Effects;
use super::plan::Lost;
use crate::Result;
use crate::db::impact as rows;
use crate::model::{RunId, VersionId};

/// Most things of each kind that are named.
const NAMED: usize = 50;

/// What is lost with the versions that go by these effects.
pub(super) fn lost(connection: &Connection, effects: &Effects) -> Result<Lost> {
    let mut lost = Lost::default();
    let mut homes = HashMap::new();
    for effect in effects.list.iter().filter(|effect| effect.goes()) {
        lost.alias_count += effect.aliases.len() as u64;
        lost.link_count += effect.links.len() as u64;
        for name in effect.aliases.iter().take(NAMED.saturating_sub(lost.aliases.len())) {
            let id = effect.version.collection;
            if let std::collections::hash_map::Entry::Vacant(slot) = homes.entry(id) {
                slot.insert(rows::collection_address(connection, id)?);
            }
            lost.aliases.push(format!("{}:{name}", homes[&id]));
        }
        let room = NAMED.saturating_sub(lost.links.len());
        lost.links.extend(effect.links.iter().take(room).cloned());
    }
    let going: HashSet<VersionId> = effects.going().map(|version| version.id).collect();
    let users = users(connection, effects)?;
    lost.runs = users.len() as u64;
    let stranded = stranded(connection, &users, &going)?;
    lost.downstream_count = stranded.len() as u64;
    for id in stranded.into_iter().take(NAMED) {
        lost.downstream.push(rows::version_address(connection, id)?);
    }
    Ok(lost)
}

/// Runs that used one of the versions that go.
fn users(connection: &Connection, effects: &Effects) -> Result<BTreeSet<RunId>> {
    let mut users = BTreeSet::new();
    for version in effects.going() {
        users.extend(rows::users(connection, version.id)?);
    }
    Ok(users)
}

/// Versions that stay and lose their last recipe: some run that made them had all of its inputs, and none has
/// afterwards. One whose inputs were lost before, or that was made from nothing, loses nothing.
fn stranded(
    connection: &Connection,
    users: &BTreeSet<RunId>,
    going: &HashSet<VersionId>,
) -> Result<BTreeSet<VersionId>> {
    let mut recipes = Recipes { connection, going, known: HashMap::new(), live: HashMap::new() };
    let mut stranded = BTreeSet::new();
    let mut asked = HashSet::new();
    for run in users {
        for output in rows::outputs(connection, *run)? {
            let is_new = !going.contains(&output) && asked.insert(output);
            if is_new && recipes.is_live(output)? && recipes.loses_last(output)? {
                stranded.insert(output);
            }
        }
    }
    Ok(stranded)
}

/// What is known of runs as recipes, each asked once.
struct Recipes<'a> {
    connection: &'a Connection,
    going: &'a HashSet<VersionId>,
    /// Whether a run has all of its inputs before, and afterwards.
    known: HashMap<RunId, (bool, bool)>,
    live: HashMap<VersionId, bool>,
}

impl Recipes<'_> {
    fn loses_last(&mut self, version: VersionId) -> Result<bool> {
        let (mut before, mut after) = (false, false);
        for run in rows::producers(self.connection, version)? {
            let (had, has) = self.of(run)?;
            before |= had;
            after |= has;
        }
        Ok(before && !after)
    }

    fn of(&mut self, run: RunId) -> Result<(bool, bool)> {
        if let Some(known) = self.known.get(&run) {
            return Ok(*known);
        }
        let inputs = rows::inputs(self.connection, run)?;
        let mut before = true;
        for input in &inputs {
            before = before && self.is_live(*input)?;
        }
        let after = before && !inputs.iter().any(|input| self.going.contains(input));
        self.known.insert(run, (before, after));
        Ok((before, after))
    }

    fn is_live(&mut self, version: VersionId) -> Result<bool> {
        if let Some(live) = self.live.get(&version) {
            return Ok(*live);
        }
        let live = rows::lifetime(self.connection, version)?.is_some_and(|found| found.is_live);
        self.live.insert(version, live);
        Ok(live)
    }
}
