//! The store's looks at the clock.

use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;

use super::{ClockState, Distrust, Observation, Presence, Reading};
use crate::clock::{Clock, Millis};
use crate::db::{operation, upkeep};
use crate::store::Store;
use crate::{Error, Result};

/// What a look at the clock said.
#[derive(Debug, Clone)]
pub(crate) struct Observed {
    pub(crate) now: Observation,
    /// Why the clock isn't believed, and since when it has run steadily.
    pub(crate) pause: Option<(Distrust, Millis)>,
}

impl Store {
    /// What the machine's clocks say, also in a store that was opened as of another day.
    pub(crate) fn reading(&self) -> Reading {
        let clock = self.machine_clock();
        Reading { wall: clock.now(), boottime: clock.boottime(), boot: clock.boot() }
    }

    /// Looks at the clock and remembers what it said.
    pub(crate) fn observe(&self, connection: &Connection) -> Result<Observed> {
        let (state, observed) = self.look(connection)?;
        upkeep::set(
            connection,
            upkeep::CLOCK,
            &serde_json::to_string(&state).map_err(|error| unwritable(&error))?,
        )?;
        self.presence().counted();
        Ok(observed)
    }

    /// Looks at the clock as [`Self::observe`] would, and remembers nothing.
    pub(crate) fn peek(&self, connection: &Connection) -> Result<Observed> {
        self.look(connection).map(|(_, observed)| observed)
    }

    fn look(&self, connection: &Connection) -> Result<(ClockState, Observed)> {
        let mut state = read_state(connection)?;
        let newest = operation::newest(connection)?;
        let now = state.observe(&self.reading(), self.presence().now(), newest);
        let pause = state.pause.as_ref().map(|pause| (pause.why, pause.steady_since.at.wall));
        Ok((state, Observed { now, pause }))
    }

    /// Counts this program's launch, once.
    pub(crate) fn count_launch(&self, connection: &Connection) -> Result<()> {
        if !self.presence().now().is_new {
            return Ok(());
        }
        self.observe(connection).map(|_| ())
    }
}

/// A state that can't be read is begun anew: that only makes everything wait.
fn read_state(connection: &Connection) -> Result<ClockState> {
    let text = upkeep::get(connection, upkeep::CLOCK)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

fn unwritable(error: &serde_json::Error) -> Error {
    Error::internal(format!("The state of the clock can't be written: {error}"))
}

/// This program's part in the uptime of the store.
#[derive(Debug)]
pub(crate) struct StorePresence {
    launched_at: Millis,
    is_new: AtomicBool,
}

impl StorePresence {
    /// Launched now.
    pub(crate) fn begin(clock: &dyn Clock) -> Self {
        Self { launched_at: clock.boottime(), is_new: true.into() }
    }

    pub(crate) fn now(&self) -> Presence {
        Presence { launched_at: self.launched_at, is_new: self.is_new.load(Ordering::Relaxed) }
    }

    fn counted(&self) {
        self.is_new.store(false, Ordering::Relaxed);
    }
}
