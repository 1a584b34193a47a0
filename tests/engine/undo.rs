//! Undo of random operation sequences restores the state exactly, and redo does so too.

use cairn_engine::Code;
use cairn_engine::model::OperationId;
use cairn_tests::scale::cases;
use cairn_tests::{Facts, World, facts, invariants};
use proptest::prelude::*;

use super::undo_ops::{Op, apply, is_expected, op, world};

/// The operations that changed something, and the facts before the first and after each.
struct Past {
    operations: Vec<OperationId>,
    facts: Vec<Facts>,
}

/// Does all operations; what is refused or changes nothing must leave the facts as they are.
fn live_through(world: &World, ops: &[Op]) -> Past {
    let mut past = Past { operations: Vec::new(), facts: vec![facts(&world.store)] };
    for op in ops {
        let before = past.facts.last().unwrap();
        match apply(world, op) {
            Ok(Some(operation)) => {
                past.operations.push(operation);
                past.facts.push(facts(&world.store));
                invariants(&world.store);
            }
            Ok(None) => same(before, &facts(&world.store), &format!("{op:?} changed nothing")),
            Err(error) => {
                assert!(is_expected(error.code()), "{op:?}: {:?} {error}", error.code());
                same(before, &facts(&world.store), &format!("{op:?} was refused"));
            }
        }
    }
    past
}

/// Compares facts; shows only what differs.
fn same(expected: &Facts, found: &Facts, what: &str) {
    if expected == found {
        return;
    }
    let keys = expected.keys().chain(found.keys()).collect::<std::collections::BTreeSet<_>>();
    let lines: Vec<String> = keys
        .into_iter()
        .filter(|key| expected.get(*key) != found.get(*key))
        .map(|key| format!("{key}\n  expected {:?}\n  found    {:?}", expected.get(key), found.get(key)))
        .collect();
    panic!("{what}, but the facts differ:\n{}", lines.join("\n"));
}

proptest! {
    #![proptest_config(cases(48, 1000))]

    #[test]
    fn undo_in_reverse_and_redo_restore_every_state(ops in prop::collection::vec(op(), 1..25)) {
        let world = world();
        let past = live_through(&world, &ops);
        for (at, operation) in past.operations.iter().enumerate().rev() {
            world.clock.advance(1000);
            let undone = world.store.undo(&world.actor, None)
                .unwrap_or_else(|error| panic!("undo of operation {operation}: {error}"));
            prop_assert!(undone.operation.is_some());
            same(&past.facts[at], &facts(&world.store), &format!("Undid operation {operation}"));
            invariants(&world.store);
        }
        let end = world.store.undo(&world.actor, None).unwrap_err();
        prop_assert_eq!(end.code(), Code::NothingToUndo);
        for (at, operation) in past.operations.iter().enumerate() {
            world.clock.advance(1000);
            world.store.redo(&world.actor, None)
                .unwrap_or_else(|error| panic!("redo of operation {operation}: {error}"));
            same(&past.facts[at + 1], &facts(&world.store), &format!("Redid operation {operation}"));
            invariants(&world.store);
        }
        prop_assert_eq!(world.store.redo(&world.actor, None).unwrap_err().code(), Code::NothingToUndo);
        world.assert_sound();
    }

    #[test]
    fn undo_out_of_order_keeps_the_invariants_or_says_what_is_in_the_way(
        ops in prop::collection::vec(op(), 4..25),
        picks in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..12),
    ) {
        let world = world();
        let past = live_through(&world, &ops);
        prop_assume!(!past.operations.is_empty());
        for (pick, redo) in picks {
            let operation = *pick.get(&past.operations);
            let before = facts(&world.store);
            world.clock.advance(1000);
            let answer = if redo {
                world.store.redo(&world.actor, Some(operation))
            } else {
                world.store.undo(&world.actor, Some(operation))
            };
            invariants(&world.store);
            let Err(error) = answer else { continue };
            same(&before, &facts(&world.store), &format!("Operation {operation} was refused with \"{error}\""));
            match error.code() {
                Code::NothingToUndo => {}
                Code::UndoBlocked => {
                    let hint = error.hint_text().unwrap_or_default();
                    prop_assert!(!hint.is_empty(), "blocked without a hint: {}", error);
                    let named = error.message().contains("came after it") || error.message().contains("its name is taken");
                    prop_assert!(named, "blocked without a reason: {}", error);
                }
                other => prop_assert!(false, "{:?}: {}", other, error),
            }
        }
        world.assert_sound();
    }
}
