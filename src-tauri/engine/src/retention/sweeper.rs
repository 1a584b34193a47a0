//! One at a time: who expires, purges, collects or scrubs.

use crate::fs::{CancelToken, FileLock};
use crate::history::{Actor, Role};
use crate::store::Store;
use crate::{Code, Error, Result};

/// The lock file of whoever sweeps.
const LOCK: &str = "collect.lock";

/// The right to sweep a store, for as long as it is held.
pub struct Sweeper<'s> {
    pub(super) store: &'s Store,
    pub(super) cancel: CancelToken,
    _lock: FileLock,
}

impl std::fmt::Debug for Sweeper<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sweeper").finish_non_exhaustive()
    }
}

impl Store {
    /// Takes the right to sweep. The kernel gives it back however this process ends.
    ///
    /// Errors: `store-locked` when another one sweeps at the moment, `store-read-only`, `store-moved`.
    pub fn sweeper(&self, cancel: CancelToken) -> Result<Sweeper<'_>> {
        self.check_writable()?;
        let lock = FileLock::exclusive(&self.root().join(LOCK)).map_err(|error| match error.code() {
            Code::StoreLocked => Error::new(
                Code::StoreLocked,
                "Another program expires or collects in this store at the moment",
            )
            .hint("Wait until it is done, then try again."),
            _ => error,
        })?;
        Ok(Sweeper { store: self, cancel, _lock: lock })
    }
}

impl Sweeper<'_> {
    /// Ends the work.
    pub(crate) fn cancel_token(&self) -> &CancelToken {
        &self.cancel
    }
}

/// Nobody else has the store open, for as long as it is held.
pub(super) struct Alone<'s>(Option<&'s FileLock>);

impl<'s> Sweeper<'s> {
    /// Makes sure that no other process has the store open. Error: `store-locked`.
    pub(super) fn alone(&self) -> Result<Alone<'s>> {
        let store: &'s Store = self.store;
        let lock =
            store.shared_lock().ok_or_else(|| Error::internal("The store is open without its lock"))?;
        if lock.become_alone()? {
            return Ok(Alone(Some(lock)));
        }
        Err(Error::new(
            Code::StoreLocked,
            "Other programs have this store open, and may rely on what would be removed",
        )
        .hint("Close other windows, servers and commands on this store, or collect with the grace period."))
    }
}

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.0.take().map(FileLock::share) {
            log::warn!("the store stays locked until this program ends: {error}");
        }
    }
}

/// Who sweeps when nobody asked for it.
pub fn sweeping_actor() -> Actor {
    Actor { name: "cairn".into(), origin: "cairn".into(), role: Role::Admin }
}
