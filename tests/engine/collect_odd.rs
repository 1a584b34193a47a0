//! Collections in odd company: two at once, a store that is moved away, a store of a newer program.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};

use cairn_engine::Code;
use cairn_engine::catalog::Selection;
use cairn_engine::fs::CancelToken;
use cairn_engine::progress::{Monitor, Progress};
use cairn_engine::retention::{CollectOptions, GRACE};
use cairn_tests::scale::Dice;
use cairn_tests::world::{DAY, assert_refused};
use cairn_tests::{World, facts};

/// Ten versions with files of their own and one in common, half of them purged and their grace over.
fn half_purged() -> World {
    let world = World::new();
    let ids: Vec<_> = (0..10_u64)
        .map(|n| {
            let own = Dice::new(n + 1).bytes(if n % 3 == 0 { 2 << 20 } else { 9000 });
            world.log(&format!("data-{n}"), &[("own", &own), ("same", b"in all of them")]).version
        })
        .collect();
    for id in &ids[..5] {
        world.purge(*id);
    }
    world.clock.advance(GRACE);
    world
}

fn assert_whole(world: &World) {
    for n in 5..10_u64 {
        let own = Dice::new(n + 1).bytes(if n % 3 == 0 { 2 << 20 } else { 9000 });
        assert_eq!(world.cat(&format!("data-{n}:v0"), "own"), own);
    }
    world.assert_sound();
}

#[test]
fn of_two_that_collect_at_once_one_waits_or_is_refused_and_nothing_goes_twice() {
    let world = half_purged();
    let predicted = world.store.plan_collect(false).unwrap().predicted_bytes;
    let before = world.bytes_on_disk();
    let start = Barrier::new(2);
    let collect = || {
        start.wait();
        let options = CollectOptions { consent: true, ..CollectOptions::default() };
        // The lock is of a file opened anew: between two processes it is the same.
        let sweeper = world.store.sweeper(CancelToken::new())?;
        world.store.collect(&sweeper, &world.actor, &options, &Monitor::silent())
    };
    let answers = std::thread::scope(|scope| {
        let both = [scope.spawn(collect), scope.spawn(collect)];
        both.map(|each| each.join().unwrap())
    });
    let mut freed = 0;
    for answer in answers {
        match answer {
            Ok(done) => freed += done.freed_bytes,
            Err(error) => {
                assert_eq!(error.code(), Code::StoreLocked, "{error}");
                assert!(error.hint_text().is_some());
            }
        }
    }
    assert_eq!((freed, before - world.bytes_on_disk()), (predicted, predicted));
    assert_eq!(world.store.receipts(None, 10).unwrap().len(), 1);
    assert_whole(&world);
}

#[test]
fn a_store_that_is_moved_away_meanwhile_loses_nothing_and_is_collected_later() {
    let mut stopped = 0;
    for step in 1..40 {
        let world = half_purged();
        let (root, away) = (world.store.root().to_owned(), world.path("away"));
        let seen = AtomicU64::new(0);
        let report = |_: Progress| {
            if seen.fetch_add(1, Ordering::SeqCst) + 1 == step {
                std::fs::rename(&root, &away).unwrap();
            }
        };
        let predicted = world.store.plan_collect(false).unwrap().predicted_bytes;
        let before = world.bytes_on_disk();
        let monitor = Monitor { cancel: CancelToken::new(), report: &report };
        let options = CollectOptions { consent: true, ..CollectOptions::default() };
        let sweeper = world.store.sweeper(CancelToken::new()).unwrap();
        let answer = world.store.collect(&sweeper, &world.actor, &options, &monitor);
        drop(sweeper);
        if seen.into_inner() < step {
            assert!(stopped > 0, "nothing was ever stopped");
            return;
        }
        std::fs::rename(&away, &root).unwrap();
        if let Err(error) = answer {
            stopped += 1;
            assert!(matches!(error.code(), Code::Io | Code::StoreReadOnly | Code::StoreMoved), "{error}");
        }
        let world = world.reopen();
        assert_whole(&world);
        world.clock.advance(DAY);
        world.collect();
        world.clock.advance(DAY);
        world.collect();
        assert_eq!(before - world.bytes_on_disk(), predicted, "step {step}");
        assert_whole(&world);
    }
    panic!("a collection reports more than forty times");
}

#[test]
fn a_store_of_a_newer_program_is_not_collected() {
    let world = half_purged();
    let (before, known) = (world.bytes_on_disk(), facts(&world.store));
    let database = rusqlite::Connection::open(world.store.root().join("store.db")).unwrap();
    database.pragma_update(None, "user_version", 9_000).unwrap();
    drop(database);
    let world = world.reopen();
    assert!(world.store.read_only().is_some());
    let options = CollectOptions { consent: true, ..CollectOptions::default() };
    assert_refused(world.try_collect(&options), Code::StoreReadOnly);
    assert_refused(
        world.store.delete_versions(&world.actor, &Selection::Versions(vec![]), true),
        Code::StoreReadOnly,
    );
    assert_eq!(world.bytes_on_disk(), before);
    assert_eq!(facts(&world.store), known);
}

#[test]
fn what_is_restored_into_a_collection_that_was_renamed_or_deleted_comes_back_where_it_was() {
    let world = World::new();
    let first = Selection::Versions(vec![world.log("data", &[("f", b"1")]).version]);
    world.log("data", &[("f", b"2")]);
    world.store.delete_versions(&world.actor, &first, true).unwrap();
    world.store.rename_collection(&world.actor, "data", "renamed").unwrap();
    world.store.restore_versions(&world.actor, &first).unwrap();
    assert_eq!(world.cat("renamed:v0", "f"), b"1");
    // The whole collection goes, and another takes its name.
    world.store.delete_versions(&world.actor, &first, true).unwrap();
    world.store.delete_collection(&world.actor, "renamed").unwrap();
    world.log("renamed", &[("f", b"3")]);
    let before = facts(&world.store);
    let error = assert_refused(world.store.restore_versions(&world.actor, &first), Code::Exists);
    assert!(error.hint_text().is_some_and(|hint| hint.contains("ename")), "{error}");
    assert_eq!(facts(&world.store), before);
    world.store.rename_collection(&world.actor, "renamed", "another").unwrap();
    let plan = world.store.plan_restore(&first).unwrap();
    assert_eq!(plan.collections, ["me/uncategorized/renamed"]);
    world.store.restore_versions(&world.actor, &first).unwrap();
    assert_eq!(world.cat("renamed:v0", "f"), b"1");
    assert_eq!(world.cat("another:v0", "f"), b"3");
    world.assert_sound();
}

#[test]
fn a_pack_whose_needed_content_is_damaged_is_left_and_promised_no_more() {
    let world = World::new();
    let own = Dice::new(6).bytes(9000);
    let first = world.log("data", &[("own", &own), ("dead", &Dice::new(7).bytes(7000))]).version;
    world.log("data", &[("own", &own)]);
    world.purge(first);
    world.clock.advance(GRACE);
    let packs = std::fs::read_dir(world.store.root().join("packs")).unwrap();
    let (pack, mut bytes, at) = packs
        .map(|entry| entry.unwrap().path())
        .find_map(|path| {
            let bytes = std::fs::read(&path).unwrap();
            let at = bytes.windows(64).position(|part| part == &own[..64])?;
            Some((path, bytes, at))
        })
        .expect("it lies in a pack");
    bytes[at] ^= 1;
    std::fs::write(&pack, &bytes).unwrap();
    let collect = || {
        let options = CollectOptions { consent: true, ..CollectOptions::default() };
        let sweeper = world.store.sweeper(CancelToken::new()).unwrap();
        world.store.collect(&sweeper, &world.actor, &options, &Monitor::silent()).unwrap()
    };
    let first = collect();
    assert_eq!(first.skipped.len(), 1, "{first:?}");
    assert!(first.freed_bytes < first.plan.predicted_bytes && first.receipt.is_some());
    assert_eq!(std::fs::read(&pack).unwrap(), bytes, "it stays");
    let plan = world.store.plan_collect(false).unwrap();
    assert_eq!((plan.predicted_bytes, plan.damaged_packs), (0, 1), "{plan:?}");
    let second = collect();
    assert_eq!((second.receipt, second.skipped.len()), (None, 0));
    assert_eq!(world.store.receipts(None, 10).unwrap().len(), 1);
    // Logged again it is whole, and the pack goes as what nobody knows.
    world.log("data", &[("own", &own)]);
    collect();
    world.clock.advance(GRACE);
    let third = collect();
    assert!(third.freed_bytes > 0 && third.freed_bytes == third.plan.predicted_bytes, "{third:?}");
    assert_eq!(world.cat("data:v1", "own"), own);
    world.assert_sound();
}
