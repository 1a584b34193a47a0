//! Work on many items at once, on as many threads as there are processors.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};

use crate::{Error, Result};

/// More threads than this only wait for the disk.
const MOST: usize = 8;

/// How much lower the priority of work in the background is.
const BACKGROUND: i32 = 10;

/// Lets this thread, and those it starts from now on, give way to what a person waits for: a window that draws.
/// It costs nothing while nobody else computes. Where the system refuses, the work goes on as it is.
pub fn give_way() {
    // On Linux the priority belongs to the thread that asks, and threads inherit it.
    if let Err(error) = rustix::process::setpriority_process(None, BACKGROUND) {
        log::debug!("work in the background keeps its priority: {error}");
    }
}

/// More of what waits than this for each thread only takes memory.
const WAITING: usize = 2;

fn threads() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from).min(MOST)
}

/// Calls `work` with every number below `count`, in no order; ends at the first error.
fn run(count: usize, work: &(dyn Fn(usize) -> Result<()> + Sync)) -> Result<()> {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let pull = || {
        while !stop.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                break;
            }
            work(index).inspect_err(|_| stop.store(true, Ordering::Relaxed))?;
        }
        Ok(())
    };
    let threads = threads().min(count);
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(pull)).collect();
        let mut first = pull();
        for other in others {
            first = first.and(other.join().unwrap_or_else(|_| Err(Error::internal("A thread panicked"))));
        }
        first
    })
}

/// Calls `work` with up to `batch` neighbouring items at a time; ends at the first error.
pub(crate) fn each<T: Sync>(
    items: &[T],
    batch: usize,
    work: &(dyn Fn(&[T]) -> Result<()> + Sync),
) -> Result<()> {
    let batches: Vec<&[T]> = items.chunks(batch.max(1)).collect();
    run(batches.len(), &|index| work(batches[index]))
}

/// Hands what `produce` gives to `work` on other threads, and what that answers, in no order, to `take` on this one: for
/// a source that one thread reads and a result that one thread makes. Ends at the first error.
pub(crate) fn pipe<I: Send, O: Send>(
    produce: impl FnOnce(&mut dyn FnMut(I) -> Result<()>) -> Result<()>,
    work: &(dyn Fn(I) -> Result<O> + Sync),
    take: &mut dyn FnMut(O),
) -> Result<()> {
    let count = threads();
    let waiting = WAITING * count;
    let (send, jobs) = mpsc::sync_channel::<I>(waiting);
    let jobs = Arc::new(Mutex::new(jobs));
    // Every answer is taken before another item is sent, so all that is under way has room here: no thread waits for
    // this one while this one waits for them.
    let (answer, answers) = mpsc::sync_channel(waiting + count + 1);
    std::thread::scope(|scope| {
        for _ in 0..count {
            let (jobs, answer) = (Arc::clone(&jobs), answer.clone());
            scope.spawn(move || {
                loop {
                    let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    if job.is_err() || job.is_ok_and(|job| answer.send(work(job)).is_err()) {
                        break;
                    }
                }
            });
        }
        // Only the threads hold these now: where they end, so do the channels.
        drop((jobs, answer));
        let produced = produce(&mut |item| {
            while let Ok(answer) = answers.try_recv() {
                take(answer?);
            }
            send.send(item).map_err(|_| Error::internal("A thread panicked"))
        });
        drop(send);
        produced?;
        answers.iter().try_for_each(|answer| {
            take(answer?);
            Ok(())
        })
    })
}

/// What `work` answers for every item, in their order; ends at the first error.
pub(crate) fn map<T: Sync, R: Send + Sync>(
    items: &[T],
    work: &(dyn Fn(&T) -> Result<R> + Sync),
) -> Result<Vec<R>> {
    let answers: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    run(items.len(), &|index| {
        // Every number comes once, so the place is free.
        let _ = answers[index].set(work(&items[index])?);
        Ok(())
    })?;
    let answered = answers.into_iter().map(OnceLock::into_inner);
    answered.map(|answer| answer.ok_or_else(|| Error::internal("An item was passed over"))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn all_that_is_produced_is_worked_on_and_taken() {
        let mut sum = 0_u64;
        let produce = |send: &mut dyn FnMut(u64) -> Result<()>| (1..=1000).try_for_each(send);
        pipe(produce, &|item| Ok(item * 2), &mut |item| sum += item).unwrap();
        assert_eq!(sum, 1_001_000);
        let failing = |item| if item == 500 { Err(Error::internal("500")) } else { Ok(item) };
        let failed = pipe(|send| (1..=1000_u64).try_for_each(send), &failing, &mut |_| {});
        assert_eq!(failed.unwrap_err().message(), "500");
        let nothing = |_: &mut dyn FnMut(u64) -> Result<()>| Err(Error::internal("read"));
        assert_eq!(pipe(nothing, &Ok, &mut |_| {}).unwrap_err().message(), "read");
    }

    #[test]
    fn order_is_kept_and_errors_end() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(map(&items, &|item| Ok(item * 2)).unwrap()[999], 1998);
        assert!(map::<usize, usize>(&[], &|item| Ok(*item)).unwrap().is_empty());
        let failed = each(&items, 7, &|batch| {
            if batch.contains(&500) { Err(Error::internal("500")) } else { Ok(()) }
        });
        assert_eq!(failed.unwrap_err().message(), "500");
    }
}
