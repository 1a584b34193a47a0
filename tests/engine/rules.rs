//! Rules of retention in stores: what they take, against a naive reading of what people see.

use cairn_engine::catalog::{EdgeKind, RunName, RunSpec, Selection, VersionFacts, VersionState};
use cairn_engine::history::{Actor, Role};
use cairn_engine::ingest::LogSpec;
use cairn_engine::progress::Monitor;
use cairn_engine::retention::rules::{Best, Rule};
use cairn_engine::{CancelToken, Code};
use cairn_tests::facts::versions;
use cairn_tests::scale::{Dice, cases};
use cairn_tests::world::{DAY, assert_refused};
use cairn_tests::{World, facts, invariants, log_spec};
use proptest::prelude::*;

fn sweeper() -> Actor {
    Actor { name: "cairn".into(), origin: "cairn".into(), role: Role::Admin }
}

/// Logs versions with numbers, aliases and users, some of all of them.
fn fill(world: &World, dice: &mut Dice) {
    for number in 0..6 + dice.below(8) {
        world.clock.advance((dice.below(20) * DAY as u64 / 4) as i64);
        let metadata = match dice.below(4) {
            0 => "{\"acc\":\"high\"}".to_owned(),
            1 => "{}".to_owned(),
            _ => format!("{{\"val\":{{\"acc\":{}}}}}", dice.below(4) as f64 / 4.0),
        };
        let spec = LogSpec {
            aliases: (dice.below(4) == 0).then(|| format!("a{}", dice.below(3))).into_iter().collect(),
            metadata: Some(metadata),
            ..log_spec(["data", "nets"][dice.below(2) as usize])
        };
        let log = world.try_log(&[("f", number.to_string().as_bytes())], &spec).unwrap();
        if dice.below(4) == 0 {
            let run = RunSpec {
                name: format!("r{number}"),
                state: Some("finished".into()),
                inputs: vec![format!("#{}", log.version)],
                ..RunSpec::default()
            };
            let (run, _) = world.store.start_run(&world.actor, &run).unwrap();
            if dice.below(3) == 0 {
                world.store.delete_run(&world.actor, &RunName { text: &run.name, project: None }).unwrap();
            }
        }
    }
}

fn rule(dice: &mut Dice) -> Rule {
    let mut some = |of: u64| (dice.below(of) == 0).then(|| 1 + dice.below(4));
    let rule = Rule {
        last: some(2),
        best: some(2).map(|count| Best { count, key: "val.acc".into(), largest: count % 2 == 0 }),
        younger: some(2).map(|days| days as i64 * 10 * 86_400),
        ..Rule::default()
    };
    let rule = Rule { aliased: dice.below(2) == 0, used: dice.below(2) == 0, ..rule };
    if rule.check().is_ok() { rule } else { Rule { last: Some(2), ..Rule::default() } }
}

fn number(version: &VersionFacts) -> Option<f64> {
    serde_json::from_str::<serde_json::Value>(&version.metadata).unwrap()["val"]["acc"].as_f64()
}

/// Whether a rule takes a version, as a person would say who looks at the page of its collection.
fn takes(world: &World, rule: &Rule, all: &[VersionFacts], one: &VersionFacts) -> bool {
    let of_collection = all.iter().filter(|other| {
        other.row.collection == one.row.collection && other.row.state == VersionState::Committed
    });
    let siblings: Vec<&VersionFacts> = of_collection.collect();
    let newer = siblings.iter().filter(|other| other.row.index > one.row.index).count() as u64;
    let better = |best: &Best| {
        let beats = |other: &&&VersionFacts| match (number(other), number(one)) {
            (Some(a), Some(b)) if a == b => other.row.index > one.row.index,
            (Some(a), Some(b)) => (a > b) == best.largest,
            _ => false,
        };
        siblings.iter().filter(beats).count() as u64
    };
    let is_used = || {
        let runs = cairn_tests::facts::runs(&world.store);
        runs.iter().any(|run| {
            run.row.deleted_at.is_none() && run.inputs.iter().any(|edge| edge.version == one.row.id)
        })
    };
    let kept = one.aliases.iter().any(|alias| alias == "latest")
        || rule.last.is_some_and(|count| newer < count)
        || rule.best.as_ref().is_some_and(|best| number(one).is_none() || better(best) < best.count)
        || (rule.aliased && one.aliases.iter().any(|alias| alias != "latest"))
        || (rule.used && is_used())
        || rule.younger.is_some_and(|seconds| world.store.now() < one.row.created_at + seconds * 1000);
    !kept
}

proptest! {
    #![proptest_config(cases(80, 1000))]

    #[test]
    fn a_sweep_takes_what_the_plan_says_and_what_people_would(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let world = World::new();
        fill(&world, &mut dice);
        let rule = rule(&mut dice);
        let target = world.store.rule_target(["uncategorized", "data"][dice.below(2) as usize]);
        let Ok(target) = target else { return Ok(()) }; // nothing was logged there
        let is_data = matches!(target, cairn_engine::retention::rules::RuleTarget::Collection(_));
        let all = versions(&world.store);
        let expected: Vec<String> = all
            .iter()
            .filter(|version| !is_data || version.collection.name == "data")
            .filter(|version| version.row.state == VersionState::Committed && takes(&world, &rule, &all, version))
            .map(|version| version.address.clone())
            .collect();
        let plan = world.store.plan_rule(target, Some(&rule)).unwrap();
        let mut planned: Vec<String> = plan.plan.rows.iter().map(|row| row.address.clone()).collect();
        let mut wanted = expected.clone();
        planned.sort();
        wanted.sort();
        prop_assert_eq!(&planned, &wanted);
        let now = plan.timeline.iter().filter(|sweep| sweep.at <= world.store.now()).map(|sweep| sweep.versions);
        prop_assert_eq!(now.sum::<u64>(), expected.len() as u64);
        let foreseen: u64 = plan.timeline.iter().map(|sweep| sweep.versions).sum();
        let kept: u64 = plan.kept.iter().map(|(_, count)| count).sum();
        let live = all.iter().filter(|version| {
            version.row.state == VersionState::Committed && (!is_data || version.collection.name == "data")
        });
        prop_assert_eq!(foreseen + kept, live.count() as u64, "each version is kept or foreseen to go");
        if let (Some(first), true) = (plan.timeline.first(), !expected.is_empty()) {
            prop_assert_eq!(first.freed, Some(plan.plan.bytes.freed));
        }

        world.store.set_rule(&world.actor, target, &rule).unwrap();
        let before = facts(&world.store);
        let id = world.store.rules().unwrap()[0].id;
        let due = world.store.due_by_rules().unwrap();
        prop_assert_eq!(due.iter().map(|due| due.versions.len()).sum::<usize>(), expected.len());
        prop_assert!(due.iter().all(|due| due.rule == id && due.target == target));
        let done = world.store.apply_retention(&sweeper(), id, &Monitor::silent()).unwrap();
        prop_assert_eq!(done.operation.is_some(), !expected.is_empty());
        for version in versions(&world.store) {
            let gone = version.row.state == VersionState::Deleted;
            prop_assert_eq!(gone, expected.contains(&version.address), "{}", version.address);
            if gone {
                prop_assert_eq!(version.row.deleted_because.as_deref(), Some("rule"));
            }
        }
        invariants(&world.store);
        let again = world.store.apply_retention(&sweeper(), id, &Monitor::silent()).unwrap();
        prop_assert_eq!(again.operation, None, "a second sweep takes nothing");
        prop_assert!(world.store.due_by_rules().unwrap().is_empty());
        if let Some(operation) = done.operation {
            world.store.undo(&world.actor, Some(operation)).unwrap();
            prop_assert_eq!(facts(&world.store), before, "one undo brings all of them back");
        }
    }
}

#[test]
fn a_round_of_upkeep_takes_what_the_rules_take_unless_the_clock_jumped() {
    let world = World::new();
    for n in 0..6_u8 {
        world.log("data", &[("f", &[n])]);
    }
    let target = world.store.rule_target("data").unwrap();
    let rule = Rule { last: Some(2), younger: Some(10 * 86_400), ..Rule::default() };
    world.store.set_rule(&world.actor, target, &rule).unwrap();
    let round = || world.store.keep_up(&CancelToken::new()).unwrap();
    let look_in = || world.store.upkeep_state().unwrap().next_rules.unwrap() - world.store.now();
    assert_eq!(look_in(), 0, "nobody looked yet");
    assert_eq!(round().taken, 0, "all are younger");
    assert_eq!(look_in(), DAY / 4, "nothing changed since");
    world.log("data", &[("f", &[6])]);
    assert_eq!(look_in(), 10 * 60_000, "something was logged");
    world.store.undo(&world.actor, None).unwrap();
    world.clock.set(world.store.now() + 20 * DAY);
    let paused = round();
    assert_eq!((paused.taken, paused.expired.paused.is_some()), (0, true));
    world.clock.set(world.store.now() - 20 * DAY);
    world.clock.advance(11 * DAY);
    assert_eq!(round().taken, 4);
    assert_eq!(round().taken, 0);
    let history = world.store.history(None, None, 1).unwrap();
    assert_eq!(history.rows[0].row.actor, "cairn");
    world.store.undo(&world.actor, None).unwrap();
    invariants(&world.store);
}

#[test]
fn a_rule_of_a_collection_stands_before_that_of_its_project() {
    let world = World::new();
    for n in 0..6_u8 {
        world.log("data", &[("f", &[n])]);
        world.log("nets", &[("f", &[n])]);
    }
    let store = &world.store;
    let (all, own) = (store.rule_target("uncategorized").unwrap(), store.rule_target("data").unwrap());
    let keep = |count| Rule { last: Some(count), ..Rule::default() };
    store.set_rule(&world.actor, all, &keep(1)).unwrap();
    assert_eq!(store.plan_rule(all, None).unwrap().plan.versions, 10);
    store.set_rule(&world.actor, own, &keep(4)).unwrap();
    assert_eq!(store.plan_rule(all, None).unwrap().plan.versions, 5);
    assert_eq!(store.plan_rule(own, None).unwrap().plan.versions, 2);
    store.remove_rule(&world.actor, own).unwrap();
    assert_refused(store.plan_rule(own, None), Code::NotFound);
    assert_refused(store.remove_rule(&world.actor, own), Code::NotFound);
    assert_eq!(store.plan_rule(all, None).unwrap().plan.versions, 10);
    store.undo(&world.actor, None).unwrap();
    assert_eq!(store.rule(own).unwrap(), keep(4));
    assert_refused(store.rule_target("data:v0"), Code::RequestInvalid);
    assert_refused(store.rule_target("nothing"), Code::NotFound);
}

#[test]
fn a_key_that_nobody_has_takes_nothing_and_is_said() {
    let world = World::new();
    for n in 0..4_u8 {
        world.log("data", &[("f", &[n])]);
    }
    let target = world.store.rule_target("data").unwrap();
    let rule =
        Rule { best: Some(Best { count: 1, key: "val.acc".into(), largest: true }), ..Rule::default() };
    let plan = world.store.plan_rule(target, Some(&rule)).unwrap();
    assert_eq!((plan.plan.versions, plan.unranked), (0, 4));
    assert_eq!(
        plan.plan.warnings,
        ["4 of the versions have no number at val.acc: they can't be ranked and are kept"]
    );
}

#[test]
fn the_timeline_says_when_what_is_kept_for_its_age_will_go() {
    let world = World::new();
    for n in 0..5_u8 {
        world.log("data", &[("f", &[n; 10])]);
        world.clock.advance(DAY);
    }
    let target = world.store.rule_target("data").unwrap();
    let rule = Rule { younger: Some(3 * 86_400), ..Rule::default() };
    let plan = world.store.plan_rule(target, Some(&rule)).unwrap();
    let told: Vec<(i64, u64, Option<u64>)> = plan
        .timeline
        .iter()
        .map(|sweep| ((sweep.at - world.store.now()) / DAY, sweep.versions, sweep.freed))
        .collect();
    // Ages of 5, 4 and 3 days go now; one of 2 days is 3 days old after one more.
    assert_eq!(told, [(0, 3, Some(30)), (1, 1, Some(10))]);
    assert_eq!(plan.kept, [("latest", 1)]);
}

#[test]
fn what_came_to_be_needed_stays_although_it_was_planned() {
    let world = World::new();
    for n in 0..4_u8 {
        world.log("data", &[("f", &[n])]);
    }
    let target = world.store.rule_target("data").unwrap();
    let rule = Rule { last: Some(1), used: true, ..Rule::default() };
    world.store.set_rule(&world.actor, target, &rule).unwrap();
    assert_eq!(world.store.plan_rule(target, None).unwrap().plan.versions, 3);
    let spec = RunSpec { name: "r".into(), ..RunSpec::default() };
    let (run, _) = world.store.start_run(&world.actor, &spec).unwrap();
    let run = RunName { text: &run.name, project: None };
    world.store.set_edges(&world.actor, &run, EdgeKind::Used, &["data:v1".into()], None, false).unwrap();
    let id = world.store.rules().unwrap()[0].id;
    let done = world.store.apply_retention(&sweeper(), id, &Monitor::silent()).unwrap();
    assert!(done.summary.contains("took 2 versions"), "{}", done.summary);
    assert_eq!(world.store.version_facts("data:v1").unwrap().row.state, VersionState::Committed);
    world.store.remove_rule(&world.actor, target).unwrap();
    let none = world.store.apply_retention(&sweeper(), id, &Monitor::silent()).unwrap();
    assert_eq!(none.operation, None, "a rule that is gone takes nothing");
}

#[test]
fn what_somebody_brought_back_from_a_rule_stays() {
    let world = World::new();
    for number in 0..4_u8 {
        world.log("data", &[("f", &[number])]);
    }
    let target = world.store.rule_target("data").unwrap();
    let rule = Rule { last: Some(1), ..Rule::default() };
    world.store.set_rule(&world.actor, target, &rule).unwrap();
    let take = || {
        let id = world.store.rules().unwrap()[0].id;
        world.store.apply_retention(&sweeper(), id, &Monitor::silent()).unwrap().changed
    };
    let live =
        || versions(&world.store).iter().filter(|one| one.row.state == VersionState::Committed).count();
    assert_eq!((take(), live()), (3, 1));
    let one = versions(&world.store)[1].row.id;
    let back = Selection::Versions(vec![one]);
    world.store.restore_versions(&world.actor, &back).unwrap();
    assert_eq!((take(), live()), (0, 2));
    let plan = world.store.plan_rule(target, None).unwrap();
    assert!(plan.kept.contains(&("brought_back", 1)), "{:?}", plan.kept);
}
