//! Closures and ways on random graphs, against a model that knows nothing of speed.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::catalog::{EdgeKey, EdgeKind};
use crate::lineage::{LineageGraph, NodeKey};
use crate::model::{RunId, VersionId};

/// Edges of up to so many runs and versions; cycles and lonely runs happen.
pub(super) fn edges() -> impl Strategy<Value = BTreeSet<(i64, i64, bool)>> {
    prop::collection::btree_set((1..12_i64, 1..12_i64, any::<bool>()), 0..40)
}

fn key((run, version, logged): (i64, i64, bool)) -> EdgeKey {
    let kind = if logged { EdgeKind::Logged } else { EdgeKind::Used };
    EdgeKey { run: RunId::new(run), version: VersionId::new(version), kind }
}

pub(super) fn graph(edges: &BTreeSet<(i64, i64, bool)>) -> LineageGraph {
    let mut graph = LineageGraph::default();
    for edge in edges {
        graph.add(key(*edge));
    }
    graph
}

/// From and to, along the data.
pub(super) fn arrows(edges: &BTreeSet<(i64, i64, bool)>) -> BTreeSet<(NodeKey, NodeKey)> {
    let ends = |(run, version, logged): (i64, i64, bool)| {
        let (run, version) = (NodeKey::Run(RunId::new(run)), NodeKey::Version(VersionId::new(version)));
        if logged { (run, version) } else { (version, run) }
    };
    edges.iter().map(|edge| ends(*edge)).collect()
}

/// Distances from a node by repeated relaxation.
pub(super) fn distances(
    arrows: &BTreeSet<(NodeKey, NodeKey)>,
    root: NodeKey,
    limit: u32,
) -> BTreeMap<NodeKey, u32> {
    let mut found = BTreeMap::from([(root, 0)]);
    for step in 1..=limit.min(64) {
        let reached: Vec<NodeKey> = arrows
            .iter()
            .filter(|(from, to)| found.get(from) == Some(&(step - 1)) && !found.contains_key(to))
            .map(|(_, to)| *to)
            .collect();
        if reached.is_empty() {
            break;
        }
        found.extend(reached.into_iter().map(|key| (key, step)));
    }
    found
}

pub(super) fn turned(arrows: &BTreeSet<(NodeKey, NodeKey)>) -> BTreeSet<(NodeKey, NodeKey)> {
    arrows.iter().map(|(from, to)| (*to, *from)).collect()
}

fn node() -> impl Strategy<Value = NodeKey> {
    (1..12_i64, any::<bool>()).prop_map(|(id, run)| {
        if run { NodeKey::Run(RunId::new(id)) } else { NodeKey::Version(VersionId::new(id)) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn closures_are_those_of_the_model(edges in edges(), root in node(), depth in prop::option::of(0..4_u32)) {
        let (graph, arrows) = (graph(&edges), arrows(&edges));
        let limit = match depth {
            None => u32::MAX,
            Some(depth) if root.is_run() => (2 * depth).saturating_sub(1),
            Some(depth) => 2 * depth,
        };
        let known = graph.find(root).is_some();
        let down = distances(&arrows, root, if known { limit } else { 0 });
        let up = distances(&turned(&arrows), root, if known { limit } else { 0 });
        let reach = |up, down| graph.closure(root, up, down, depth).nodes.into_iter().collect::<BTreeMap<_, _>>();
        let signed = |found: &BTreeMap<NodeKey, u32>, sign: i32| -> BTreeMap<NodeKey, i32> {
            found.iter().map(|(key, distance)| (*key, sign * *distance as i32)).collect()
        };
        prop_assert_eq!(reach(false, true), signed(&down, 1));
        prop_assert_eq!(reach(true, false), signed(&up, -1));
        let both: BTreeSet<NodeKey> = up.keys().chain(down.keys()).copied().collect();
        prop_assert_eq!(reach(true, true).into_keys().collect::<BTreeSet<_>>(), both);
    }

    #[test]
    fn ways_are_shortest_and_between_is_everything_on_one(edges in edges(), one in node(), other in node()) {
        let (graph, arrows) = (graph(&edges), arrows(&edges));
        if one == other || graph.find(one).is_none() || graph.find(other).is_none() {
            return Ok(());
        }
        let paths = graph.paths(one, other);
        let (down, up) = (distances(&arrows, one, 99), distances(&arrows, other, 99));
        match (down.get(&other), up.get(&one)) {
            (None, None) => prop_assert!(paths.indirect && paths.between.is_empty()),
            (Some(length), _) | (None, Some(length)) => {
                prop_assert!(!paths.indirect);
                prop_assert_eq!(paths.shortest.len() as u32, length + 1);
                let (first, last) = (paths.shortest[0], paths.shortest[paths.shortest.len() - 1]);
                prop_assert!(paths.shortest.windows(2).all(|pair| arrows.contains(&(pair[0], pair[1]))));
                let after = distances(&arrows, first, 99);
                let before = distances(&turned(&arrows), last, 99);
                let between: BTreeSet<NodeKey> = after.keys().filter(|key| before.contains_key(key)).copied().collect();
                prop_assert_eq!(paths.between.iter().copied().collect::<BTreeSet<_>>(), between);
            }
        }
    }

    #[test]
    fn a_patched_graph_is_a_loaded_one(before in edges(), after in edges()) {
        let mut patched = graph(&before);
        for edge in before.symmetric_difference(&after) {
            patched.set(key(*edge), after.contains(edge));
            patched.set(key(*edge), after.contains(edge));
        }
        let all = |graph: &LineageGraph| -> BTreeSet<(NodeKey, NodeKey)> {
            graph.nodes().flat_map(|(at, key)| graph.after(at).map(move |next| (key, graph.key(next)))).collect()
        };
        prop_assert_eq!(all(&patched), all(&graph(&after)));
        prop_assert_eq!(patched.edge_count(), after.len());
    }
}

#[test]
fn a_chain_of_a_hundred_thousand_is_walked() {
    let mut graph = LineageGraph::default();
    for number in 1..=50_000 {
        graph.add(key((number, number, false)));
        graph.add(key((number, number + 1, true)));
    }
    let root = NodeKey::Version(VersionId::new(1));
    assert_eq!(graph.closure(root, true, true, None).nodes.len(), 100_001);
    let last = NodeKey::Version(VersionId::new(50_001));
    assert_eq!(graph.paths(last, root).shortest.len(), 100_001);
}
