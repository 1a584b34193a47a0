#![allow(clippy::unwrap_used)]
//! Every operation fails once and for good, and power is lost at every one of them.

use std::path::Path;
use std::sync::Arc;

use super::tests::{bytes, unknown, writer};
use super::*;
use crate::fs::testing::{FailFs, Fault, FaultKind, Op, SimFs};
use crate::fs::{CancelToken, StoreFs};

/// A store in memory whose operations can fail.
struct Bench {
    disk: SimFs,
    faults: Arc<FailFs>,
    store: BlobStore,
}

impl Bench {
    fn new() -> Self {
        let disk = SimFs::new();
        let faults = Arc::new(FailFs::new(Arc::new(disk.clone())));
        let store = BlobStore::new(Arc::clone(&faults) as Arc<dyn StoreFs>);
        store.prepare().unwrap();
        Self { disk, faults, store }
    }

    /// Two batches over two packs and two plain files; returns what was acknowledged as durable.
    fn script(&self, acknowledged: &mut Vec<Stored>) -> crate::Result<()> {
        let writer = writer(&self.store);
        writer.set_pack_limit(3000);
        for batch in 0..2_u64 {
            let mut put = Vec::new();
            for (index, size) in [700, 1500, 1400, LARGE as usize + 9].into_iter().enumerate() {
                let content = bytes(size, batch * 10 + index as u64);
                put.push(writer.put_reader(&mut &*content, &unknown, &CancelToken::new())?);
            }
            writer.flush_durable()?;
            acknowledged.extend(put.into_iter().filter_map(Hashed::stored));
        }
        Ok(())
    }

    fn operations(&self, op: Option<Op>) -> u64 {
        op.map_or_else(|| self.faults.total(), |op| self.faults.count(op))
    }
}

fn all_readable(disk: &SimFs, blobs: &[Stored]) {
    let store = BlobStore::new(Arc::new(disk.clone()));
    for blob in blobs {
        store.verify(blob).unwrap();
    }
}

/// How many operations of each kind one run of the script has.
fn count(op: Option<Op>) -> u64 {
    let bench = Bench::new();
    let before = bench.operations(op);
    bench.script(&mut Vec::new()).unwrap();
    bench.operations(op) - before
}

#[test]
fn no_fault_is_swallowed() {
    let mut sites = 0;
    for op in Op::ALL.iter().copied() {
        let mut kinds: Vec<_> = Fault::ERRNOS.iter().copied().map(FaultKind::Errno).collect();
        if op == Op::Write {
            kinds.push(FaultKind::ShortWrite);
        }
        for nth in 1..=count(Some(op)) {
            for kind in kinds.iter().copied() {
                fail_once_and_retry(Fault { op: Some(op), nth, kind, persistent: nth % 2 == 0 });
                sites += 1;
            }
        }
    }
    assert!(sites > 150, "{sites}");
}

fn fail_once_and_retry(fault: Fault) {
    let bench = Bench::new();
    bench.faults.arm(fault);
    let mut acknowledged = Vec::new();
    let outcome = bench.script(&mut acknowledged);
    bench.faults.disarm();
    assert_eq!(outcome.is_ok(), acknowledged.len() == 8, "{fault:?}");
    // No false success: what was acknowledged survives the worst crash.
    all_readable(&bench.disk.worst_crash(), &acknowledged);
    let mut again = Vec::new();
    bench.script(&mut again).unwrap();
    all_readable(&bench.disk, &again);
    bench.store.recover_staging().unwrap();
    assert!(bench.disk.read_dir(Path::new("staging")).unwrap().is_empty(), "{fault:?}");
}

#[test]
fn power_lost_anywhere_loses_nothing_acknowledged() {
    let mut states = 0;
    for nth in 1..=count(None) {
        let bench = Bench::new();
        bench.faults.arm(Fault { op: None, nth, kind: FaultKind::Errno(5), persistent: true });
        let mut acknowledged = Vec::new();
        // The very last operations only tidy up: there it may well say that all is done.
        let outcome = bench.script(&mut acknowledged);
        assert_eq!(outcome.is_ok(), acknowledged.len() == 8);
        for crashed in bench.disk.crash_states() {
            all_readable(&crashed, &acknowledged);
            states += 1;
            if states % 7 == 0 {
                recover_and_go_on(&crashed, &acknowledged);
            }
        }
    }
    assert!(states > 300, "{states}");
}

fn recover_and_go_on(crashed: &SimFs, acknowledged: &[Stored]) {
    let store = BlobStore::new(Arc::new(crashed.clone()));
    store.recover_staging().unwrap();
    let bench =
        Bench { disk: crashed.clone(), faults: Arc::new(FailFs::new(Arc::new(crashed.clone()))), store };
    let mut again = Vec::new();
    bench.script(&mut again).unwrap();
    for survivor in crashed.crash_states() {
        all_readable(&survivor, &again);
        all_readable(&survivor, acknowledged);
    }
}

#[test]
fn a_failed_session_stays_failed() {
    let bench = Bench::new();
    let writer = writer(&bench.store);
    writer.put_bytes(b"one", &unknown).unwrap();
    bench.faults.arm(Fault { op: Some(Op::Sync), nth: 1, kind: FaultKind::Errno(28), persistent: false });
    assert_eq!(writer.flush_durable().unwrap_err().code(), Code::DiskFull);
    assert!(writer.is_failed());
    assert_eq!(writer.put_bytes(b"two", &unknown).unwrap_err().code(), Code::DiskFull);
    assert_eq!(writer.flush_durable().unwrap_err().code(), Code::DiskFull);
    drop(writer);
    assert!(bench.store.packs().unwrap().is_empty());
}
