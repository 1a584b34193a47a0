//! Out of the trash: what was there long enough, or what a person empties out.

use rusqlite::Transaction;

use super::{DAY, Observed, Sweeper};
use crate::catalog::{Selection, describe_versions, home_of_versions};
use crate::clock::Millis;
use crate::db::purge::{self, Mark};
use crate::db::version::{self, VersionRow, VersionState};
use crate::db::{lease, setting, upkeep};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::VersionId;
use crate::store::Store;
use crate::{Code, Error, Result};

/// Versions to a transaction; each is an operation of its own in the history.
const BATCH: usize = 1_000;

/// What was removed from the trash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purged {
    /// Number of versions.
    pub versions: u64,
    /// Blobs that nothing needs any more; they go at the first collection after the grace.
    pub blobs: u64,
    /// Versions that stay, each with the reason: damaged manifests, readers.
    pub kept: Vec<(VersionId, String)>,
}

impl Store {
    /// Removes the versions for good whose days in the trash are over. They were seen there twice, with so much between
    /// as [`Observation::is_far_from`](super::Observation::is_far_from) wants, by a clock that is believed.
    pub fn purge_due(&self, sweeper: &Sweeper<'_>, actor: &Actor) -> Result<Purged> {
        let due = self.write(|tx| {
            let observed = self.observe(tx)?;
            if purge::has_unobserved_trash(tx)? {
                purge::observe_trash(tx, upkeep::observed(tx, &observed.now)?)?;
            }
            due_in_trash(tx, &observed)
        })?;
        let mut all = Purged::default();
        for batch in due.chunks(BATCH) {
            sweeper.cancel.check()?;
            let (done, _) = self.purge(actor, batch, "Removed {} after their days in the trash")?;
            all.versions += done.versions;
            all.blobs += done.blobs;
            all.kept.extend(done.kept);
        }
        Ok(all)
    }

    /// Removes versions of the trash for good, at once. Bytes that nothing else needs go at the first collection after
    /// the grace. Errors: `not-found` when none lies in the trash.
    pub fn empty_trash(&self, actor: &Actor, selection: &Selection) -> Result<(Purged, Outcome)> {
        let ids: Vec<VersionId> = self.database().snapshot(|connection| {
            let versions = self.selected(connection, selection)?;
            Ok(versions.iter().filter(|row| row.state == VersionState::Deleted).map(|row| row.id).collect())
        })?;
        self.empty(actor, &ids)
    }

    /// Removes everything in the trash for good, at once.
    pub fn empty_whole_trash(&self, actor: &Actor) -> Result<(Purged, Outcome)> {
        let ids = self.database().read(purge::all_trash)?;
        self.empty(actor, &ids)
    }

    fn empty(&self, actor: &Actor, ids: &[VersionId]) -> Result<(Purged, Outcome)> {
        if ids.is_empty() {
            return Err(Error::new(Code::NotFound, "None of these versions lies in the trash")
                .hint("`cairnctl trash ls` lists what lies there; delete a version first."));
        }
        let (mut all, mut last) = (Purged::default(), Outcome::nothing("Nothing was removed"));
        for batch in ids.chunks(BATCH) {
            let (done, outcome) = self.purge(actor, batch, "Removed {} from the trash for good")?;
            all.versions += done.versions;
            all.blobs += done.blobs;
            all.kept.extend(done.kept);
            last = outcome;
        }
        last.changed = all.versions;
        Ok((all, last))
    }

    fn purge(&self, actor: &Actor, ids: &[VersionId], summary: &str) -> Result<(Purged, Outcome)> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let observed = self.observe(tx)?;
            lease::expire(tx, &observed.now.at, super::MAX_SESSION_IDLE)?;
            let observation = upkeep::observed(tx, &observed.now)?;
            let (mut done, mut rows) = (Purged::default(), Vec::new());
            for id in ids {
                let Some(row) = version::get(tx, *id)?.filter(|row| row.state == VersionState::Deleted)
                else {
                    continue; // restored or purged meanwhile
                };
                let mark = Mark { at: observed.now.at.wall, observation, version: Some(*id) };
                match purge_one(&mut edit, &row, &mark)? {
                    Ok(blobs) => {
                        done.blobs += blobs;
                        rows.push(row);
                    }
                    Err(reason) => done.kept.push((*id, reason)),
                }
            }
            done.versions = rows.len() as u64;
            let summary = summary.replace("{}", &describe_versions(tx, &rows)?);
            let address = home_of_versions(tx, &rows).unwrap_or_default();
            Ok((done, edit.finish("purge", &summary, address.as_deref())?))
        })
    }

    /// When the first version leaves the trash.
    pub(super) fn next_purge(&self) -> Result<Option<Millis>> {
        self.database().read(|connection| {
            let days = setting::trash_millis(connection)?;
            Ok(purge::oldest_trash(connection)?.map(|at| at.saturating_add(days)))
        })
    }
}

/// Makes a tombstone of a version; or says why it stays.
fn purge_one(edit: &mut Edit<'_>, row: &VersionRow, mark: &Mark) -> Result<Result<u64, String>> {
    if lease::is_read(edit.tx, row.id)? {
        return Ok(Err("somebody is reading it out".into()));
    }
    if let Some(manifest) = row.manifest {
        match purge::check(edit.tx, manifest) {
            Err(error) if error.code() == Code::StoreDamaged => return Ok(Err(error.message().to_owned())),
            checked => checked?,
        }
    }
    edit.set(Cell::new(CellKind::VersionState, row.id.get()), Some("purged".into()))?;
    row.manifest.map_or(Ok(0), |manifest| purge::release(edit.tx, manifest, mark)).map(Ok)
}

/// Versions whose days are over by every clock.
fn due_in_trash(tx: &Transaction<'_>, observed: &Observed) -> Result<Vec<VersionId>> {
    if observed.pause.is_some() {
        return Ok(Vec::new());
    }
    let days = setting::trash_millis(tx)?;
    let seen = super::collect_plan::Observations::load(tx)?;
    let old = purge::observed_trash(tx, observed.now.at.wall.saturating_sub(days))?;
    let is_due = |observation: i64| seen.is_far(observation, &observed.now, days.max(DAY));
    Ok(old.into_iter().filter(|(_, observation)| is_due(*observation)).map(|(id, _)| id).collect())
}
