//! Expiry: group T of the attack list and the sweep itself.

use cairn_engine::CancelToken;
use cairn_engine::Code;
use cairn_engine::catalog::{Selection, VersionState};
use cairn_engine::clock::Clock as _;
use cairn_engine::ingest::LogSpec;
use cairn_engine::model::VersionId;
use cairn_engine::retention::{Expired, HOUR, sweeping_actor};
use cairn_tests::world::{BEGINNING, DAY, assert_refused};
use cairn_tests::{World, invariants, log_spec};

fn sweep(world: &World) -> Expired {
    let sweeper = world.store.sweeper(CancelToken::new()).unwrap();
    world.store.expire_due(&sweeper, &sweeping_actor()).unwrap()
}

fn purge(world: &World) -> u64 {
    let sweeper = world.store.sweeper(CancelToken::new()).unwrap();
    world.store.purge_due(&sweeper, &sweeping_actor()).unwrap().versions
}

fn with_ttl(world: &World, bytes: &[u8], ttl: &str) -> VersionId {
    let spec = LogSpec { ttl: Some(ttl.into()), aliases: vec!["best".into()], ..log_spec("data") };
    world.try_log(&[("f", bytes)], &spec).unwrap().version
}

fn state(world: &World, version: VersionId) -> VersionState {
    world.store.version_facts(&format!("#{version}")).unwrap().row.state
}

#[test]
fn due_versions_go_to_the_trash_in_one_operation_that_undo_takes_back() {
    let world = World::new();
    let own = with_ttl(&world, b"a", "30d");
    let inherits = world.log("data", &[("f", b"b")]).version;
    let none = with_ttl(&world, b"c", "none");
    world.store.configure(&world.actor, "90d", 7).unwrap();
    world.clock.advance(30 * DAY - 1);
    assert_eq!(sweep(&world).versions, 0);
    assert_eq!(world.store.upkeep_state().unwrap().next_expiry, Some(BEGINNING + 30 * DAY));
    world.clock.advance(1);
    assert_eq!(sweep(&world), Expired { versions: 1, operations: 1, paused: None });
    assert_eq!(state(&world, own), VersionState::Deleted);
    world.clock.advance(60 * DAY);
    assert_eq!(sweep(&world).versions, 1);
    assert_eq!(state(&world, inherits), VersionState::Deleted);
    assert_eq!(state(&world, none), VersionState::Committed);
    let history = world.store.history(None, None, 2).unwrap();
    let summaries: Vec<_> = history.rows.iter().map(|row| row.row.summary.as_str()).collect();
    assert_eq!(summaries, ["Expired data:v1 by the default TTL of 90 d", "Expired data:v0 by their own TTL"]);
    assert_eq!(history.rows[0].row.actor, "cairn");
    invariants(&world.store);
    for _ in 0..2 {
        let undone = world.store.undo(&world.actor, None).unwrap();
        assert!(undone.summary.ends_with("; their TTL is none now"), "{}", undone.summary);
    }
    let all = world.store.version_facts(&format!("#{own}")).unwrap();
    assert_eq!((all.row.state, all.ttl.as_str(), all.aliases.len()), (VersionState::Committed, "none", 0));
    assert_eq!(sweep(&world).versions, 0, "what was brought back isn't taken again at once");
    world.store.redo(&world.actor, None).unwrap();
    world.store.redo(&world.actor, None).unwrap();
    assert_eq!([own, inherits].map(|id| state(&world, id)), [VersionState::Deleted; 2]);
    invariants(&world.store);
}

#[test]
fn a_restored_version_whose_ttl_is_over_is_kept_and_said() {
    let world = World::new();
    let own = with_ttl(&world, b"a", "30d");
    let later = with_ttl(&world, b"b", "300d");
    let both = Selection::Versions(vec![own, later]);
    world.store.delete_versions(&world.actor, &both, true).unwrap();
    assert_eq!(world.store.plan_restore(&both).unwrap().overdue, 0);
    world.clock.advance(31 * DAY);
    assert_eq!(world.store.plan_restore(&both).unwrap().overdue, 1);
    let done = world.store.restore_versions(&world.actor, &both).unwrap();
    assert_eq!(done.summary, "Restored 2 versions; the TTL of 1 was over, it is none now");
    assert_eq!(sweep(&world).versions, 0);
    assert_eq!(state(&world, own), VersionState::Committed);
    let spec = world.store.version_facts(&format!("#{later}")).unwrap().ttl;
    assert_eq!(spec, "300 d");
}

#[test]
fn content_whose_version_is_overdue_is_logged_as_a_new_version() {
    let world = World::new();
    let old = with_ttl(&world, b"a", "30d");
    world.clock.advance(31 * DAY);
    let again = world.log("data", &[("f", b"a")]);
    assert!(again.new && again.index == 1, "the next sweep takes the other");
    assert_eq!(sweep(&world).versions, 1);
    assert_eq!(
        [old, again.version].map(|id| state(&world, id)),
        [VersionState::Deleted, VersionState::Committed]
    );
    assert_eq!(world.store.resolve_version("data").unwrap().1.id, again.version);
    let third = world.log("data", &[("f", b"a")]);
    assert!(!third.new && third.version == again.version);
    invariants(&world.store);
}

/// Group T: what a clock does, and what comes of a version with 30 days.
#[test]
fn the_matrix_of_clocks() {
    type Do = fn(&World);
    let rows: [(&str, Do, u64, Option<&str>); 16] = [
        ("T9 ten years back", |w| w.clock.set(w.clock.now() - 3650 * DAY), 0, Some("clock-jumped-back")),
        ("T9 1970", |w| w.clock.set(0), 0, Some("clock-jumped-back")),
        ("T9 2038", |w| w.clock.set(2_147_483_648_000), 0, Some("clock-jumped-forward")),
        ("T9 2106", |w| w.clock.set(4_294_967_296_000), 0, Some("clock-jumped-forward")),
        ("T9 9999", |w| w.clock.set(253_402_300_799_000), 0, Some("clock-jumped-forward")),
        ("before 1970", |w| w.clock.set(-DAY), 0, Some("clock-jumped-back")),
        ("an hour back", |w| w.clock.set(w.clock.now() - HOUR), 0, Some("clock-behind")),
        ("T10 a summer hour forward", |w| w.clock.set(w.clock.now() + HOUR), 0, None),
        ("T11 a second twice", |w| w.clock.set(w.clock.now() - 1000), 0, Some("clock-behind")),
        ("T12 asleep for 60 days", |w| w.clock.advance(60 * DAY), 1, None),
        ("off for 60 days", |w| w.clock.reboot(60 * DAY), 1, None),
        ("ten minutes a day", |w| (0..30).for_each(|_| w.clock.reboot(DAY)), 1, None),
        ("just before", |w| w.clock.advance(30 * DAY - 1), 0, None),
        ("to the millisecond", |w| w.clock.advance(30 * DAY), 1, None),
        (
            "two days ahead, and back",
            |w| {
                w.clock.set(w.clock.now() + 2 * DAY);
                assert!(sweep(w).paused.is_some());
                w.clock.set(w.clock.now() - 2 * DAY);
            },
            0,
            None,
        ),
        (
            "forty days ahead for a steady day",
            |w| {
                w.clock.set(w.clock.now() + 40 * DAY);
                assert!(sweep(w).paused.is_some());
                w.clock.advance(DAY);
            },
            1,
            None,
        ),
    ];
    for (name, act, expired, paused) in rows {
        let world = World::new();
        let version = with_ttl(&world, b"a", "30d");
        sweep(&world);
        act(&world);
        let done = sweep(&world);
        assert_eq!(done.versions, expired, "{name}");
        assert_eq!(done.paused.map(|pause| pause.why.as_str()), paused, "{name}");
        assert_eq!(purge(&world), 0, "{name}: nothing is removed for good");
        // A new version still sorts last.
        let next = world.log("data", &[("f", b"b")]);
        assert_eq!(next.index, 1, "{name}");
        if expired == 1 {
            let facts = world.store.version_facts(&format!("#{version}")).unwrap();
            assert_eq!(facts.purge_at, Some(world.clock.now() + 7 * DAY), "{name}: seven days from now");
        }
    }
}

#[test]
fn t3_a_version_that_is_read_out_expires_afterwards() {
    let world = World::new();
    let version = with_ttl(&world, &[7; 3000], "1s");
    let seen = std::sync::atomic::AtomicBool::new(false);
    let report = |_| {
        if seen.swap(true, std::sync::atomic::Ordering::SeqCst) {
            return;
        }
        // It is due in the middle of its export; the sweep waits for it.
        world.clock.advance(HOUR);
        assert_eq!(sweep(&world).versions, 0);
        let selection = Selection::Versions(vec![version]);
        world.store.delete_versions(&world.actor, &selection, true).unwrap();
        // Nor can it be emptied out.
        let error = assert_refused(world.store.empty_trash(&world.actor, &selection), Code::StoreLocked);
        assert!(error.message().contains("reading it out"), "{error}");
        // Undone, it has the TTL that it had; restored it would be kept.
        world.store.undo(&world.actor, None).unwrap();
    };
    let monitor = cairn_engine::progress::Monitor { cancel: CancelToken::new(), report: &report };
    let request = cairn_engine::export::ExportRequest { root: Some(world.path("out")), ..Default::default() };
    let done = world.store.export("data", &request, &monitor).unwrap();
    assert_eq!(done.files, 1);
    assert!(seen.into_inner());
    assert_eq!(sweep(&world).versions, 1);
}

#[test]
fn t4_counting_begins_at_the_commit_and_t7_an_extension_counts_until_the_last_moment() {
    let world = World::new();
    let version = with_ttl(&world, b"a", "1s");
    assert_eq!(state(&world, version), VersionState::Committed);
    world.clock.advance(999);
    assert_eq!(sweep(&world).versions, 0);
    let selection = Selection::Versions(vec![version]);
    world.store.set_ttl(&world.actor, &selection, "2s").unwrap();
    world.clock.advance(2);
    assert_eq!(sweep(&world).versions, 0, "extended in time");
    world.clock.advance(1000);
    assert_eq!(sweep(&world).versions, 1);
    assert_refused(world.store.set_ttl(&world.actor, &selection, "9d"), Code::Deleted);
    world.store.undo(&world.actor, None).unwrap();
    world.store.set_ttl(&world.actor, &selection, "9d").unwrap();
    assert_eq!(sweep(&world).versions, 0);
}

#[test]
fn t12_five_hundred_due_after_a_long_sleep_have_their_days_from_now() {
    let world = World::new();
    let version = with_ttl(&world, b"a", "1d");
    for n in 0..40_u32 {
        with_ttl(&world, &n.to_le_bytes(), "2d");
    }
    sweep(&world);
    world.clock.advance(60 * DAY);
    assert_eq!(sweep(&world).versions, 41);
    for day in 1..7 {
        world.clock.advance(DAY);
        assert_eq!(purge(&world), 0, "day {day}");
    }
    assert_eq!(state(&world, version), VersionState::Deleted);
    world.clock.advance(DAY);
    assert_eq!(purge(&world), 41);
    let state = world.store.upkeep_state().unwrap();
    assert_eq!((state.next_expiry, state.next_purge), (None, None));
    assert!(state.next_collection.is_some());
}

#[test]
fn t15_two_machines_with_clocks_apart_only_wait() {
    let world = World::new();
    with_ttl(&world, b"a", "1d");
    for _ in 0..6 {
        // Another machine, two hours behind, then the first one again.
        world.clock.reboot(-2 * HOUR);
        assert_eq!(sweep(&world).paused.unwrap().why.as_str(), "clock-behind");
        world.clock.reboot(2 * HOUR);
        assert_eq!(sweep(&world), Expired::default());
    }
}

#[test]
fn a_round_of_upkeep_does_all_of_it() {
    let world = World::new();
    with_ttl(&world, &[1; 900], "1d");
    world.log("data", &[("f", &[2; 90_000])]);
    let round = || world.store.keep_up(&CancelToken::new()).unwrap();
    round();
    world.clock.advance(DAY);
    assert_eq!(round().expired.versions, 1);
    world.clock.advance(7 * DAY);
    assert_eq!(round().purged.versions, 1);
    world.clock.advance(DAY);
    let last = round();
    assert_eq!((last.freed_bytes, last.receipt.is_some()), (900 + 64 + 16, true));
    assert_eq!(world.store.receipts(None, 9).unwrap()[0].actor, "cairn");
    world.assert_sound();
}
