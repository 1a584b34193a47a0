//! Random operations on a store that is collected, and the naive model that they are compared with.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::ScopedJoinHandle;

use cairn_engine::catalog::{Selection, VersionState};
use cairn_engine::ingest::{LogOptions, LogReport, LogSource};
use cairn_engine::model::VersionId;
use cairn_engine::progress::Monitor;
use cairn_engine::retention::{CollectOptions, HOUR, sweeping_actor};
use cairn_engine::store::{OpenMode, Store};
use cairn_engine::{CancelToken, Code, Result};
use cairn_tests::scale::Dice;
use cairn_tests::world::DAY;
use cairn_tests::{Tree, World, log_spec};
use proptest::prelude::*;

use super::frozen::Gate;

const NAMES: [&str; 3] = ["data", "nets", "more"];
const CONTENTS: u8 = 6;

/// One operation; numbers choose from what there is.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    Log {
        name: u8,
        content: u8,
        second: bool,
    },
    Delete {
        version: u8,
    },
    Restore {
        version: u8,
    },
    Undo,
    Empty {
        version: u8,
    },
    Ttl {
        version: u8,
        days: u8,
    },
    Expire {
        second: bool,
    },
    PurgeDue,
    Collect {
        second: bool,
    },
    CollectNow,
    /// A collection that is cancelled at a step, as a kill would end it.
    BreakOffCollection {
        step: u8,
    },
    /// A log that is cancelled at a step.
    BreakOffLog {
        content: u8,
        step: u8,
    },
    Freeze {
        name: u8,
        content: u8,
        step: u8,
    },
    Thaw,
    Pass {
        hours: u8,
    },
    Jump {
        hours: i16,
    },
    Reboot {
        hours: u8,
    },
    Stray {
        name: u8,
    },
}

pub(crate) fn op() -> impl Strategy<Value = Op> {
    let n = any::<u8>;
    prop_oneof![
        8 => (n(), n(), any::<bool>()).prop_map(|(name, content, second)| Op::Log { name, content, second }),
        5 => n().prop_map(|version| Op::Delete { version }),
        2 => n().prop_map(|version| Op::Restore { version }),
        2 => Just(Op::Undo),
        4 => n().prop_map(|version| Op::Empty { version }),
        2 => (n(), n()).prop_map(|(version, days)| Op::Ttl { version, days }),
        2 => any::<bool>().prop_map(|second| Op::Expire { second }),
        2 => Just(Op::PurgeDue),
        5 => any::<bool>().prop_map(|second| Op::Collect { second }),
        1 => Just(Op::CollectNow),
        2 => n().prop_map(|step| Op::BreakOffCollection { step }),
        2 => (n(), n()).prop_map(|(content, step)| Op::BreakOffLog { content, step }),
        3 => (n(), n(), n()).prop_map(|(name, content, step)| Op::Freeze { name, content, step }),
        3 => Just(Op::Thaw),
        7 => n().prop_map(|hours| Op::Pass { hours }),
        1 => (-300_i16..300).prop_map(|hours| Op::Jump { hours }),
        2 => n().prop_map(|hours| Op::Reboot { hours }),
        1 => n().prop_map(|name| Op::Stray { name }),
    ]
}

/// What the model knows of a version.
#[derive(Debug, Clone)]
struct Known {
    content: u8,
    purged: bool,
}

/// A log that stands still.
struct Frozen<'s> {
    content: u8,
    gate: Arc<Gate>,
    handle: ScopedJoinHandle<'s, Result<LogReport>>,
}

/// The store, what is expected of it, and the logs under way.
pub(crate) struct Run<'s, 'w> {
    scope: &'s std::thread::Scope<'s, 'w>,
    world: &'w World,
    trees: &'w [Tree],
    versions: BTreeMap<VersionId, Known>,
    frozen: Vec<Frozen<'s>>,
    pub(crate) refused_logs: u64,
    pub(crate) freed: u64,
}

/// The folders that are logged: a file in all of them, small ones in some, a large one in two.
pub(crate) fn trees(world: &World) -> Vec<Tree> {
    (0..CONTENTS)
        .map(|content| {
            let tree = world.tree(&format!("content {content}")).file("same", "in each of them".repeat(30));
            let tree = tree.file("pair", Dice::new(u64::from(content / 2)).bytes(900));
            let tree = tree.file("own", Dice::new(100 + u64::from(content)).bytes(1200));
            if content < 2 { tree.file("large", Dice::new(50).bytes((1 << 20) + 17)) } else { tree }
        })
        .collect()
}

impl<'s, 'w> Run<'s, 'w> {
    pub(crate) fn new(scope: &'s std::thread::Scope<'s, 'w>, world: &'w World, trees: &'w [Tree]) -> Self {
        Self { scope, world, trees, versions: BTreeMap::new(), frozen: Vec::new(), refused_logs: 0, freed: 0 }
    }

    pub(crate) fn apply(&mut self, op: &Op) {
        let world = self.world;
        match op {
            Op::Log { name, content, second } => {
                let content = content % CONTENTS;
                let logged = self.with(*second, |store| {
                    let source = LogSource { path: self.tree(content), name: None };
                    let spec = log_spec(NAMES[usize::from(*name) % NAMES.len()]);
                    store.log(&world.actor, &[source], &LogOptions::default(), &spec, &Monitor::silent())
                });
                self.logged(content, logged.unwrap());
            }
            Op::Delete { version } => self.on(*version, |selection| {
                world.store.delete_versions(&world.actor, selection, true).map(|_| ())
            }),
            Op::Restore { version } => self
                .on(*version, |selection| world.store.restore_versions(&world.actor, selection).map(|_| ())),
            Op::Undo => expect(world.store.undo(&world.actor, None).map(|_| ())),
            Op::Empty { version } => {
                let Some(id) = self.pick(*version) else { return };
                let selection = Selection::Versions(vec![id]);
                let emptied = world.store.empty_trash(&world.actor, &selection);
                if emptied.as_ref().is_ok_and(|done| done.changed == 1) {
                    self.versions.get_mut(&id).unwrap().purged = true;
                }
                expect(emptied.map(|_| ()));
            }
            Op::Ttl { version, days } => {
                let ttl = format!("{}d", u32::from(*days) % 20 + 1);
                self.on(*version, |selection| world.store.set_ttl(&world.actor, selection, &ttl).map(|_| ()));
            }
            time => self.sweep_or_pass(time),
        }
    }

    fn sweep_or_pass(&mut self, op: &Op) {
        let world = self.world;
        match op {
            Op::Expire { second } => {
                self.with(*second, |store| {
                    let sweeper = store.sweeper(CancelToken::new()).unwrap();
                    store.expire_due(&sweeper, &sweeping_actor()).unwrap();
                });
            }
            Op::PurgeDue => self.purge_due(),
            Op::Collect { second } => self.collect(*second, false),
            Op::CollectNow => self.collect(false, true),
            Op::BreakOffCollection { step } => self.break_off_collection(*step),
            Op::BreakOffLog { content, step } => self.break_off_log(*content, *step),
            Op::Freeze { name, content, step } => self.freeze(*name, *content, *step),
            Op::Thaw => self.thaw(),
            Op::Pass { hours } => world.clock.advance(i64::from(*hours) * HOUR / 4),
            Op::Jump { hours } => {
                use cairn_engine::clock::Clock as _;
                world.clock.set(world.clock.now() + i64::from(*hours) * HOUR);
            }
            Op::Reboot { hours } => world.clock.reboot(i64::from(*hours) * HOUR / 4),
            Op::Stray { name } => {
                let hex = format!("{:02x}", name % 4).repeat(32);
                let folder = world.store.root().join("blobs").join(&hex[..2]);
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(folder.join(&hex[2..]), b"left by a crash").unwrap();
            }
            other => unreachable!("{other:?}"),
        }
    }

    /// Through the handle of the world, or through one of another program.
    fn with<T>(&self, second: bool, work: impl FnOnce(&Store) -> T) -> T {
        if !second {
            return work(&self.world.store);
        }
        let root = self.world.store.root();
        let other = Store::open(root, OpenMode::Existing, "me", self.world.clock.clone()).unwrap();
        work(&other)
    }

    fn tree(&self, content: u8) -> PathBuf {
        self.trees[usize::from(content)].path().to_owned()
    }

    fn pick(&self, at: u8) -> Option<VersionId> {
        let ids: Vec<VersionId> = self.versions.keys().copied().collect();
        ids.get(usize::from(at) % ids.len().max(1)).copied()
    }

    fn on(&self, version: u8, work: impl FnOnce(&Selection) -> Result<()>) {
        if let Some(id) = self.pick(version) {
            expect(work(&Selection::Versions(vec![id])));
        }
    }

    fn logged(&mut self, content: u8, report: LogReport) {
        self.versions.entry(report.version).or_insert(Known { content, purged: false });
    }

    fn purge_due(&mut self) {
        let sweeper = self.world.store.sweeper(CancelToken::new()).unwrap();
        self.world.store.purge_due(&sweeper, &sweeping_actor()).unwrap();
        for (id, known) in &mut self.versions {
            let facts = self.world.store.version_facts(&format!("#{id}"));
            known.purged |= facts.is_err_and(|error| error.code() == Code::Purged);
        }
    }

    fn collect(&mut self, second: bool, no_grace: bool) {
        let options = CollectOptions { no_grace, consent: true, stamp: None };
        let before = self.world.bytes_on_disk();
        let plan = self.world.store.plan_collect(no_grace).unwrap();
        let done = self.with(second, |store| {
            let sweeper = store.sweeper(CancelToken::new()).unwrap();
            store.collect(&sweeper, &self.world.actor, &options, &Monitor::silent())
        });
        let done = match done {
            // A log is under way.
            Err(error) if no_grace && error.code() == Code::StoreLocked => return,
            done => done.unwrap(),
        };
        assert_eq!(done.freed_bytes, done.plan.predicted_bytes, "predicted and freed");
        assert_eq!(self.world.bytes_on_disk(), before - done.freed_bytes, "freed, by the lengths of files");
        // A log that stands still is several threads: one may go on to its next report meanwhile.
        if !second && self.frozen.is_empty() {
            assert_eq!(plan.predicted_bytes, done.freed_bytes, "what the plan before it said");
        }
        self.freed += done.freed_bytes;
        self.check();
    }

    fn break_off_collection(&mut self, step: u8) {
        let (cancel, mut left) = (CancelToken::new(), std::sync::atomic::AtomicI64::new(i64::from(step % 6)));
        let report = |_| {
            if left.fetch_sub(1, std::sync::atomic::Ordering::SeqCst) <= 0 {
                cancel.cancel();
            }
        };
        let sweeper = self.world.store.sweeper(CancelToken::new()).unwrap();
        let options = CollectOptions { consent: true, ..CollectOptions::default() };
        let monitor = Monitor { cancel: cancel.clone(), report: &report };
        let done = self.world.store.collect(&sweeper, &self.world.actor, &options, &monitor);
        drop(sweeper);
        assert!(done.is_ok() || done.is_err_and(|error| error.code() == Code::Cancelled));
        *left.get_mut() = 0;
        self.check();
    }

    fn break_off_log(&mut self, content: u8, step: u8) {
        let (cancel, left) = (CancelToken::new(), std::sync::atomic::AtomicI64::new(i64::from(step % 7)));
        let report = |_| {
            if left.fetch_sub(1, std::sync::atomic::Ordering::SeqCst) <= 0 {
                cancel.cancel();
            }
        };
        let content = content % CONTENTS;
        let monitor = Monitor { cancel: cancel.clone(), report: &report };
        let source = LogSource { path: self.tree(content), name: None };
        let (world, spec) = (self.world, log_spec(NAMES[0]));
        match world.store.log(&world.actor, &[source], &LogOptions::default(), &spec, &monitor) {
            Ok(report) => self.logged(content, report),
            Err(error) => assert_eq!(error.code(), Code::Cancelled, "{error}"),
        }
    }

    fn freeze(&mut self, name: u8, content: u8, step: u8) {
        if self.frozen.len() >= 2 {
            return;
        }
        let (gate, content) = (Gate::new(u64::from(step % 7) + 1), content % CONTENTS);
        let (through, world, tree) = (Arc::clone(&gate), self.world, self.tree(content));
        let name = NAMES[usize::from(name) % NAMES.len()];
        let handle = self.scope.spawn(move || through.log(&world.store, world, &tree, name));
        let frozen = Frozen { content, gate, handle };
        if frozen.gate.wait_halted() {
            self.frozen.push(frozen);
        } else {
            self.ended(frozen);
        }
    }

    /// A log that isn't under way any more: whole, or cleanly refused.
    fn ended(&mut self, log: Frozen<'s>) {
        match log.handle.join().unwrap() {
            Ok(report) => self.logged(log.content, report),
            Err(error) => {
                assert_eq!(error.code(), Code::PlanStale, "{error}");
                self.refused_logs += 1;
            }
        }
    }

    fn thaw(&mut self) {
        if self.frozen.is_empty() {
            return;
        }
        let frozen = self.frozen.remove(0);
        frozen.gate.open();
        self.ended(frozen);
        self.check();
    }

    /// Every version that isn't purged by the model reads back byte by byte; those that are say so.
    pub(crate) fn check(&self) {
        for (id, known) in &self.versions {
            let address = format!("#{id}");
            let facts = self.world.store.version_facts(&address);
            if known.purged {
                assert_eq!(facts.unwrap_err().code(), Code::Purged);
                continue;
            }
            let state = facts.unwrap().row.state;
            assert!(matches!(state, VersionState::Committed | VersionState::Deleted));
            let tree = &self.trees[usize::from(known.content)];
            for path in ["same", "pair", "own"] {
                let expected = std::fs::read(tree.path().join(path)).unwrap();
                assert!(self.world.cat(&address, path) == expected, "{path} of version {id}");
            }
        }
    }

    /// Thaws everything, then lets two cycles pass: only what versions need is left, counted naively.
    pub(crate) fn end(&mut self) {
        while !self.frozen.is_empty() {
            self.thaw();
        }
        // A clock that jumped is believed again after a steady day.
        for _ in 0..4 {
            self.world.clock.advance(DAY);
            self.collect(false, false);
        }
        self.world.assert_sound();
        let mut needed: BTreeMap<Vec<u8>, ()> = BTreeMap::new();
        for known in self.versions.values().filter(|known| !known.purged) {
            let tree = &self.trees[usize::from(known.content)];
            for entry in std::fs::read_dir(tree.path()).unwrap() {
                needed.insert(std::fs::read(entry.unwrap().path()).unwrap(), ());
            }
        }
        let record = |bytes: &Vec<u8>| {
            if bytes.len() < 1 << 20 { bytes.len() as u64 + 64 } else { bytes.len() as u64 }
        };
        let packs = std::fs::read_dir(self.world.store.root().join("packs")).unwrap().count() as u64;
        let expected = needed.keys().map(record).sum::<u64>() + packs * 16;
        assert_eq!(self.world.bytes_on_disk(), expected, "dead bytes are left, or living ones gone");
    }
}

/// A case that fails must not wait for logs that nobody thaws.
impl Drop for Run<'_, '_> {
    fn drop(&mut self) {
        self.frozen.iter().for_each(|frozen| frozen.gate.open());
    }
}

/// A refusal that random operations may meet; anything else is a defect.
fn expect(answer: Result<()>) {
    use Code::{Deleted, Exists, NotFound, NothingToUndo, Purged, TtlInvalid, UndoBlocked};
    if let Err(error) = answer {
        let known =
            [Deleted, Exists, NotFound, NothingToUndo, Purged, TtlInvalid, UndoBlocked, Code::TtlNotAllowed];
        assert!(known.contains(&error.code()), "{:?} {error}", error.code());
    }
}
