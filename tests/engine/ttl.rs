//! Rules of time to live: product.md 2, "TTL", and group T of the attack list.

use cairn_engine::Code;
use cairn_engine::catalog::{Selection, VersionState};
use cairn_engine::ingest::{LogReport, LogSpec};
use cairn_engine::model::Ttl;
use cairn_tests::world::{BEGINNING, DAY, assert_refused};
use cairn_tests::{World, facts, log_spec};

fn only(report: &LogReport) -> Selection {
    Selection::Versions(vec![report.version])
}

fn state(world: &World, report: &LogReport) -> VersionState {
    world.store.version_facts(&format!("#{}", report.version)).unwrap().row.state
}

#[test]
fn expiry_counts_from_the_creation_also_when_edited_later() {
    let world = World::new();
    let log = world.log("data", &[("f", b"a")]);
    world.clock.advance(10 * DAY);
    world.store.set_ttl(&world.actor, &only(&log), "30d").unwrap();
    let after = world.store.version_facts("data").unwrap();
    assert_eq!(after.expires_at, Some(BEGINNING + 30 * DAY));
    assert_eq!(after.ttl, "30 d");
    world.store.set_ttl(&world.actor, &only(&log), "none").unwrap();
    assert_eq!(world.store.version_facts("data").unwrap().expires_at, None);
}

#[test]
fn a_default_holds_for_versions_that_inherit() {
    let world = World::new();
    let before = world.log("data", &[("f", b"a")]);
    world.store.configure(&world.actor, "90d", 7).unwrap();
    let after = world.log("data", &[("f", b"b")]);
    for version in [&before, &after] {
        assert_eq!(
            world.store.version_facts(&version.address).unwrap().expires_at,
            Some(BEGINNING + 90 * DAY)
        );
    }
    world.store.set_ttl(&world.actor, &only(&after), "none").unwrap();
    assert_eq!(world.store.version_facts(&after.address).unwrap().expires_at, None);
    world.store.set_ttl(&world.actor, &only(&after), "inherit").unwrap();
    assert_eq!(world.store.version_facts(&after.address).unwrap().ttl, "inherits 90 d");
}

#[test]
fn an_edit_that_expires_at_once_trashes_in_the_same_operation() {
    let world = World::new();
    let log =
        world.try_log(&[("f", b"a")], &LogSpec { aliases: vec!["best".into()], ..log_spec("data") }).unwrap();
    world.log("data", &[("f", b"b")]);
    let before = facts(&world.store);
    world.clock.advance(10 * DAY);
    let plan = world.store.plan_ttl(&only(&log), "7d").unwrap();
    assert_eq!((plan.changing, plan.expiring), (1, 1));
    let done = world.store.set_ttl(&world.actor, &only(&log), "7d").unwrap();
    assert!(done.summary.contains("1 expired"), "{}", done.summary);
    let gone = world.store.version_facts(&log.address).unwrap();
    assert_eq!(gone.row.deleted_because.as_deref(), Some("expired"));
    assert_refused(world.store.resolve_version("data:best"), Code::NotFound);
    world.store.undo(&world.actor, None).unwrap();
    assert_eq!(facts(&world.store), before, "undo restores version, aliases and TTL");
    world.store.redo(&world.actor, None).unwrap();
    assert_eq!(state(&world, &log), VersionState::Deleted);
}

#[test]
fn a_repeated_log_that_expires_the_version_is_such_an_edit() {
    let world = World::new();
    let log = world.log("data", &[("f", b"a")]);
    world.clock.advance(10 * DAY);
    let spec = LogSpec { ttl: Some("7d".into()), ..log_spec("data") };
    let before = facts(&world.store);
    let again = world.try_log(&[("f", b"a")], &spec).unwrap();
    assert!(!again.new && again.summary.contains("expired"), "{}", again.summary);
    assert_eq!(state(&world, &log), VersionState::Deleted);
    world.store.undo(&world.actor, None).unwrap();
    assert_eq!(facts(&world.store), before);
}

#[test]
fn restoring_an_expired_version_brings_its_aliases() {
    let world = World::new();
    let log =
        world.try_log(&[("f", b"a")], &LogSpec { aliases: vec!["best".into()], ..log_spec("data") }).unwrap();
    world.clock.advance(DAY);
    world.store.set_ttl(&world.actor, &only(&log), "1h").unwrap();
    assert_refused(world.store.set_ttl(&world.actor, &only(&log), "none"), Code::Deleted);
    world.store.restore_versions(&world.actor, &only(&log)).unwrap();
    assert_eq!(world.store.version_facts("data").unwrap().aliases, ["latest", "best"]);
}

#[test]
fn one_edit_sets_many_versions_and_one_undo_takes_it_back() {
    let world = World::new();
    let logs: Vec<_> = (0..20).map(|n| world.log("data", &[("f", &[n])])).collect();
    let before = facts(&world.store);
    let all = Selection::Versions(logs.iter().map(|log| log.version).collect());
    let done = world.store.set_ttl(&world.actor, &all, "2w").unwrap();
    assert_eq!(done.changed, 20);
    world.store.undo(&world.actor, None).unwrap();
    assert_eq!(facts(&world.store), before);
}

#[test]
fn a_ttl_given_with_the_log_counts_from_the_commit() {
    let world = World::new();
    world.clock.advance(DAY);
    let spec = LogSpec { ttl: Some("12h".into()), ..log_spec("data") };
    world.try_log(&[("f", b"a")], &spec).unwrap();
    assert_eq!(world.store.version_facts("data").unwrap().expires_at, Some(BEGINNING + DAY + DAY / 2));
}

#[test]
fn a_date_means_its_beginning() {
    let world = World::new();
    let spec = LogSpec { ttl: Some("2026-12-31".into()), ..log_spec("data") };
    world.try_log(&[("f", b"a")], &spec).unwrap();
    // 2026-12-31T00:00:00Z.
    assert_eq!(world.store.version_facts("data").unwrap().expires_at, Some(1_798_675_200_000));
}

#[test]
fn bad_durations_are_refused_everywhere() {
    let world = World::new();
    let log = world.log("data", &[("f", b"a")]);
    for bad in [
        "",
        " ",
        "0d",
        "-1",
        "-2",
        "-3",
        "30",
        "d",
        "1.5d",
        "30x",
        "1e3d",
        "9223372036854775808s",
        "2026-13-01",
    ] {
        assert_refused(world.store.set_ttl(&world.actor, &only(&log), bad), Code::TtlInvalid);
        assert_refused(world.store.plan_ttl(&only(&log), bad), Code::TtlInvalid);
        let spec = LogSpec { ttl: Some(bad.into()), ..log_spec("data") };
        assert_refused(world.try_log(&[("f", b"a")], &spec), Code::TtlInvalid);
    }
    for bad in ["inherit", "0d", "", "2026-12-31"] {
        assert_refused(world.store.configure(&world.actor, bad, 7), Code::TtlInvalid);
    }
    for days in [0, 366, u32::MAX] {
        assert_refused(world.store.configure(&world.actor, "none", days), Code::RequestInvalid);
    }
    assert_eq!(world.store.version_facts("data").unwrap().row.ttl, Ttl::Inherit);
}

#[test]
fn the_clock_may_be_anything() {
    let world = World::new();
    let mut times = vec![BEGINNING];
    // Ten years back, 1970, 2038, 2106, 9999.
    for now in
        [BEGINNING - 3650 * DAY, 0, 2_147_483_648_000, 4_294_967_296_000, 253_402_300_799_000, BEGINNING]
    {
        world.clock.set(now);
        let log = world.log("data", &[("f", now.to_string().as_bytes())]);
        assert_eq!(log.index as usize, times.len() - 1, "the order is by index, never by time");
        times.push(now);
        world.store.set_ttl(&world.actor, &only(&log), "30d").unwrap();
        assert_eq!(world.store.version_facts("data").unwrap().expires_at, Some(now + 30 * DAY));
    }
    assert_eq!(world.store.resolve_version("data").unwrap().1.index, 5);
}
