//! A thousand destructive operations on one store, taken back in reverse and in any order: it is as it was.

use cairn_engine::catalog::{RunName, RunSpec, Selection, VersionState};
use cairn_engine::history::Outcome;
use cairn_engine::model::OperationId;
use cairn_engine::progress::Monitor;
use cairn_engine::retention::rules::Rule;
use cairn_engine::retention::{Act, Along, TtlAct};
use cairn_engine::{Code, Result};
use cairn_tests::facts::{runs, versions};
use cairn_tests::scale::{Dice, scale, seed};
use cairn_tests::{Facts, World, facts, invariants, report};

const COLLECTIONS: u64 = 24;
const VERSIONS: u64 = 16;
/// Facts are compared after so many undone operations, and at the end.
const EVERY: usize = 50;

fn home(at: u64) -> String {
    format!("data-{at}")
}

/// Collections of versions with aliases, tags, metadata; a run for each collection; a rule for some.
fn full(dice: &mut Dice) -> World {
    let world = World::new();
    let (store, actor) = (&world.store, &world.actor);
    for at in 0..COLLECTIONS {
        for number in 0..VERSIONS {
            world.clock.advance(1000);
            world.log(&home(at), &[("own", format!("{at}/{number}").as_bytes()), ("same", b"in all")]);
            let name = format!("{}:v{number}", home(at));
            store.replace_metadata(actor, &name, &format!("{{\"loss\":{}}}", dice.below(100))).unwrap();
            if number % 4 == 0 {
                store.add_alias(actor, &name, &format!("a{number}")).unwrap();
                let one = Selection::Versions(vec![store.resolve_version(&name).unwrap().1.id]);
                store.edit_tags(actor, &one, &["golden".into()], &[]).unwrap();
            }
        }
        if at % 6 == 0 {
            let target = store.rule_target(&home(at)).unwrap();
            store.set_rule(actor, target, &Rule { last: Some(3 + at), ..Rule::default() }).unwrap();
        }
    }
    for at in 0..COLLECTIONS {
        let spec = RunSpec {
            name: format!("run {at}"),
            state: Some("finished".into()),
            inputs: vec![format!("{}:v0", home(at))],
            outputs: vec![format!("{}:v0", home((at + 1) % COLLECTIONS))],
            ..RunSpec::default()
        };
        store.start_run(actor, &spec).unwrap();
    }
    world
}

/// Does something after which something is lost, when there still is such a thing.
fn destroy(world: &World, dice: &mut Dice) -> Result<Outcome> {
    world.clock.advance(3_600_000);
    let (store, actor) = (&world.store, &world.actor);
    let live: Vec<_> =
        versions(store).into_iter().filter(|version| version.row.state == VersionState::Committed).collect();
    let pick = |dice: &mut Dice| dice.below(live.len().max(1) as u64) as usize;
    let Some(first) = live.get(pick(dice)) else { return store.undo(actor, None) };
    let name = format!("#{}", first.row.id);
    let some = Selection::Versions((0..=dice.below(2)).map(|_| live[pick(dice)].row.id).collect());
    match dice.below(40) {
        0..=3 => store.delete_versions(actor, &some, true),
        4 => store.set_ttl(actor, &some, "1s"),
        5 => store.carry_out(
            actor,
            &Act::Ttl(TtlAct {
                selection: some,
                ttl: format!("{}d", 100 + dice.below(200)),
                along: Along { up: true, down: true, depth: Some(2) },
                except: Vec::new(),
            }),
            None,
            &Monitor::silent(),
        ),
        6..=8 => store.remove_alias(actor, &name, &format!("a{}", 4 * dice.below(4))),
        9..=11 => store.add_alias(actor, &name, &format!("a{}", 4 * dice.below(4))),
        12 => store.set_aliases(actor, &name, &[]),
        13..=14 => store.edit_tags(actor, &some, &[], &["golden".into()]),
        15 => store.edit_tags(actor, &some, &["golden".into()], &[]),
        16..=22 => store.replace_metadata(actor, &name, &format!("{{\"loss\":{}}}", dice.below(1000))),
        23..=25 => store.set_metadata(actor, &some, "loss", None),
        26..=28 => store.describe_version(actor, &name, &format!("words {}", dice.below(1000))),
        29..=31 => store.set_ttl(actor, &some, &format!("{}d", 100 + dice.below(300))),
        32 if dice.below(6) == 0 => store.delete_collection(actor, &home(dice.below(COLLECTIONS))),
        33 if dice.below(4) == 0 => {
            let text = format!("#{}", 1 + dice.below(runs(store).len() as u64));
            store.delete_run(actor, &RunName { text: &text, project: None })
        }
        34 => {
            let rules = store.rules()?;
            match rules.get(dice.below(rules.len().max(1) as u64) as usize) {
                Some(rule) => store.apply_retention(actor, rule.id, &Monitor::silent()),
                None => store.describe_version(actor, &name, "no rule is left"),
            }
        }
        35 if dice.below(8) == 0 => {
            store.remove_rule(actor, store.rule_target(&home(6 * dice.below(COLLECTIONS / 6)))?)
        }
        // Not destruction, but what gives it something to destroy.
        36 => {
            let gone =
                versions(store).into_iter().filter(|version| version.row.state == VersionState::Deleted);
            let gone: Vec<_> = gone.map(|version| version.row.id).take(8).collect();
            store.restore_versions(actor, &Selection::Versions(gone))
        }
        _ => store.rename_collection(
            actor,
            &home(dice.below(COLLECTIONS)),
            &format!("other-{}", dice.below(9)),
        ),
    }
}

/// The operations that changed something, and the facts after every so many of them.
fn live_through(world: &World, count: usize, dice: &mut Dice) -> (Vec<OperationId>, Vec<Facts>) {
    let (mut operations, mut seen) = (Vec::new(), vec![facts(&world.store)]);
    while operations.len() < count {
        match destroy(world, dice) {
            Ok(outcome) => operations.extend(outcome.operation),
            Err(error) => {
                let code = error.code();
                assert!(matches!(code, Code::NotFound | Code::Exists | Code::Deleted), "{code:?}: {error}");
                continue;
            }
        }
        if operations.len() == seen.len() * EVERY {
            seen.push(facts(&world.store));
        }
    }
    (operations, seen)
}

/// Why an operation can't be undone.
fn store_says(world: &World, operation: OperationId) -> String {
    match world.store.undo(&world.actor, Some(operation)) {
        Err(error) => format!("{operation}: {error}; {}", error.hint_text().unwrap_or_default()),
        Ok(_) => format!("{operation}: undone"),
    }
}

#[test]
fn a_thousand_destructive_operations_are_taken_back_in_reverse_and_in_any_order() {
    let count = scale(200, 1000);
    let mut dice = Dice::new(seed());
    let world = full(&mut dice);
    let (operations, seen) = live_through(&world, count, &mut dice);
    for (at, operation) in operations.iter().enumerate().rev() {
        world.store.undo(&world.actor, Some(*operation)).unwrap_or_else(|error| panic!("{at}: {error}"));
        if at % EVERY == 0 {
            assert!(
                facts(&world.store) == seen[at / EVERY],
                "undone down to operation {at} it is another store"
            );
        }
    }
    invariants(&world.store);
    world.assert_sound();

    let world = full(&mut Dice::new(seed()));
    let before = facts(&world.store);
    let (mut left, _) = live_through(&world, count, &mut dice);
    let mut blocked = 0_u64;
    while !left.is_empty() {
        // Any order: what something later stands on has to wait for that.
        let mut waiting = Vec::new();
        let tried = left.len();
        while !left.is_empty() {
            let operation = left.swap_remove(dice.below(left.len() as u64) as usize);
            match world.store.undo(&world.actor, Some(operation)) {
                Ok(_) => {}
                Err(error) if error.code() == Code::UndoBlocked => {
                    assert!(error.hint_text().is_some(), "{error}");
                    blocked += 1;
                    waiting.push(operation);
                }
                Err(error) => panic!("operation {operation}: {error}"),
            }
        }
        if waiting.len() == tried {
            let why = waiting.iter().map(|each| store_says(&world, *each)).collect::<Vec<_>>();
            panic!("{} operations stand in each other's way:\n{}", waiting.len(), why.join("\n"));
        }
        left = waiting;
    }
    assert!(facts(&world.store) == before, "undone in any order it is another store");
    invariants(&world.store);
    world.assert_sound();
    report::record(
        "undone",
        serde_json::json!({ "operations": 2 * count, "waited": blocked, "different": 0 }),
    );
}
