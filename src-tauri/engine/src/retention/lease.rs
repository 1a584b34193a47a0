//! Leases as the work that holds them sees them.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use super::HOUR;
use crate::clock::Millis;
use crate::db::lease::{self, NewLease};
use crate::model::{Digest, RunId, VersionId};
use crate::store::Store;
use crate::{Code, Error, Result};

/// Work that goes on renews its lease this often.
const RENEW_EVERY: Millis = HOUR / 12;

/// A lease: taken before the work looks anything up, given back in its commit or when dropped.
pub(crate) struct Lease<'s> {
    store: &'s Store,
    id: Mutex<Option<i64>>,
    /// Time since boot when it was taken or renewed.
    renewed: AtomicI64,
}

impl<'s> Lease<'s> {
    /// For a log, perhaps of a run.
    pub(crate) fn log(store: &'s Store, actor: &str, run: Option<RunId>) -> Result<Self> {
        Self::take(store, actor, "log", run, None)
    }

    /// For reading a version out, which a full or a read-only disk must not prevent; then there is no lease.
    pub(crate) fn read(store: &'s Store, version: VersionId) -> Result<Option<Self>> {
        if store.read_only().is_some() {
            return Ok(None);
        }
        match Self::take(store, "reader", "read", None, Some(version)) {
            Ok(lease) => Ok(Some(lease)),
            Err(error) if matches!(error.code(), Code::DiskFull | Code::StoreReadOnly) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn take(
        store: &'s Store,
        actor: &str,
        kind: &str,
        run: Option<RunId>,
        version: Option<VersionId>,
    ) -> Result<Self> {
        let owner = lease::owner(actor, std::process::id());
        let now = store.reading();
        let id = store.write(|tx| {
            store.count_launch(tx)?;
            lease::take(tx, &NewLease { kind, owner: &owner, run, version }, &now)
        })?;
        Ok(Self { store, id: Mutex::new(Some(id)), renewed: AtomicI64::new(now.boottime) })
    }

    /// Its number, for what belongs to it. Error `plan-stale` when it was given back.
    pub(crate) fn id(&self) -> Result<i64> {
        self.lock().ok_or_else(lost)
    }

    /// Says inside a transaction that the work goes on. Error `plan-stale` when the lease ended, because the work stood
    /// still for half a day: what it relied on may be gone.
    pub(crate) fn confirm(&self, connection: &Connection) -> Result<()> {
        let now = self.store.reading();
        if !lease::renew(connection, self.id()?, &now)? {
            return Err(lost());
        }
        self.renewed.store(now.boottime, Ordering::Relaxed);
        Ok(())
    }

    /// Renews it when that is due, in a transaction of its own. Asked often, between other work; what fails here is found
    /// at the next [`Self::confirm`].
    pub(crate) fn keep(&self) {
        let since =
            self.store.machine_clock().boottime().saturating_sub(self.renewed.load(Ordering::Relaxed));
        if since < RENEW_EVERY {
            return;
        }
        if let Err(error) = self.store.database().write(|tx| self.confirm(tx)) {
            log::debug!("a lease was not renewed: {error}");
        }
    }

    /// Says before plain files get their names that they will.
    pub(crate) fn announce(&self, files: &[Digest]) -> Result<()> {
        self.store.database().write(|tx| {
            self.confirm(tx)?;
            lease::announce(tx, self.id()?, files)
        })
    }

    /// Gives the lease back inside the transaction that makes it needless; once that is committed, [`Self::forget`].
    /// Error `plan-stale` when it ended before.
    pub(crate) fn release(&self, connection: &Connection) -> Result<()> {
        if lease::release(connection, self.id()?)? { Ok(()) } else { Err(lost()) }
    }

    /// It was given back.
    pub(crate) fn forget(&self) {
        self.lock().take();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<i64>> {
        // A number is whole whatever its holder was doing.
        self.id.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let id = self.lock().take();
        if let Some(id) = id {
            // A lease that stays behind only delays collection.
            let _ = self.store.database().write(|tx| lease::release(tx, id));
        }
    }
}

fn lost() -> Error {
    Error::new(
        Code::PlanStale,
        "The work stood still for so long that what it had stored may be removed by now",
    )
    .hint("Start it again. Nothing was changed.")
}
