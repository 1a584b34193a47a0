//! Acts by example: warnings, locks, stale plans, settings, restoring, cancelling.

use cairn_engine::Code;
use cairn_engine::catalog::Selection;
use cairn_engine::history::{Actor, Role};
use cairn_engine::progress::Monitor;
use cairn_engine::retention::{Act, Along, Restore, SettingsChange, TtlAct};
use cairn_engine::scale::MadeRun;
use cairn_tests::world::{BEGINNING, DAY, assert_refused};
use cairn_tests::{World, facts, log_spec};

/// `raw → train → model → eval → result`, each version logged by hand.
fn chain() -> World {
    let world = World::new();
    for (name, content) in [("raw", b"1"), ("model", b"2"), ("result", b"3")] {
        world.log(name, &[("f", content)]);
    }
    for (name, input, output) in [("train", "raw", "model"), ("eval", "model", "result")] {
        let run = MadeRun {
            name: name.into(),
            job_type: name.into(),
            inputs: vec![world.store.resolve_version(input).unwrap().1.id],
            outputs: vec![world.store.resolve_version(output).unwrap().1.id],
            at: BEGINNING,
        };
        world.store.make_runs_of(&world.actor, "uncategorized", &mut std::iter::once(run)).unwrap();
    }
    world
}

fn ttl(world: &World, address: &str, value: &str, up: bool, down: bool) -> Act {
    Act::Ttl(TtlAct {
        selection: Selection::Versions(vec![world.store.resolve_version(address).unwrap().1.id]),
        ttl: value.into(),
        along: Along { up, down, depth: None },
        except: Vec::new(),
    })
}

#[test]
fn an_input_that_expires_before_what_was_made_from_it_is_warned_of() {
    let world = chain();
    let plan = world.store.plan(&ttl(&world, "raw", "30d", false, false)).unwrap();
    assert_eq!(plan.warnings, ["raw:v0 is an input of model:v0, which is kept for ever"]);
    let plan = world.store.plan(&ttl(&world, "raw", "30d", false, true)).unwrap();
    assert_eq!((plan.warning_count, plan.changing), (0, 3), "all of them expire together");
    world.store.set_ttl(&world.actor, &select(&world, "model"), "90d").unwrap();
    let plan = world.store.plan(&ttl(&world, "raw", "30d", false, false)).unwrap();
    assert_eq!(plan.warnings, ["raw:v0 is an input of model:v0, which is kept longer"]);
    let plan = world.store.plan(&ttl(&world, "raw", "none", false, false)).unwrap();
    assert_eq!(plan.warning_count, 0);
}

fn select(world: &World, address: &str) -> Selection {
    Selection::Versions(vec![world.store.resolve_version(address).unwrap().1.id])
}

#[test]
fn locked_versions_are_listed_with_their_reason_and_stay() {
    let world = chain();
    world.store.delete_versions(&world.actor, &select(&world, "result"), true).unwrap();
    let act = ttl(&world, "raw", "30d", false, true);
    let plan = world.store.plan(&act).unwrap();
    assert_eq!((plan.changing, plan.locked), (2, 1));
    let locked = plan.rows.iter().find(|row| row.locked.is_some()).unwrap();
    assert!(locked.address.ends_with("result:v0"));
    assert_eq!(locked.locked.as_deref(), Some("in trash"));
    assert_eq!((locked.expires_before, locked.expires_after), (None, None));
    world.store.carry_out(&world.actor, &act, Some(&plan.stamp), &Monitor::silent()).unwrap();
    assert_eq!(world.store.version_facts("result:v0").unwrap().ttl, "inherits none");
    // Nothing but what can't change is refused with the reason.
    let gone = Selection::Versions(vec![locked.id]);
    assert_refused(world.store.set_ttl(&world.actor, &gone, "30d"), Code::Deleted);
}

#[test]
fn a_plan_is_stale_when_something_else_would_be_done() {
    let world = chain();
    let delete = Act::Delete { selection: select(&world, "raw"), delete_aliases: true, now: false };
    let stamp = world.store.plan(&delete).unwrap().stamp;
    // What has nothing to do with it doesn't matter.
    world.log("elsewhere", &[("f", b"x")]);
    assert_eq!(world.store.plan(&delete).unwrap().stamp, stamp);
    world.store.add_alias(&world.actor, "raw", "best").unwrap();
    let before = facts(&world.store);
    let refused = world.store.carry_out(&world.actor, &delete, Some(&stamp), &Monitor::silent());
    assert_refused(refused, Code::PlanStale);
    assert_eq!(facts(&world.store), before);
    let act = ttl(&world, "raw", "30d", false, true);
    let stamp = world.store.plan(&act).unwrap().stamp;
    // Time alone makes another plan of it: it would expire at once now.
    world.clock.advance(40 * DAY);
    let refused = world.store.carry_out(&world.actor, &act, Some(&stamp), &Monitor::silent());
    assert_refused(refused, Code::PlanStale);
    let plan = world.store.plan(&act).unwrap();
    assert_eq!(plan.versions, 3);
    world.store.carry_out(&world.actor, &act, Some(&plan.stamp), &Monitor::silent()).unwrap();
    assert_eq!(
        world.store.version_facts("model:v0").unwrap().row.deleted_because.as_deref(),
        Some("expired")
    );
    world.store.undo(&world.actor, None).unwrap();
    assert_eq!(facts(&world.store), before);
}

#[test]
fn a_new_default_takes_what_it_makes_expire_and_says_so_before() {
    let world = World::new();
    for n in 0..5_u8 {
        world.log("data", &[("f", &[n])]);
        world.clock.advance(10 * DAY);
    }
    world.store.set_ttl(&world.actor, &select(&world, "data:v0"), "none").unwrap();
    let change = |ttl: &str| SettingsChange { default_ttl: Some(ttl.into()), ..SettingsChange::default() };
    let act = Act::Settings(change("25d"));
    let plan = world.store.plan(&act).unwrap();
    assert_eq!((plan.versions, plan.unchanged, plan.bytes.freed), (2, 2, 2));
    assert_eq!(plan.lost.alias_count, 0);
    let before = facts(&world.store);
    world.store.carry_out(&world.actor, &act, Some(&plan.stamp), &Monitor::silent()).unwrap();
    for (index, state) in
        [(0, "committed"), (1, "deleted"), (2, "deleted"), (3, "committed"), (4, "committed")]
    {
        let version = world.store.version_facts(&format!("data:v{index}")).unwrap();
        assert_eq!(version.row.state.as_str(), state, "v{index}");
    }
    world.store.undo(&world.actor, None).unwrap();
    assert_eq!(facts(&world.store), before);
    let plan = world.store.plan(&Act::Settings(change("none"))).unwrap();
    assert_eq!((plan.versions, plan.changing), (0, 0));
    for bad in ["", "0d", "-1d", "1.5d", "inherit", "2020-01-01", "99999999999999999999d"] {
        assert_refused(world.store.plan(&Act::Settings(change(bad))), Code::TtlInvalid);
    }
}

#[test]
fn a_shorter_trash_says_what_leaves_it() {
    let world = World::new();
    for n in 0..3_u8 {
        world.log("data", &[("f", &[n; 100])]);
    }
    for version in ["data:v0", "data:v1"] {
        world.store.delete_versions(&world.actor, &select(&world, version), true).unwrap();
        world.clock.advance(3 * DAY);
    }
    let act = |days| Act::Settings(SettingsChange { trash_days: Some(days), ..SettingsChange::default() });
    let plan = world.store.plan(&act(4)).unwrap();
    assert_eq!((plan.leaving, plan.leaving_bytes, plan.versions), (1, 100, 0));
    assert_eq!(world.store.plan(&act(1)).unwrap().leaving, 2);
    assert_eq!(world.store.plan(&act(30)).unwrap().leaving, 0);
    for days in [0, 366, u32::MAX] {
        assert_refused(world.store.plan(&act(days)), Code::RequestInvalid);
    }
}

#[test]
fn an_alias_that_moved_on_is_offered_and_not_stolen() {
    let world = World::new();
    let spec = cairn_engine::ingest::LogSpec { aliases: vec!["best".into()], ..log_spec("data") };
    let first = world.try_log(&[("f", b"a")], &spec).unwrap();
    world.log("data", &[("f", b"b")]);
    let gone = Selection::Versions(vec![first.version]);
    world.store.delete_versions(&world.actor, &gone, true).unwrap();
    world.store.add_alias(&world.actor, "data:v1", "best").unwrap();
    let plan = world.store.plan_restore(&gone).unwrap();
    assert_eq!((plan.versions, plan.taken_count), (1, 1));
    assert_eq!(plan.taken[0].name, "best");
    assert!(plan.taken[0].holder.ends_with("data:v1") && plan.taken[0].version.ends_with("data:v0"));
    let before = facts(&world.store);
    let done = world.store.restore_versions(&world.actor, &gone).unwrap();
    assert!(done.summary.contains("best moved on"), "{}", done.summary);
    assert_eq!(world.store.resolve_version("data:best").unwrap().1.index, 1);
    world.store.undo(&world.actor, None).unwrap();
    assert_eq!(facts(&world.store), before);
    let how = Restore { take_aliases: true };
    world.store.restore(&world.actor, &gone, how, &Monitor::silent()).unwrap();
    assert_eq!(world.store.resolve_version("data:best").unwrap().1.index, 0);
    assert_eq!(world.store.resolve_version("data").unwrap().1.index, 1, "latest isn't taken");
}

#[test]
fn a_version_comes_back_into_its_collection_whatever_became_of_that() {
    let world = World::new();
    world.log("data", &[("f", b"a")]);
    world.log("data", &[("f", b"b")]);
    let gone = select(&world, "data:v0");
    world.store.delete_versions(&world.actor, &gone, true).unwrap();
    world.store.rename_collection(&world.actor, "data", "images").unwrap();
    world.store.restore_versions(&world.actor, &gone).unwrap();
    assert_eq!(world.store.resolve_version("images:v0").unwrap().1.index, 0);
    world.store.delete_collection(&world.actor, "images").unwrap();
    world.log("images", &[("f", b"c")]);
    let error = assert_refused(world.store.plan_restore(&gone), Code::Exists);
    assert!(error.hint_text().unwrap().contains("Rename"), "{error}");
    assert_refused(world.store.restore_versions(&world.actor, &gone), Code::Exists);
    world.store.rename_collection(&world.actor, "images", "others").unwrap();
    assert_eq!(world.store.plan_restore(&gone).unwrap().collections.len(), 1);
    world.store.restore_versions(&world.actor, &gone).unwrap();
    assert_eq!(world.store.resolve_version("images").unwrap().1.index, 0);
}

#[test]
fn a_cancelled_act_leaves_nothing_done() {
    let world = chain();
    let before = facts(&world.store);
    let monitor = Monitor::silent();
    monitor.cancel.cancel();
    let act = ttl(&world, "raw", "30d", false, true);
    assert_refused(world.store.carry_out(&world.actor, &act, None, &monitor), Code::Cancelled);
    let act = Act::Delete { selection: select(&world, "raw"), delete_aliases: true, now: false };
    assert_refused(world.store.carry_out(&world.actor, &act, None, &monitor), Code::Cancelled);
    assert_eq!(facts(&world.store), before);
}

#[test]
fn what_leaves_the_trash_for_good_is_planned_to_the_byte() {
    let world = World::new();
    world.log("a", &[("own", &[1; 5000]), ("both", &[2; 3000])]);
    world.log("b", &[("both", &[2; 3000]), ("more", &[3; 700])]);
    world.log("c", &[("f", &[4; 100])]);
    let (a, b, c) = (select(&world, "a"), select(&world, "b"), select(&world, "c"));
    let do_it =
        |act: &Act, stamp: Option<&str>| world.store.carry_out(&world.actor, act, stamp, &Monitor::silent());
    let whole = Act::Empty { selection: None };
    assert_refused(do_it(&whole, None), Code::NotFound);
    world.store.delete_versions(&world.actor, &a, true).unwrap();
    let plan = world.store.plan(&whole).unwrap();
    assert_eq!((plan.versions, plan.for_good, plan.bytes.freed, plan.bytes.shared), (1, true, 5000, 3000));
    assert_eq!(plan.dates.freed_at, Some(world.store.now() + DAY));
    // Something else lies there by now.
    world.store.delete_versions(&world.actor, &b, true).unwrap();
    assert_refused(do_it(&whole, Some(&plan.stamp)), Code::PlanStale);
    // Past the trash, together with what lies there: one plan, one act.
    let Selection::Versions(mut ids) = b else { unreachable!() };
    let Selection::Versions(other) = c else { unreachable!() };
    ids.extend(other);
    let now = Act::Delete { selection: Selection::Versions(ids.clone()), delete_aliases: true, now: true };
    let plan = world.store.plan(&now).unwrap();
    assert_eq!((plan.versions, plan.bytes.freed, plan.bytes.freed_with_trash), (2, 800, 3000));
    let refused = Act::Delete { selection: Selection::Versions(ids), delete_aliases: false, now: true };
    assert_refused(do_it(&refused, None), Code::HasAliases);
    let member = Actor { role: Role::Member, ..world.actor.clone() };
    let before = facts(&world.store);
    let by_member = world.store.carry_out(&member, &now, None, &Monitor::silent());
    assert_refused(by_member, Code::Forbidden);
    assert_eq!(facts(&world.store), before, "nor was it moved to the trash");
    let done = do_it(&now, Some(&plan.stamp)).unwrap();
    assert_eq!(done.changed, 2);
    assert_refused(world.store.undo(&world.actor, done.operation), Code::UndoBlocked);
    assert_eq!(do_it(&whole, None).unwrap().changed, 1);
    let (held, freed) = (world.bytes_on_disk(), 5000 + 3000 + 700 + 100);
    world.clock.advance(2 * DAY);
    let first = world.collect().freed_bytes;
    world.clock.advance(2 * DAY);
    assert_eq!(first + world.collect().freed_bytes, held - world.bytes_on_disk());
    assert!(held - world.bytes_on_disk() >= freed, "all of it is gone");
    world.assert_sound();
}
