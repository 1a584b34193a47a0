//! Ctrl-C and the system's request to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cairn_api::host::{CancelToken, Error, Result};
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
    let (asked, jobs) = (Asked::default(), Arc::clone(jobs));
    let told = asked.clone();
    listen(move || {
        told.0.store(true, Ordering::Release);
        jobs.cancel_all();
    })?;
    Ok(asked)
}

/// Calls `first` at the first signal and ends the program at the second. Listens when it returns, so that no signal
/// falls between.
fn listen(first: impl FnOnce() + Send + 'static) -> Result<()> {
    let runtime = runtime()?;
    let mut signals = runtime.block_on(async { Signals::new() })?;
    let work = move || {
        runtime.block_on(async {
            signals.next().await;
            first();
            signals.next().await;
        });
        std::process::exit(i32::from(CANCELLED));
    };
    let thread = std::thread::Builder::new().name("signals".into());
    thread.spawn(work).map(|_| ()).map_err(|error| Error::io("a thread for signals", error))
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Error::io("the handler of signals", error))
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

/// Cancels a token at the first signal; the second ends the program at once.
pub(crate) fn cancel_token(cancel: &CancelToken) -> Result<Asked> {
    let (asked, cancel) = (Asked::default(), cancel.clone());
    let told = asked.clone();
    listen(move || {
        told.0.store(true, Ordering::Release);
        cancel.cancel();
    })?;
    Ok(asked)
}

/// Signals that are kept for a program that is about to start.
pub(crate) struct Forwarding {
    runtime: tokio::runtime::Runtime,
    signals: Signals,
}

/// Listens from now on.
pub(crate) fn forwarding() -> Result<Forwarding> {
    let runtime = runtime()?;
    let signals = runtime.block_on(async { Signals::new() })?;
    Ok(Forwarding { runtime, signals })
}

#[cfg(unix)]
impl Forwarding {
    /// Passes every signal on to a process. `shares_terminal`: an interrupt reaches it anyway.
    pub(crate) fn to(mut self, process: u32, shares_terminal: bool) -> Result<()> {
        use rustix::process::{Pid, Signal, kill_process};
        let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) else { return Ok(()) };
        let work = move || {
            self.runtime.block_on(async {
                loop {
                    let signal = tokio::select! {
                        _ = self.signals.interrupt.recv() => Signal::INT,
                        _ = self.signals.terminate.recv() => Signal::TERM,
                    };
                    if signal != Signal::INT || !shares_terminal {
                        // It may have ended meanwhile.
                        let _ = kill_process(pid, signal);
                    }
                }
            });
        };
        let thread = std::thread::Builder::new().name("signals".into());
        thread.spawn(work).map(|_| ()).map_err(|error| Error::io("a thread for signals", error))
    }
}
