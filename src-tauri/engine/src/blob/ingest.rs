//! Putting many files at once.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::writer::{Known, Writer};
use super::{Hashed, LARGE};
use crate::fs::{CancelToken, Source, SourceStat};
use crate::{Code, Error, Result};

/// One file to put.
#[derive(Debug, Clone)]
pub struct SourceJob {
    /// The caller's number for it, given back with the result.
    pub index: u64,
    /// Where it lies.
    pub path: PathBuf,
    /// Whether a symbolic link at the end of the path is followed.
    pub follow: bool,
}

/// What came of one file.
#[derive(Debug)]
pub struct IngestDone {
    /// The job's number.
    pub index: u64,
    /// Identity at the moment of opening, and what was read; or why it couldn't be read.
    pub result: Result<(SourceStat, Hashed)>,
}

/// Puts files on `threads` threads, each pulling its next job when it is done with the last: as many jobs are
/// under way as there are threads, so a slow disk holds back whoever lists the jobs. `on_done` gets every result,
/// one at a time, in any order; it may flush the writer, and its error ends everything.
///
/// A file that can't be read is that job's result, and the rest goes on. A failure of the store, a cancellation
/// (within a piece, also inside a large file) or an error of `on_done` is returned, and nothing is to be
/// committed.
pub fn ingest_many(
    writer: &Writer<'_>,
    jobs: &mut (dyn Iterator<Item = SourceJob> + Send),
    threads: usize,
    known: &Known<'_>,
    cancel: &CancelToken,
    on_done: &mut (dyn FnMut(IngestDone) -> Result<()> + Send),
) -> Result<()> {
    let run = Run {
        writer,
        jobs: Mutex::new(jobs),
        known,
        cancel,
        on_done: Mutex::new(on_done),
        stop: AtomicBool::new(false),
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads.max(1)).map(|_| scope.spawn(|| run.work())).collect();
        let mut first = run.work();
        for worker in workers {
            let ended =
                worker.join().unwrap_or_else(|_| Err(Error::internal("A thread that reads files panicked")));
            first = first.and(ended);
        }
        first
    })
}

struct Run<'r> {
    writer: &'r Writer<'r>,
    jobs: Mutex<&'r mut (dyn Iterator<Item = SourceJob> + Send)>,
    known: &'r Known<'r>,
    cancel: &'r CancelToken,
    on_done: Mutex<&'r mut (dyn FnMut(IngestDone) -> Result<()> + Send)>,
    stop: AtomicBool,
}

impl Run<'_> {
    fn work(&self) -> Result<()> {
        let worked = self.work_until_done();
        if worked.is_err() {
            self.stop.store(true, Ordering::Relaxed);
        }
        worked
    }

    fn work_until_done(&self) -> Result<()> {
        let mut buffer = vec![0; LARGE as usize];
        while let Some(job) = self.next_job() {
            self.cancel.check()?;
            let result = match self.put(&job, &mut buffer) {
                Err(error) if !is_the_files_own(error.code()) => return Err(error),
                other => other,
            };
            let mut on_done = self.on_done.lock().unwrap_or_else(PoisonError::into_inner);
            on_done(IngestDone { index: job.index, result })?;
        }
        Ok(())
    }

    fn next_job(&self) -> Option<SourceJob> {
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).next()
    }

    fn put(&self, job: &SourceJob, buffer: &mut Vec<u8>) -> Result<(SourceStat, Hashed)> {
        let source = Source::open(&job.path, job.follow)?;
        let hashed = self.writer.put_file_with(&source, self.known, self.cancel, buffer)?;
        Ok((*source.stat(), hashed))
    }
}

/// Whether an error speaks of one file, not of the store.
fn is_the_files_own(code: Code) -> bool {
    matches!(code, Code::SourceMissing | Code::SourceUnreadable | Code::SourceChanged | Code::SourceLink)
}
