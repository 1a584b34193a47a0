//! The host's side: start a worker, give it bytes, stop it in time.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::{Frame, MAX_FRAME, MAX_RANGE, Preview, READ_ERROR, Request};

/// Gives the bytes from an offset on, at most as many as asked for; fewer mean the end of the file.
pub type RangeSource<'a> = dyn FnMut(u64, u32) -> io::Result<Vec<u8>> + 'a;

/// Why there is no preview.
#[derive(Debug)]
pub enum Failure {
    /// The program does not start.
    Start(io::Error),
    /// No answer in time; the worker was stopped.
    Timeout,
    /// The worker ended without an answer, stopped by its fence or by a fault.
    Died,
    /// The host could not read a range.
    Source(io::Error),
    /// The worker says it cannot show the file.
    Refused(String),
    /// The worker does not keep to the protocol.
    Protocol(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => write!(f, "the preview program does not start: {error}"),
            Self::Timeout => f.write_str("decoding took too long and was stopped"),
            Self::Died => f.write_str("decoding needed more than a preview may use, or failed"),
            Self::Source(error) => write!(f, "the file cannot be read: {error}"),
            Self::Refused(reason) => f.write_str(reason),
            Self::Protocol(what) => write!(f, "the preview program answered wrongly: {what}"),
        }
    }
}

impl std::error::Error for Failure {}

/// Previews a file, and shows it as plain text or hex if the decoder ran into its limits.
///
/// `program` is the path of `cairn-preview`, `timeout` bounds each of the (at most two) workers. A worker that
/// died or took too long is followed by one that decodes nothing; its answer carries the reason as warning.
///
/// # Errors
/// [`Failure`] if not even that works.
pub fn preview(
    program: &Path,
    request: &Request,
    source: &mut RangeSource<'_>,
    timeout: Duration,
) -> Result<Preview, Failure> {
    match run(program, request, source, timeout) {
        Err(failure @ (Failure::Timeout | Failure::Died | Failure::Protocol(_))) => {
            let plain = Request { plain: true, offset: 0, limit: None, ..request.clone() };
            let mut shown = run(program, &plain, source, timeout)?;
            shown.warning = Some(format!("No preview: {failure}. The file is shown as it stands."));
            Ok(shown)
        }
        other => other,
    }
}

/// Runs one worker to its end.
///
/// The worker is stopped after `timeout` and is gone when this returns. Blocks; call it from a thread that lives
/// until it returns, since on Linux the worker dies with the thread that started it.
///
/// # Errors
/// [`Failure`] in all its kinds.
pub fn run(
    program: &Path,
    request: &Request,
    source: &mut RangeSource<'_>,
    timeout: Duration,
) -> Result<Preview, Failure> {
    let mut child = start(program).map_err(Failure::Start)?;
    let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Failure::Died);
    };
    let child = Mutex::new(child);
    let (done, waiting) = mpsc::sync_channel::<()>(1);
    let running = &child;
    let (answer, late) = std::thread::scope(|scope| {
        // Killing the worker closes its pipes, which ends whatever read or write the host is blocked in.
        let guard = scope.spawn(move || {
            let late = waiting.recv_timeout(timeout) == Err(RecvTimeoutError::Timeout);
            stop(running);
            late
        });
        let answer = serve(request, stdin, stdout, source);
        drop(done);
        (answer, guard.join().unwrap_or(false))
    });
    reap(child);
    match answer {
        Err(Failure::Died | Failure::Protocol(_)) if late => Err(Failure::Timeout),
        other => other,
    }
}

fn start(program: &Path) -> io::Result<Child> {
    let mut command = Command::new(program);
    // No environment: nothing of the user's reaches the worker but the bytes it asks for.
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(unix)]
    command.current_dir("/");
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt;
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(CREATE_NO_WINDOW);
    }
    command.spawn()
}

fn stop(child: &Mutex<Child>) {
    // It fails only if the worker has ended by itself.
    drop(child.lock().unwrap_or_else(PoisonError::into_inner).kill());
}

fn reap(child: Mutex<Child>) {
    drop(child.into_inner().unwrap_or_else(PoisonError::into_inner).wait());
}

/// Holds the conversation with a worker over its pipes. Has no time limit of its own: see [`run`].
///
/// # Errors
/// [`Failure`], but neither `Start` nor `Timeout`.
pub fn serve(
    request: &Request,
    mut to_worker: impl Write,
    from_worker: impl Read,
    source: &mut RangeSource<'_>,
) -> Result<Preview, Failure> {
    let mut line = serde_json::to_vec(request).map_err(|error| Failure::Protocol(error.to_string()))?;
    line.push(b'\n');
    write(&mut to_worker, &[&line])?;
    let mut frames = BufReader::new(from_worker);
    loop {
        match next_frame(&mut frames)? {
            Frame::Read { offset, len } => answer(&mut to_worker, source, request.size, offset, len)?,
            Frame::Done(preview) => return Ok(*preview),
            Frame::Failed { reason } => return Err(Failure::Refused(reason)),
        }
    }
}

fn next_frame(frames: &mut impl BufRead) -> Result<Frame, Failure> {
    let mut line = Vec::new();
    frames.take(MAX_FRAME).read_until(b'\n', &mut line).map_err(|_| Failure::Died)?;
    if line.last() != Some(&b'\n') {
        let long = line.len() as u64 >= MAX_FRAME;
        return Err(if long { Failure::Protocol("a frame is too long".into()) } else { Failure::Died });
    }
    serde_json::from_slice(&line).map_err(|error| Failure::Protocol(error.to_string()))
}

fn answer(
    to_worker: &mut impl Write,
    source: &mut RangeSource<'_>,
    size: u64,
    offset: u64,
    len: u32,
) -> Result<(), Failure> {
    if len > MAX_RANGE {
        return Err(Failure::Protocol(format!("it asked for {len} bytes at once")));
    }
    let len = u64::from(len).min(size.saturating_sub(offset)) as u32;
    let bytes = if len == 0 { Ok(Vec::new()) } else { source(offset, len) };
    match bytes {
        Ok(bytes) => {
            let bytes = bytes.get(..len as usize).unwrap_or(&bytes);
            write(to_worker, &[&(bytes.len() as u32).to_le_bytes(), bytes])
        }
        Err(error) => {
            // The worker learns of it too, so that it ends in order.
            drop(write(to_worker, &[&READ_ERROR.to_le_bytes()]));
            Err(Failure::Source(error))
        }
    }
}

fn write(to_worker: &mut impl Write, parts: &[&[u8]]) -> Result<(), Failure> {
    let all = parts.iter().try_for_each(|part| to_worker.write_all(part));
    all.and_then(|()| to_worker.flush()).map_err(|_| Failure::Died)
}
