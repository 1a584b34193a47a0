//! Ctrl-C and the system's request to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cairn_api::host::{Error, Result};
use cairn_api::jobs::Jobs;

use crate::stop::CANCELLED;

/// Whether somebody asked to end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked(Arc<AtomicBool>);

impl Asked {
    /// Whether somebody asked.
    pub(crate) fn yet(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Cancels the jobs at the first signal, which lets them clean up; the second ends the program at once.
pub(crate) fn cancel_jobs(jobs: &Arc<Jobs>) -> Result<Asked> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Error::io("the handler of signals", error))?;
    let (asked, jobs) = (Asked::default(), Arc::clone(jobs));
    let told = asked.clone();
    // Registered before the job starts, so that no signal falls between.
    let mut signals = runtime.block_on(async { Signals::new() })?;
    let work = move || {
        runtime.block_on(async {
            signals.next().await;
            told.0.store(true, Ordering::Release);
            jobs.cancel_all();
            signals.next().await;
        });
        std::process::exit(i32::from(CANCELLED));
    };
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(work)
        .map_err(|error| Error::io("a thread for signals", error))?;
    Ok(asked)
}

/// Both signals that ask to end.
pub(crate) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// Listens from now on; inside a tokio runtime.
    pub(crate) fn new() -> Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).map_err(|error| Error::io("a handler of signals", error));
        Ok(Self { interrupt: listen(SignalKind::interrupt())?, terminate: listen(SignalKind::terminate())? })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    /// Listens from now on.
    pub(crate) fn new() -> Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
