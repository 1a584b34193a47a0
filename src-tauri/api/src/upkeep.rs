//! Upkeep: a program that stays open expires, collects and purges by itself, in idle time, one program at a time.
//!
//! Nothing is polled: a thread sleeps until the next thing is due, and looks again when the change feed says that the
//! store changed. It wakes now and then only to see whether the clock moved while the machine slept.

use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use cairn_engine::fs::CancelToken;
use cairn_engine::retention::UpkeepState;
use cairn_engine::store::Store;
use cairn_engine::{Code, workers};

use crate::jobs::Jobs;

/// The longest sleep: the timer of the system doesn't count time asleep, the clock does.
const LONGEST: Duration = Duration::from_mins(15);
/// The shortest: changes that come together are looked at together, and so much later than something was due it goes.
const SHORTEST: Duration = Duration::from_secs(1);
/// After something went wrong, or another program was at it, or a job runs here.
const LATER: Duration = Duration::from_mins(1);
/// Strays on disk and blobs of broken-off logs are looked for this often.
const EVERY: Duration = Duration::from_hours(6);

/// Wakes the upkeep of a store.
#[derive(Debug, Default)]
pub struct Bell {
    rung: Mutex<bool>,
    changed: Condvar,
}

impl Bell {
    /// The store changed.
    pub fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Waits until it rings, at most so long.
    fn wait(&self, most: Duration) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut rung, _) = self
            .changed
            .wait_timeout_while(rung, most, |rung| !*rung)
            .unwrap_or_else(PoisonError::into_inner);
        *rung = false;
    }
}

/// Keeps a store up for as long as somebody else holds it.
pub fn start(store: &Arc<Store>, jobs: &Arc<Jobs>, bell: Arc<Bell>) {
    if store.read_only().is_some() {
        return;
    }
    let (store, jobs) = (Arc::downgrade(store), Arc::downgrade(jobs));
    let work = move || {
        workers::give_way();
        let mut last = None;
        while let Some(sleep) = round(&store, &jobs, &mut last) {
            std::thread::sleep(SHORTEST);
            bell.wait(sleep);
        }
    };
    if let Err(error) = std::thread::Builder::new().name("upkeep".into()).spawn(work) {
        log::warn!("nothing expires while this program runs: {error}");
    }
}

/// Does what is due and says how long to sleep; `None` when the store is closed.
fn round(store: &Weak<Store>, jobs: &Weak<Jobs>, last: &mut Option<Instant>) -> Option<Duration> {
    let (store, jobs) = (store.upgrade()?, jobs.upgrade()?);
    if let Err(error) = store.close_removed_packs() {
        log::debug!("packs stay open: {error}");
    }
    let is_due = match store.upkeep_state() {
        Ok(state) => state.next().is_some_and(|at| at <= store.now()),
        Err(error) => {
            log::warn!("upkeep can't be planned: {error}");
            return Some(LATER);
        }
    };
    if !is_due && last.is_some_and(|last| last.elapsed() < EVERY) {
        return Some(until_next(&store));
    }
    if jobs.running() > 0 {
        return Some(LATER);
    }
    match store.keep_up(&CancelToken::new()) {
        Ok(_) => {
            *last = Some(Instant::now());
            Some(until_next(&store))
        }
        Err(error) => {
            if error.code() != Code::StoreLocked {
                log::warn!("upkeep failed: {error}");
            }
            Some(LATER)
        }
    }
}

/// What stays due after a round waits for more than time: an hour of running, say.
fn until_next(store: &Store) -> Duration {
    let Ok(state) = store.upkeep_state() else { return LATER };
    let now = store.now();
    let UpkeepState { next_expiry, next_rules, next_purge, next_collection, next_scrub, .. } = state;
    let next = [next_expiry, next_rules, next_purge, next_collection, next_scrub];
    let ahead = next.into_iter().flatten().filter(|at| *at > now).min();
    let sleep = ahead.map_or(LONGEST, |at| Duration::from_millis(at.abs_diff(now)));
    sleep.min(LONGEST)
}
