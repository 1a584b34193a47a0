//! Moving a large blob's bytes from one reader to several takers in bounded memory.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, ScopedJoinHandle};

use super::PIECE;
use crate::fs::{AlignedBuffer, CancelToken};
use crate::{Error, Result};

/// Buffers of one piece each that exist at once: together below 16 MiB.
const BUFFERS: usize = 12;

/// Fills the buffer from wherever the bytes come from; 0 is the end.
pub(super) type Read<'r> = dyn FnMut(&mut [u8]) -> Result<usize> + 'r;

/// Takes pieces in order; all are whole but the last.
pub(super) type Sink<'s> = Box<dyn FnMut(&[u8]) -> Result<()> + Send + 's>;

/// Reads until `buffer` is full or the source ends.
pub(super) fn fill(read: &mut Read<'_>, buffer: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match read(rest)? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}

/// Reads everything and hands each piece to every sink, one after the other, on this thread. Returns the bytes.
pub(super) fn pump_inline(
    read: &mut Read<'_>,
    mut sinks: Vec<Sink<'_>>,
    cancel: &CancelToken,
) -> Result<u64> {
    let mut buffer = AlignedBuffer::new(PIECE as usize);
    let mut total = 0;
    loop {
        cancel.check()?;
        let count = fill(read, buffer.bytes_mut())?;
        let piece = buffer.bytes().get(..count).unwrap_or_default();
        if piece.is_empty() {
            return Ok(total);
        }
        sinks.iter_mut().try_for_each(|sink| sink(piece))?;
        total += count as u64;
    }
}

/// The same with a thread per sink, all at work at once over a ring of reused buffers.
pub(super) fn pump_threads(read: &mut Read<'_>, sinks: Vec<Sink<'_>>, cancel: &CancelToken) -> Result<u64> {
    thread::scope(|scope| {
        let mut queues = Vec::with_capacity(sinks.len());
        let mut workers = Vec::with_capacity(sinks.len());
        for mut sink in sinks {
            let (queue, pieces) = sync_channel::<Arc<Piece>>(BUFFERS);
            queues.push(queue);
            workers.push(scope.spawn(move || pieces.iter().try_for_each(|piece| sink(piece.bytes()))));
        }
        let fed = feed(read, &queues, cancel);
        drop(queues);
        let drained = workers.into_iter().map(join).fold(Ok(()), Result::and);
        // A sink that gave up is the cause, the reader's trouble its consequence.
        drained.and(fed)
    })
}

fn feed(read: &mut Read<'_>, queues: &[SyncSender<Arc<Piece>>], cancel: &CancelToken) -> Result<u64> {
    let pool = Pool::new();
    let mut total = 0;
    loop {
        cancel.check()?;
        let mut buffer = pool.take()?;
        let len = fill(read, buffer.bytes_mut())?;
        if len == 0 {
            return Ok(total);
        }
        total += len as u64;
        let piece = Arc::new(Piece { buffer, len, home: pool.home.clone() });
        for queue in queues {
            if queue.send(Arc::clone(&piece)).is_err() {
                return Ok(total);
            }
        }
    }
}

fn join(worker: ScopedJoinHandle<'_, Result<()>>) -> Result<()> {
    worker.join().unwrap_or_else(|_| Err(Error::internal("A thread that handles a file's bytes panicked")))
}

struct Pool {
    home: Sender<AlignedBuffer>,
    free: Receiver<AlignedBuffer>,
}

impl Pool {
    fn new() -> Self {
        #[allow(clippy::disallowed_methods)] // never holds more than the BUFFERS that exist
        let (home, free) = channel();
        for _ in 0..BUFFERS {
            // The receiver lives in the same struct.
            let _ = home.send(AlignedBuffer::default());
        }
        Self { home, free }
    }

    /// Waits for a free buffer; they are allocated on their first use.
    fn take(&self) -> Result<AlignedBuffer> {
        let buffer = self.free.recv().map_err(|_| Error::internal("The ring of buffers is gone"))?;
        Ok(if buffer.is_empty() { AlignedBuffer::new(PIECE as usize) } else { buffer })
    }
}

/// A filled buffer; goes back to the ring when the last taker drops it.
struct Piece {
    buffer: AlignedBuffer,
    len: usize,
    home: Sender<AlignedBuffer>,
}

impl Piece {
    fn bytes(&self) -> &[u8] {
        self.buffer.bytes().get(..self.len).unwrap_or_default()
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        // Nobody takes it back once the reader is done.
        let _ = self.home.send(std::mem::take(&mut self.buffer));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Code;

    fn into(hasher: &mut blake3::Hasher) -> Sink<'_> {
        Box::new(|piece| {
            hasher.update(piece);
            Ok(())
        })
    }

    fn source(mut left: usize) -> impl FnMut(&mut [u8]) -> Result<usize> {
        move |buffer| {
            let count = left.min(buffer.len()).min(70_000);
            buffer.iter_mut().take(count).enumerate().for_each(|(index, byte)| *byte = (left - index) as u8);
            left -= count;
            Ok(count)
        }
    }

    #[test]
    fn every_sink_gets_every_byte() {
        for size in [0, 1, PIECE as usize, 40 * PIECE as usize + 3] {
            for pump in [pump_inline, pump_threads] {
                let (mut one, mut two) = (blake3::Hasher::new(), blake3::Hasher::new());
                let sinks = vec![into(&mut one), into(&mut two)];
                assert_eq!(pump(&mut source(size), sinks, &CancelToken::new()).unwrap(), size as u64);
                let mut all = vec![0; size];
                fill(&mut source(size), &mut all).unwrap();
                assert_eq!((one.finalize(), two.finalize()), (blake3::hash(&all), blake3::hash(&all)));
            }
        }
    }

    #[test]
    fn a_failing_sink_ends_it_with_its_error() {
        for pump in [pump_inline, pump_threads] {
            let sinks: Vec<Sink<'_>> =
                vec![Box::new(|_| Ok(())), Box::new(|_| Err(Error::new(Code::DiskFull, "full")))];
            let error = pump(&mut source(100 << 20), sinks, &CancelToken::new()).unwrap_err();
            assert_eq!(error.code(), Code::DiskFull);
        }
    }
}
