//! Collection: P5 of the reliability promises, case by case.

use cairn_engine::Code;
use cairn_engine::catalog::Selection;
use cairn_engine::fs::CancelToken;
use cairn_engine::history::Actor;
use cairn_engine::progress::Monitor;
use cairn_engine::retention::{CollectOptions, GRACE, HOUR, sweeping_actor};
use cairn_engine::store::{OpenMode, Store};
use cairn_tests::scale::Dice;
use cairn_tests::world::{DAY, assert_refused};
use cairn_tests::{World, log_spec};

fn noise(seed: u64, len: usize) -> Vec<u8> {
    Dice::new(seed).bytes(len)
}

/// Two versions of small and large files that share some.
fn two_versions(world: &World) -> [cairn_engine::model::VersionId; 2] {
    let (shared, big) = (noise(1, 5000), noise(2, 2 << 20));
    let one = world.log("data", &[("shared", &shared), ("big", &big), ("own", &noise(3, 7000))]);
    let two = world.log("data", &[("shared", &shared), ("own", &noise(4, 9000))]);
    [one.version, two.version]
}

#[test]
fn bytes_go_after_the_grace_and_exactly_those_that_were_predicted() {
    let world = World::new();
    let [one, two] = two_versions(&world);
    world.purge(one);
    let before = world.bytes_on_disk();
    world.clock.advance(GRACE - 1);
    assert_eq!(world.collect().freed_bytes, 0, "not before");
    let waiting = world.store.plan_collect(false).unwrap();
    assert_eq!((waiting.blobs, waiting.waiting_blobs), (0, 2));
    assert_eq!(waiting.waiting_bytes, (2 << 20) + 7000);
    world.clock.advance(1);
    let plan = world.store.plan_collect(false).unwrap();
    assert_eq!((plan.blobs, plan.files, plan.packs_rewritten), (2, 1, 1), "{plan:?}");
    assert_eq!((plan.versions.len(), plan.version_count), (1, 1));
    let done = world.collect();
    assert_eq!(done.freed_bytes, plan.predicted_bytes);
    assert_eq!(world.bytes_on_disk(), before - plan.predicted_bytes);
    let receipt = world.store.receipt(done.receipt.unwrap(), 0).unwrap();
    assert_eq!((receipt.row.freed_bytes, receipt.row.blobs), (done.freed_bytes, 2));
    assert!(receipt.row.ended_at.is_some());
    let blobs: Vec<_> = receipt.items.iter().filter(|(_, item)| item.kind == "blob").collect();
    let names: Vec<_> = blobs.iter().map(|(_, item)| item.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["big", "own"]);
    assert!(blobs.iter().all(|(_, item)| item.version.as_deref() == Some("me/uncategorized/data:v0")));
    world.assert_sound();
    assert_eq!(world.cat(&format!("#{two}"), "own"), noise(4, 9000));
    assert_eq!(world.cat(&format!("#{two}"), "shared"), noise(1, 5000));
    assert_refused(world.store.resolve_version("data:v0"), Code::Purged);
    assert!(world.store.plan_collect(false).unwrap().predicted_bytes == 0);
}

#[test]
fn two_looks_need_an_hour_of_running_or_three_launches() {
    let world = World::new();
    let [one, _] = two_versions(&world);
    world.purge(one);
    let mut world = world;
    for launch in 1..=3 {
        world.clock.reboot(if launch == 1 { 2 * DAY } else { 60_000 });
        world = world.reopen();
        let freed = world.collect().freed_bytes;
        assert_eq!(freed > 0, launch == 3, "launch {launch} freed {freed}");
    }
    let world = World::new();
    let [one, _] = two_versions(&world);
    world.purge(one);
    world.clock.reboot(2 * DAY);
    let world = world.reopen();
    assert_eq!(world.collect().freed_bytes, 0);
    world.clock.advance(HOUR);
    assert!(world.collect().freed_bytes > 0);
}

#[test]
fn a_clock_that_jumps_frees_nothing() {
    let world = World::new();
    let [one, _] = two_versions(&world);
    world.purge(one);
    world.clock.advance(HOUR);
    world.clock.set(cairn_tests::world::BEGINNING + 40 * DAY);
    let done = world.collect();
    assert_eq!(done.freed_bytes, 0);
    assert_eq!(done.plan.paused.unwrap().why.as_str(), "clock-jumped-forward");
    world.clock.advance(DAY);
    assert!(world.collect().freed_bytes > 0, "a steady day later");
}

#[test]
fn what_is_logged_again_before_it_went_stays() {
    let world = World::new();
    let [one, _] = two_versions(&world);
    world.purge(one);
    world.clock.advance(GRACE);
    let again = world.log("again", &[("big", &noise(2, 2 << 20))]);
    let done = world.collect();
    assert_eq!(done.blobs, 1, "only the small one goes");
    world.assert_sound();
    assert_eq!(world.cat(&again.address, "big"), noise(2, 2 << 20));
}

#[test]
fn the_brake_asks_and_a_stale_plan_is_refused() {
    let world = World::new();
    let one = world.log("data", &[("f", &noise(1, 9000))]);
    world.log("other", &[("f", &noise(2, 100))]);
    world.purge(one.version);
    world.clock.advance(GRACE);
    let plan = world.store.plan_collect(false).unwrap();
    assert_eq!(plan.emptied, ["me/uncategorized/data"]);
    assert_eq!(plan.consent.len(), 2, "{:?}", plan.consent);
    assert_refused(world.try_collect(&CollectOptions::default()), Code::ConsentNeeded);
    let options = CollectOptions { consent: true, stamp: Some(plan.stamp.clone()), ..Default::default() };
    world.log("again", &[("f", &noise(1, 9000))]);
    assert_refused(world.try_collect(&options), Code::PlanStale);
    assert_eq!(world.store.receipts(None, 10).unwrap(), []);
    let viewer = Actor { role: cairn_engine::history::Role::Member, ..sweeping_actor() };
    let sweeper = world.store.sweeper(CancelToken::new()).unwrap();
    let refused = world.store.collect(&sweeper, &viewer, &options, &Monitor::silent());
    assert_refused(refused, Code::Forbidden);
    assert_refused(world.store.sweeper(CancelToken::new()), Code::StoreLocked);
}

#[test]
fn without_grace_only_alone() {
    let world = World::new();
    let [one, _] = two_versions(&world);
    world.purge(one);
    let options = CollectOptions { no_grace: true, consent: true, stamp: None };
    let other = Store::open(world.store.root(), OpenMode::Existing, "me", world.clock.clone()).unwrap();
    assert_refused(world.try_collect(&options), Code::StoreLocked);
    drop(other);
    let plan = world.store.plan_collect(true).unwrap();
    let before = world.bytes_on_disk();
    let done = world.try_collect(&options).unwrap();
    assert_eq!((done.freed_bytes, done.blobs), (plan.predicted_bytes, 2));
    assert_eq!(world.bytes_on_disk(), before - done.freed_bytes);
    world.assert_sound();
    // Others may come again.
    Store::open(world.store.root(), OpenMode::Existing, "me", world.clock.clone()).unwrap();
}

#[test]
fn strays_on_disk_go_when_they_were_seen_twice() {
    let world = World::new();
    two_versions(&world);
    let hex = "ab".repeat(32);
    std::fs::create_dir_all(world.store.root().join("blobs/ab")).unwrap();
    std::fs::write(world.store.root().join("blobs/ab").join(&hex[2..]), b"left by a crash").unwrap();
    std::fs::write(world.store.root().join("packs/00000000000fffff.pack"), b"cairn pack\r\n\x01\0\0\0half")
        .unwrap();
    std::fs::write(world.store.root().join("blobs/.DS_Store"), b"not ours").unwrap();
    assert_eq!(world.collect().freed_bytes, 0);
    world.clock.advance(GRACE - 1);
    assert_eq!(world.collect().freed_bytes, 0);
    world.clock.advance(1);
    let done = world.collect();
    assert_eq!((done.freed_bytes, done.plan.orphans), (15 + 20, 2));
    assert!(world.store.root().join("blobs/.DS_Store").exists());
    world.assert_sound();
}

#[test]
fn what_a_cancelled_log_left_goes_after_two_cycles() {
    let world = World::new();
    two_versions(&world);
    let before = world.bytes_on_disk();
    let tree = world.tree("half").file("big", noise(9, 3 << 20)).file("small", noise(10, 4000));
    // Cancelled when its manifest is staged and its commit is next: everything is there but the version.
    let cancel = CancelToken::new();
    let monitor = Monitor {
        cancel: cancel.clone(),
        report: &|progress| {
            if progress.step == cairn_engine::progress::Step::Committing {
                cancel.cancel();
            }
        },
    };
    let source = cairn_engine::ingest::LogSource { path: tree.path().to_owned(), name: None };
    let logged = world.store.log(&world.actor, &[source], &Default::default(), &log_spec("half"), &monitor);
    assert_eq!(logged.unwrap_err().code(), Code::Cancelled);
    assert!(world.bytes_on_disk() > before);
    world.collect();
    world.clock.advance(GRACE);
    world.collect();
    assert_eq!(world.bytes_on_disk(), before);
    world.assert_sound();
}

/// Without a single version everything would be unneeded, as after the loss of the rows: then nothing goes.
#[test]
fn a_store_without_versions_keeps_what_it_has_until_there_is_one() {
    let world = World::new();
    let tree = world.tree("source").file("f", noise(1, 5000)).file("large", noise(2, 2 << 20));
    let cancel = CancelToken::new();
    let stop = |progress: cairn_engine::progress::Progress| {
        if progress.step == cairn_engine::progress::Step::Committing {
            cancel.cancel();
        }
    };
    let monitor = Monitor { cancel: cancel.clone(), report: &stop };
    let source = cairn_engine::ingest::LogSource { path: tree.path().to_owned(), name: None };
    let options = cairn_engine::ingest::LogOptions::default();
    let broken_off = world.store.log(&world.actor, &[source], &options, &log_spec("data"), &monitor);
    assert_eq!(broken_off.unwrap_err().code(), Code::Cancelled);
    let before = world.bytes_on_disk();
    assert!(before > 2 << 20);
    for _ in 0..3 {
        world.clock.advance(2 * DAY);
        assert_eq!(world.collect().freed_bytes, 0);
    }
    let plan = world.store.plan_collect(true).unwrap();
    assert_eq!((plan.predicted_bytes, plan.waiting_blobs, plan.waiting_until), (0, 2, None));
    world.log("data", &[("other", b"a version")]);
    world.collect();
    assert_eq!(world.bytes_on_disk(), 16 + 64 + 9, "one pack with one record");
    world.assert_sound();
}

#[test]
fn damage_removes_nothing() {
    let world = World::new();
    let [one, _] = two_versions(&world);
    world.purge(one);
    world.clock.advance(GRACE);
    let before = world.bytes_on_disk();
    let options = CollectOptions { consent: true, ..CollectOptions::default() };
    let spoil = |sql: &str| {
        let database = rusqlite::Connection::open(world.store.root().join("store.db")).unwrap();
        assert!(database.execute(sql, []).unwrap() > 0, "{sql}");
    };
    for (harm, mend) in [
        ("UPDATE chunk SET data = x'00' || data", "UPDATE chunk SET data = substr(data, 2)"),
        (
            "UPDATE manifest SET list = list || x'00'",
            "UPDATE manifest SET list = substr(list, 1, length(list) - 1)",
        ),
        // A count that says that nothing needs what something needs.
        ("UPDATE blob SET refs = 0 WHERE refs > 0", "UPDATE blob SET refs = 1 WHERE unreferenced_at IS NULL"),
    ] {
        spoil(harm);
        let no_grace = CollectOptions { no_grace: true, ..options.clone() };
        let error = assert_refused(world.try_collect(&no_grace), Code::StoreDamaged);
        assert!(error.message().starts_with("Nothing was removed"), "{error}");
        assert_eq!(world.bytes_on_disk(), before, "{harm}");
        if harm.contains("refs = 0") {
            break;
        }
        spoil(mend);
    }
}

#[test]
fn undo_of_what_was_removed_for_good_says_why_not() {
    let world = World::new();
    let [one, _] = two_versions(&world);
    let selection = Selection::Versions(vec![one]);
    let deleted = world.store.delete_versions(&world.actor, &selection, true).unwrap();
    let outcome = world.store.empty_trash(&world.actor, &selection).unwrap();
    assert_eq!(outcome.changed, 1);
    for operation in [deleted.operation, outcome.operation] {
        let error = assert_refused(world.store.undo(&world.actor, operation), Code::UndoBlocked);
        assert!(error.message().contains("for good"), "{error}");
    }
    assert_refused(world.store.restore_versions(&world.actor, &selection), Code::Purged);
    assert_refused(world.store.delete_versions(&world.actor, &selection, true), Code::Purged);
    // What came before goes on as if nothing was.
    let next = world.store.undo_state().unwrap();
    assert!(next.undo.unwrap().starts_with("Deleted"), "the purge itself is passed over");
    assert_refused(world.store.empty_trash(&world.actor, &selection), Code::Purged);
}

#[test]
fn the_trash_keeps_for_its_days_from_the_first_look() {
    let world = World::new();
    let [one, two] = two_versions(&world);
    let both = Selection::Versions(vec![one, two]);
    world.store.delete_versions(&world.actor, &both, true).unwrap();
    let purge = |world: &World| {
        let sweeper = world.store.sweeper(CancelToken::new()).unwrap();
        world.store.purge_due(&sweeper, &sweeping_actor()).unwrap().versions
    };
    world.clock.advance(DAY);
    assert_eq!(purge(&world), 0, "the first look");
    world.clock.advance(7 * DAY - 1);
    assert_eq!(purge(&world), 0);
    world.clock.advance(1);
    assert_eq!(purge(&world), 2);
    world.assert_sound();
}
