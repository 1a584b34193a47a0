//! Leases: work in progress that protects what it relies on from collection.
//!
//! A log's lease remembers the newest observation at its start. Whatever became unused later is marked with a later one,
//! and stays for as long as the lease lives; whatever was marked before, the log has to take back into use itself.
//! A reader's lease names a version, which neither expires nor goes for good meanwhile.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use crate::Result;
use crate::clock::Millis;
use crate::model::{Digest, RunId, VersionId};
use crate::retention::Reading;

/// What a lease is taken for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewLease<'a> {
    /// `log` or `read`.
    pub(crate) kind: &'a str,
    /// Person and process, as [`owner`] writes them.
    pub(crate) owner: &'a str,
    /// The run that it works for.
    pub(crate) run: Option<RunId>,
    /// The version that is read.
    pub(crate) version: Option<VersionId>,
}

/// Takes a lease and answers its identifier.
pub(crate) fn take(connection: &Connection, new: &NewLease<'_>, now: &Reading) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO lease (kind, owner, run_id, version_id, started_at, renewed_at, boottime, boot, observation)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, (SELECT coalesce(max(id), 0) FROM observation))",
        )?
        .execute((new.kind, new.owner, new.run, new.version, now.wall, now.boottime, &now.boot))?;
    Ok(connection.last_insert_rowid())
}

/// Says that the work goes on; false when the lease was lost.
pub(crate) fn renew(connection: &Connection, id: i64, now: &Reading) -> Result<bool> {
    let renewed = connection
        .prepare_cached("UPDATE lease SET renewed_at = ?2, boottime = ?3, boot = ?4 WHERE id = ?1")?
        .execute((id, now.wall, now.boottime, &now.boot))?;
    Ok(renewed > 0)
}

/// Gives a lease back; false when it was lost.
pub(crate) fn release(connection: &Connection, id: i64) -> Result<bool> {
    Ok(connection.prepare_cached("DELETE FROM lease WHERE id = ?1")?.execute([id])? > 0)
}

/// Ends the leases that nobody renewed for `idle` milliseconds: by the time since boot within a boot, which no clock that
/// is set changes, else by the wall clock. Their work finds out when it goes on.
pub(crate) fn expire(connection: &Connection, now: &Reading, idle: Millis) -> Result<usize> {
    let mut statement = connection.prepare_cached(
        "DELETE FROM lease WHERE CASE WHEN boot = ?2 AND boottime <= ?3 THEN ?3 - boottime ELSE ?1 - renewed_at END >= ?4",
    )?;
    Ok(statement.execute((now.wall, &now.boot, now.boottime, idle))?)
}

/// What the leases of logs protect.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Protected {
    /// Nothing that was marked after this observation may go: the oldest start of a log. `None` when none is under way.
    pub(crate) floor: Option<i64>,
    /// The leases, whose packs are still appended to.
    pub(crate) leases: HashSet<i64>,
}

impl Protected {
    /// Whether something with that mark stays.
    pub(crate) fn covers(&self, marked: i64) -> bool {
        self.floor.is_some_and(|floor| marked > floor)
    }
}

/// What the logs under way protect, those not counted that [`expire`] would end.
pub(crate) fn protected(connection: &Connection, now: &Reading, idle: Millis) -> Result<Protected> {
    let mut statement = connection.prepare_cached(
        "SELECT id, observation FROM lease WHERE version_id IS NULL
           AND CASE WHEN boot = ?2 AND boottime <= ?3 THEN ?3 - boottime ELSE ?1 - renewed_at END < ?4",
    )?;
    let rows = statement
        .query_map((now.wall, &now.boot, now.boottime, idle), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows = rows.collect::<Result<Vec<(i64, i64)>, _>>()?;
    Ok(Protected {
        floor: rows.iter().map(|(_, observation)| *observation).min(),
        leases: rows.iter().map(|(id, _)| *id).collect(),
    })
}

/// Ends the leases of other processes. Only for who knows that there is no other process.
pub(crate) fn expire_others(connection: &Connection, process: u32) -> Result<()> {
    let ours = format!("%, process {process}");
    connection.prepare_cached("DELETE FROM lease WHERE owner NOT LIKE ?1")?.execute([ours])?;
    Ok(())
}

/// Whether somebody reads a version.
pub(crate) fn is_read(connection: &Connection, version: VersionId) -> Result<bool> {
    let mut statement =
        connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM lease WHERE version_id = ?1)")?;
    Ok(statement.query_row([version], |row| row.get(0))?)
}

/// Says that a log is about to give plain files their names.
pub(crate) fn announce(connection: &Connection, lease: i64, files: &[Digest]) -> Result<()> {
    let mut statement = connection
        .prepare_cached("INSERT INTO lease_file (sha256, lease_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
    for file in files {
        statement.execute((file, lease))?;
    }
    Ok(())
}

/// The announced files have their rows.
pub(crate) fn settle(connection: &Connection, lease: i64) -> Result<()> {
    connection.prepare_cached("DELETE FROM lease_file WHERE lease_id = ?1")?.execute([lease])?;
    Ok(())
}

/// Whether a log is about to give a plain file its name.
pub(crate) fn is_announced(connection: &Connection, file: &Digest) -> Result<bool> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM lease_file WHERE sha256 = ?1 LIMIT 1")?;
    Ok(statement.query_row([file], |_| Ok(())).optional()?.is_some())
}

/// Who holds a lease: a person and a process.
pub(crate) fn owner(actor: &str, process: u32) -> String {
    format!("{actor}, process {process}")
}

/// The process in what [`owner`] wrote.
pub(crate) fn process(owner: &str) -> Option<u32> {
    owner.rsplit_once(", process ")?.1.parse().ok()
}

/// Who holds leases for the work of a run.
pub(crate) fn owners_of_run(connection: &Connection, run: RunId) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached("SELECT owner FROM lease WHERE run_id = ?1")?;
    Ok(statement.query_map([run], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
