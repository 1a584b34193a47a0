//! Folding: what becomes one node, and what stays.

use proptest::prelude::*;

use super::Lab;
use crate::lineage::{FoldBy, FoldKind, FoldSpec, Folded, Hide, LineageSpec, Mode, NodeKey, Part};

/// A data set, so many runs on it with a model each, and one evaluation of one model.
fn sweep(count: u32) -> Lab {
    let lab = Lab::new();
    lab.log("dataset-mnist", None);
    for number in 0..count {
        let run = lab.run(&format!("train {number}"), "train", &["dataset-mnist:v0"]);
        lab.log("model-cnn", Some(&run));
    }
    lab
}

fn folded(part: &Part, spec: &FoldSpec) -> Folded {
    Folded::new(part, spec)
}

fn kinds(folded: &Folded) -> Vec<(FoldKind, usize)> {
    let mut kinds: Vec<_> = folded.nodes.iter().map(|node| (node.kind, node.members.len())).collect();
    kinds.sort();
    kinds
}

#[test]
fn a_fan_out_folds_to_a_stack_of_runs_and_one_of_models() {
    let lab = sweep(48);
    let part = lab.part(&lab.spec(Some("dataset-mnist:v0"), Mode::Full));
    let drawn = folded(&part, &FoldSpec::default());
    let expected =
        [(FoldKind::Version, 1), (FoldKind::Run, 1), (FoldKind::Siblings, 48), (FoldKind::Siblings, 48)];
    assert_eq!(kinds(&drawn), expected);
    let mut counts: Vec<u32> = drawn.edges.iter().map(|edge| edge.count).collect();
    counts.sort_unstable();
    assert_eq!(counts, [1, 48, 48]);
}

#[test]
fn what_is_pulled_out_or_opened_stands_alone() {
    let lab = sweep(6);
    let part = lab.part(&lab.spec(Some("dataset-mnist:v0"), Mode::Full));
    let closed = folded(&part, &FoldSpec::default());
    let stack = |drawn: &Folded, is_run: bool| {
        let holds = |key: &str| key.contains(if is_run { "cr" } else { "cv" });
        drawn.nodes.iter().find(|node| holds(&node.key)).cloned()
    };
    let runs = stack(&closed, true).unwrap();
    // The first one, so that its name would change if it counted.
    let pulled = vec![part.nodes[runs.members[0] as usize].0];
    let drawn = folded(&part, &FoldSpec { pulled, ..FoldSpec::default() });
    assert_eq!(stack(&drawn, true).map(|node| (node.key, node.members.len())), Some((runs.key.clone(), 5)));
    let open = folded(&part, &FoldSpec { open: vec![runs.key], ..FoldSpec::default() });
    assert!(stack(&open, true).is_none());
    assert_eq!(open.nodes.iter().filter(|node| node.kind == FoldKind::Run).count(), 7);
}

#[test]
fn what_is_drawn_open_says_what_it_folds_into() {
    let lab = sweep(6);
    let part = lab.part(&lab.spec(Some("dataset-mnist:v0"), Mode::Full));
    let closed = folded(&part, &FoldSpec::default());
    assert!(closed.opened.is_empty() && closed.opened_of.iter().all(Option::is_none));
    let keys: Vec<String> = closed
        .nodes
        .iter()
        .filter(|node| node.kind == FoldKind::Siblings)
        .map(|node| node.key.clone())
        .collect();
    let drawn = folded(&part, &FoldSpec { open: keys[..1].to_vec(), ..FoldSpec::default() });
    assert_eq!(drawn.opened, keys[..1]);
    let members = drawn.opened_of.iter().filter(|of| **of == Some(0)).count();
    assert_eq!(members, 6);
    let unknown = folded(&part, &FoldSpec { open: vec!["cv99".into()], ..FoldSpec::default() });
    assert!(unknown.opened.is_empty());
}

#[test]
fn a_version_that_is_used_differently_stays_out() {
    let lab = sweep(6);
    let eval = lab.run("eval", "eval", &["model-cnn:v2"]);
    lab.log("report-cnn", Some(&eval));
    let part = lab.part(&lab.spec(Some("dataset-mnist:v0"), Mode::Full));
    let drawn = folded(&part, &FoldSpec::default());
    let model = lab.node("model-cnn:v2");
    let holder = drawn.holder(&part, model).unwrap();
    assert_eq!(drawn.nodes[holder as usize].kind, FoldKind::Version);
}

/// The chain's runs all train, each on the version before.
fn chain(count: u32) -> Lab {
    let lab = Lab::new();
    lab.log("model-cnn", None);
    for number in 0..count {
        let run = lab.run(&format!("step {number}"), "train", &[&format!("model-cnn:v{number}")]);
        lab.log("model-cnn", Some(&run));
    }
    lab
}

#[test]
fn a_chain_folds_between_its_ends_and_its_root() {
    let lab = chain(20);
    let part = lab.part(&lab.spec(Some("model-cnn:v20"), Mode::Full));
    let drawn = folded(&part, &FoldSpec::default());
    let chains: Vec<_> = drawn.nodes.iter().filter(|node| node.kind == FoldKind::Chain).collect();
    assert_eq!(chains.len(), 1);
    // All but the run at the beginning, and the root.
    assert_eq!((drawn.nodes.len(), chains[0].members.len()), (3, 40));
    let middle = lab.part(&lab.spec(Some("model-cnn:v10"), Mode::Full));
    let drawn = folded(&middle, &FoldSpec::default());
    assert_eq!(drawn.nodes.iter().filter(|node| node.kind == FoldKind::Chain).count(), 2);
}

#[test]
fn hiding_runs_ties_versions_to_versions() {
    let lab = Lab::small();
    let part = lab.part(&lab.spec(Some("model-cnn:v0"), Mode::Full));
    let drawn = folded(&part, &FoldSpec { hide: Some(Hide::Runs), ..FoldSpec::default() });
    assert!(drawn.nodes.iter().all(|node| node.kind == FoldKind::Version));
    assert_eq!((drawn.nodes.len(), drawn.edges.len()), (3, 2));
    let drawn = folded(&part, &FoldSpec { hide: Some(Hide::Versions), ..FoldSpec::default() });
    // The root is never hidden.
    assert_eq!((drawn.nodes.len(), drawn.edges.len()), (4, 3));
}

#[test]
fn groups_hold_a_collection_or_a_job() {
    let lab = Lab::small();
    let part = lab.part(&lab.spec(None, Mode::Project));
    let drawn = folded(&part, &FoldSpec { by: Some(FoldBy::Collection), ..FoldSpec::default() });
    let groups: Vec<_> = drawn.nodes.iter().filter(|node| node.kind == FoldKind::Group).collect();
    assert_eq!((groups.len(), groups[0].members.len()), (1, 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever was logged and used: every node is drawn once, and every edge lies between, or inside of, drawn nodes.
    #[test]
    fn folding_loses_nothing(
        steps in prop::collection::vec((0..4_usize, prop::collection::vec(any::<prop::sample::Index>(), 0..3), 0..4_u32), 1..14),
        flat in any::<bool>(),
    ) {
        let lab = Lab::new();
        let mut made: Vec<String> = Vec::new();
        for (kind, inputs, outputs) in steps {
            let name = ["dataset-a", "model-b", "model-c", "report-d"][kind];
            let inputs: Vec<String> = if made.is_empty() { Vec::new() } else { inputs.iter().map(|at| at.get(&made).clone()).collect() };
            let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
            let run = lab.run("r", ["prep", "train", "train", "eval"][kind], &inputs);
            for _ in 0..outputs {
                made.push(lab.log(name, Some(&run)).address);
            }
        }
        let spec = LineageSpec { fold: FoldSpec { flat, ..FoldSpec::default() }, ..lab.spec(None, Mode::Project) };
        let part = lab.part(&spec);
        let drawn = folded(&part, &spec.fold);
        let mut members: Vec<u32> = drawn.nodes.iter().flat_map(|node| node.members.iter().copied()).collect();
        members.sort_unstable();
        prop_assert_eq!(members, (0..part.nodes.len() as u32).collect::<Vec<_>>());
        let home = |key: NodeKey| drawn.holder(&part, key).unwrap();
        let inside = part.edges().iter().filter(|(from, to)| {
            home(part.nodes[*from as usize].0) == home(part.nodes[*to as usize].0)
        }).count();
        let between: u32 = drawn.edges.iter().map(|edge| edge.count).sum();
        prop_assert_eq!(inside + between as usize, part.edges().len());
        if flat {
            prop_assert_eq!(drawn.nodes.len(), part.nodes.len());
        }
    }
}
