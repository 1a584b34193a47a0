//! Jobs: long work on threads of its own, with progress, pause and cancel.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use cairn_engine::clock::{Clock, SystemClock};
use cairn_engine::fs::CancelToken;
use cairn_engine::progress::{Monitor, Progress as Done};
use cairn_engine::{Code, Error, Result, workers};

use crate::types::{ApiError, Event, Job, Progress};

/// Ended jobs that are kept for the list.
const KEPT: usize = 50;
/// Progress is told at most this often.
const TELL_EVERY: Duration = Duration::from_millis(100);
/// Rates are means over this time.
const WINDOW: Duration = Duration::from_secs(5);

/// Hears of jobs.
pub type Listener = Box<dyn Fn(Event) + Send + Sync>;

/// The running and the ended jobs of a host.
pub struct Jobs {
    next: AtomicU64,
    entries: Mutex<BTreeMap<u64, Entry>>,
    changed: Condvar,
    listener: Listener,
    background: bool,
}

/// What a job does; kept while it may be asked for again, and no longer: it holds the store open.
type Work = Arc<dyn Fn(&Monitor<'_>) -> Result<Answer> + Send + Sync>;

struct Entry {
    job: Job,
    work: Option<Work>,
    cancel: CancelToken,
    told: Option<Instant>,
    rates: VecDeque<(Instant, u64)>,
}

/// What a job answers: JSON text, and the address to go to.
pub struct Answer {
    /// JSON of the result.
    pub result: String,
    /// Address to go to.
    pub address: Option<String>,
}

impl Answer {
    /// An answer from a transport type.
    pub fn of(result: &impl serde::Serialize, address: Option<String>) -> Result<Self> {
        let result = serde_json::to_string(result).map_err(|error| Error::internal(error.to_string()))?;
        Ok(Self { result, address })
    }
}

impl std::fmt::Debug for Jobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Jobs").field("entries", &self.lock().len()).finish_non_exhaustive()
    }
}

impl Jobs {
    /// No jobs yet; `listener` hears of every step. In the `background` they give way to a window.
    pub fn new(listener: Listener, background: bool) -> Self {
        let (entries, changed) = (Mutex::default(), Condvar::new());
        Self { next: AtomicU64::new(1), entries, changed, listener, background }
    }

    /// Starts a job on a thread of its own and answers its number.
    pub fn start(
        self: &Arc<Self>,
        kind: &str,
        title: String,
        work: impl Fn(&Monitor<'_>) -> Result<Answer> + Send + Sync + 'static,
    ) -> Result<u64> {
        self.begin(kind, title, Arc::new(work))
    }

    /// Does what a failed or cancelled job was to do, as a new job in its place; answers the new number.
    pub fn retry(self: &Arc<Self>, id: u64) -> Result<u64> {
        let (kind, title, work) = {
            let mut entries = self.lock();
            let job = &entries.get(&id).ok_or_else(|| unknown(id))?.job;
            if !matches!(job.state.as_str(), "failed" | "cancelled") {
                return Err(Error::new(Code::RequestInvalid, format!("{} hasn't failed", job.title))
                    .hint("Only what failed or was cancelled can be tried again."));
            }
            entries.remove(&id).and_then(|entry| Some((entry.job.kind, entry.job.title, entry.work?)))
        }
        .ok_or_else(|| unknown(id))?;
        self.begin(&kind, title, work)
    }

    fn begin(self: &Arc<Self>, kind: &str, title: String, work: Work) -> Result<u64> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let cancel = CancelToken::new();
        let job = Job {
            id,
            kind: kind.to_owned(),
            title,
            state: "running".into(),
            progress: Progress::default(),
            started_at: SystemClock.now(),
            ended_at: None,
            error: None,
            result: None,
            address: None,
        };
        let entry = Entry {
            job: job.clone(),
            work: Some(Arc::clone(&work)),
            cancel: cancel.clone(),
            told: None,
            rates: VecDeque::new(),
        };
        self.lock().insert(id, entry);
        (self.listener)(Event::Job { job });
        let jobs = Arc::clone(self);
        let run = move || {
            if jobs.background {
                workers::give_way();
            }
            let report = |done: Done| jobs.progress(id, done);
            let monitor = Monitor { cancel, report: &report };
            // A defect ends the job as failed; without an end, quitting would wait for it for ever.
            let answer = catch_unwind(AssertUnwindSafe(|| work(&monitor)))
                .unwrap_or_else(|_| Err(Error::internal("The work broke off")));
            drop(work);
            jobs.end(id, answer);
        };
        std::thread::Builder::new()
            .name(format!("job-{id}"))
            .spawn(run)
            .map_err(|error| Error::io("a thread for the job", error))?;
        Ok(id)
    }

    /// Every job, newest first.
    pub fn list(&self) -> Vec<Job> {
        self.lock().values().rev().map(|entry| entry.job.clone()).collect()
    }

    /// A job by number.
    pub fn get(&self, id: u64) -> Result<Job> {
        self.lock().get(&id).map(|entry| entry.job.clone()).ok_or_else(|| unknown(id))
    }

    /// Number of jobs that run or are paused.
    pub fn running(&self) -> usize {
        self.lock().values().filter(|entry| entry.job.ended_at.is_none()).count()
    }

    /// Waits until a job has ended, telling `each` of its steps.
    pub fn wait(&self, id: u64, each: &mut dyn FnMut(&Job)) -> Result<Job> {
        let mut entries = self.lock();
        loop {
            let job = entries.get(&id).map(|entry| entry.job.clone()).ok_or_else(|| unknown(id))?;
            each(&job);
            if job.ended_at.is_some() {
                return Ok(job);
            }
            entries =
                self.changed.wait_timeout(entries, TELL_EVERY).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until every job has ended.
    pub fn wait_all(&self) {
        let mut entries = self.lock();
        while entries.values().any(|entry| entry.job.ended_at.is_none()) {
            entries = self.changed.wait(entries).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Cancels a job; it ends soon, as if it had never been.
    pub fn cancel(&self, id: u64) -> Result<()> {
        self.with(id, |entry| entry.cancel.cancel())
    }

    /// Cancels every job.
    pub fn cancel_all(&self) {
        self.lock().values().for_each(|entry| entry.cancel.cancel());
    }

    /// Halts a job.
    pub fn pause(&self, id: u64) -> Result<()> {
        self.set_state(id, "running", "paused", CancelToken::pause)
    }

    /// Lets a halted job go on.
    pub fn resume(&self, id: u64) -> Result<()> {
        self.set_state(id, "paused", "running", CancelToken::resume)
    }

    /// Forgets an ended job.
    pub fn dismiss(&self, id: u64) -> Result<()> {
        let mut entries = self.lock();
        if entries.get(&id).ok_or_else(|| unknown(id))?.job.ended_at.is_some() {
            entries.remove(&id);
        }
        Ok(())
    }

    fn set_state(&self, id: u64, from: &str, to: &str, act: fn(&CancelToken)) -> Result<()> {
        self.with(id, |entry| {
            if entry.job.state == from {
                to.clone_into(&mut entry.job.state);
                entry.rates.clear();
                act(&entry.cancel);
            }
        })
    }

    fn with(&self, id: u64, act: impl FnOnce(&mut Entry)) -> Result<()> {
        let mut entries = self.lock();
        let entry = entries.get_mut(&id).ok_or_else(|| unknown(id))?;
        act(entry);
        let job = entry.job.clone();
        drop(entries);
        (self.listener)(Event::Job { job });
        Ok(())
    }

    fn progress(&self, id: u64, done: Done) {
        let mut entries = self.lock();
        let Some(entry) = entries.get_mut(&id) else { return };
        let now = Instant::now();
        entry.job.progress = measured(&mut entry.rates, now, done);
        if entry.told.is_some_and(|told| now - told < TELL_EVERY) {
            return;
        }
        entry.told = Some(now);
        let job = entry.job.clone();
        drop(entries);
        (self.listener)(Event::Job { job });
    }

    fn end(&self, id: u64, answer: Result<Answer>) {
        let mut entries = self.lock();
        let Some(entry) = entries.get_mut(&id) else { return };
        let job = &mut entry.job;
        job.ended_at = Some(SystemClock.now());
        job.progress.rate = 0;
        job.progress.seconds_left = None;
        match answer {
            Ok(answer) => {
                job.state = "done".into();
                entry.work = None;
                job.result = Some(answer.result);
                job.address = answer.address;
            }
            Err(error) => {
                job.state = if error.code() == Code::Cancelled { "cancelled" } else { "failed" }.into();
                job.error = Some(ApiError::from(error));
            }
        }
        let job = job.clone();
        let ended: Vec<u64> =
            entries.values().filter(|e| e.job.ended_at.is_some()).map(|e| e.job.id).collect();
        for old in ended.iter().take(ended.len().saturating_sub(KEPT)) {
            entries.remove(old);
        }
        drop(entries);
        self.changed.notify_all();
        (self.listener)(Event::Job { job });
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unknown(id: u64) -> Error {
    Error::new(Code::NotFound, format!("There is no job {id}")).hint("It has ended and was dismissed.")
}

/// Progress with its rate over the last seconds and the time that is left at it.
fn measured(rates: &mut VecDeque<(Instant, u64)>, now: Instant, done: Done) -> Progress {
    rates.push_back((now, done.bytes));
    while rates.len() > 2 && rates.front().is_some_and(|(at, _)| now - *at > WINDOW) {
        rates.pop_front();
    }
    let rate = rates.front().map_or(0, |(at, bytes)| {
        let seconds = (now - *at).as_secs_f64();
        if seconds < 0.2 { 0 } else { (done.bytes.saturating_sub(*bytes) as f64 / seconds) as u64 }
    });
    let left = done.total_bytes.saturating_sub(done.bytes);
    Progress {
        step: done.step.as_str().to_owned(),
        bytes: done.bytes,
        total_bytes: done.total_bytes,
        items: done.items,
        total_items: done.total_items,
        rate,
        seconds_left: (rate > 0 && done.total_bytes > 0).then(|| left / rate),
        current: done.current,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn jobs() -> Arc<Jobs> {
        Arc::new(Jobs::new(Box::new(|_| ()), false))
    }

    fn done() -> Answer {
        Answer { result: "{}".into(), address: None }
    }

    #[test]
    fn what_failed_can_be_tried_again() {
        let (jobs, tries) = (jobs(), Arc::new(AtomicU64::new(0)));
        let counted = Arc::clone(&tries);
        let work = move |_: &Monitor<'_>| match counted.fetch_add(1, Ordering::Relaxed) {
            0 => Err(Error::new(Code::DiskFull, "The disk is full")),
            _ => Ok(done()),
        };
        let first = jobs.start("log", "Logging data".into(), work).unwrap();
        let failed = jobs.wait(first, &mut |_| ()).unwrap();
        assert_eq!((failed.state.as_str(), failed.error.unwrap().code.as_str()), ("failed", "disk-full"));
        let again = jobs.retry(first).unwrap();
        let ended = jobs.wait(again, &mut |_| ()).unwrap();
        assert_eq!((ended.state.as_str(), ended.title.as_str()), ("done", "Logging data"));
        assert_eq!(jobs.list().len(), 1, "the new job stands in the place of the old one");
        assert_eq!(jobs.retry(again).unwrap_err().code(), Code::RequestInvalid);
        assert_eq!(tries.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn a_defect_ends_the_job() {
        let jobs = jobs();
        let id = jobs.start("log", "Logging data".into(), |_| panic!("a defect")).unwrap();
        let ended = jobs.wait(id, &mut |_| ()).unwrap();
        assert_eq!((ended.state.as_str(), ended.error.unwrap().code.as_str()), ("failed", "internal"));
        jobs.wait_all();
    }
}
