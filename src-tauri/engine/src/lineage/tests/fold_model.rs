//! Folding of random lineages, against a model that compares every node with every other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;

use crate::catalog::{EdgeKey, EdgeKind};
use crate::lineage::facts::FactsOf;
use crate::lineage::{
    FoldBy, FoldKind, FoldSpec, Folded, Hide, LineageGraph, NodeFacts, NodeKey, Part, RunNode, VersionNode,
};
use crate::model::{CollectionId, RunId, VersionId};

type Edges = BTreeSet<(NodeKey, NodeKey)>;
type Set = BTreeSet<NodeKey>;

/// Runs that read some of what there is and log some, over and over, so that siblings and chains are common.
#[derive(Debug, Clone)]
struct Work {
    times: usize,
    job: usize,
    inputs: Vec<prop::sample::Index>,
    outputs: usize,
    collection: i64,
}

fn works() -> impl Strategy<Value = Vec<Work>> {
    let times = prop_oneof![3 => Just(1_usize), 2 => 4..9_usize];
    let inputs = prop::collection::vec(any::<prop::sample::Index>(), 0..3);
    let work = (times, 0..3_usize, inputs, 0..4_usize, 1..4_i64).prop_map(
        |(times, job, inputs, outputs, collection)| Work { times, job, inputs, outputs, collection },
    );
    let step = (0..3_usize, 1..4_i64, 3..9_usize).prop_map(|(job, collection, length)| {
        // A line: each run reads what the one before it logged.
        (0..length)
            .map(move |_| Work { times: 1, job, inputs: Vec::new(), outputs: 1, collection })
            .collect::<Vec<_>>()
    });
    prop::collection::vec(prop_oneof![3 => work.prop_map(|work| vec![work]), 1 => step], 1..9)
        .prop_map(|parts| parts.concat())
}

/// The part of a lineage that the works make: nodes, edges, what people see of them.
fn part(works: &[Work], root: Option<prop::sample::Index>) -> Part {
    let mut graph = LineageGraph::default();
    let mut facts = FactsOf::new();
    let (mut run, mut version) = (0, 0);
    let mut made: Vec<i64> = Vec::new();
    let add = |graph: &mut LineageGraph, run: i64, version: i64, kind| {
        let edge = EdgeKey { run: RunId::new(run), version: VersionId::new(version), kind };
        graph.set(edge, true);
    };
    for work in works {
        let line = work.inputs.is_empty() && work.outputs == 1 && work.times == 1;
        let inputs: Vec<i64> = match made.last() {
            None => Vec::new(),
            Some(last) if line => vec![*last],
            Some(_) => work.inputs.iter().map(|at| *at.get(&made)).collect(),
        };
        for _ in 0..work.times {
            run += 1;
            facts.insert(NodeKey::Run(RunId::new(run)), run_facts(run, work.job));
            for input in &inputs {
                add(&mut graph, run, *input, EdgeKind::Used);
            }
            for _ in 0..work.outputs {
                version += 1;
                made.push(version);
                facts.insert(
                    NodeKey::Version(VersionId::new(version)),
                    version_facts(version, work.collection),
                );
                add(&mut graph, run, version, EdgeKind::Logged);
            }
        }
    }
    let mut nodes: Vec<_> = facts.keys().map(|key| (*key, None)).collect();
    nodes.sort_unstable();
    let root = root.map(|at| at.get(&nodes).0);
    Part { graph: Arc::new(graph), root, nodes, facts }
}

fn run_facts(id: i64, job: usize) -> NodeFacts {
    NodeFacts::Run(RunNode {
        id: RunId::new(id),
        name: format!("r{id}"),
        display_name: format!("run {id}"),
        project: "me/p".into(),
        job_type: ["prep", "train", "eval"][job].into(),
        group: ["", "night", "day"][job].into(),
        state: "finished".into(),
        started_at: id,
        finished_at: None,
        deleted: false,
    })
}

fn version_facts(id: i64, collection: i64) -> NodeFacts {
    NodeFacts::Version(VersionNode {
        id: VersionId::new(id),
        collection: CollectionId::new(collection),
        name: format!("c{collection}"),
        index: id as u64,
        project: "me/p".into(),
        artifact_type: ["dataset", "model"][(collection % 2) as usize].into(),
        state: 1,
        created_at: id,
        size: 1,
        expires_at: None,
        aliases: String::new(),
        number: None,
    })
}

/// A folded node of the model.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Fold {
    kind: FoldKind,
    key: String,
    members: Set,
}

/// The model: what stands for what, edges as they are, and nothing remembered between two questions.
struct Model<'m> {
    part: &'m Part,
    spec: &'m FoldSpec,
    shown: Set,
    edges: Edges,
    folds: Vec<Fold>,
    loose: Set,
}

impl<'m> Model<'m> {
    fn new(part: &'m Part, spec: &'m FoldSpec) -> Self {
        let key = |at: u32| part.nodes[at as usize].0;
        let edges: Edges = part.edges().into_iter().map(|(from, to)| (key(from), key(to))).collect();
        let loose = spec.pulled.iter().copied().chain(part.root).collect();
        let shown: Set = part.nodes.iter().map(|(key, _)| *key).collect();
        let mut model = Self { part, spec, shown, edges, folds: Vec::new(), loose };
        if let Some(hide) = spec.hide {
            model.hide(hide);
        }
        if let Some(by) = spec.by {
            model.by(by);
        }
        if !spec.flat {
            for _ in 0..8 {
                if !model.siblings() {
                    break;
                }
            }
            model.chains();
        }
        model
    }

    /// Ties what a hidden node tied.
    fn hide(&mut self, hide: Hide) {
        let all = self.edges.clone();
        for node in self.shown.clone() {
            if node.is_run() == (hide == Hide::Runs) && Some(node) != self.part.root {
                self.shown.remove(&node);
                let from = all.iter().filter(|(_, to)| *to == node).map(|(from, _)| *from);
                let ties = from.flat_map(|from| {
                    all.iter().filter(|(middle, _)| *middle == node).map(move |(_, to)| (from, *to))
                });
                self.edges.extend(ties);
            }
        }
        let shown = self.shown.clone();
        self.edges.retain(|(from, to)| shown.contains(from) && shown.contains(to));
    }

    /// The first of the members of the fold that a node is in, or the node.
    fn home(&self, node: NodeKey) -> NodeKey {
        let fold = self.folds.iter().find(|fold| fold.members.contains(&node));
        fold.map_or(node, |fold| *fold.members.first().unwrap())
    }

    fn before(&self, node: NodeKey) -> Set {
        let mine = |at: NodeKey| self.home(at) == node;
        let ends = self.edges.iter().filter(|(_, to)| mine(*to)).map(|(from, _)| self.home(*from));
        ends.filter(|end| *end != node).collect()
    }

    fn after(&self, node: NodeKey) -> Set {
        let mine = |at: NodeKey| self.home(at) == node;
        let ends = self.edges.iter().filter(|(from, _)| mine(*from)).map(|(_, to)| self.home(*to));
        ends.filter(|end| *end != node).collect()
    }

    fn is_alone(&self, node: NodeKey) -> bool {
        self.folds.iter().all(|fold| !fold.members.contains(&node))
    }

    fn word(&self, node: NodeKey) -> (bool, String) {
        (node.is_run(), self.part.facts(node).unwrap().subtitle().to_owned())
    }

    /// What a run logged for itself counts by its kind and by what became of it, anything else as it is.
    fn look(&self, node: NodeKey) -> ((bool, String), Set, Vec<String>) {
        let mut outputs: Vec<String> = self
            .after(node)
            .into_iter()
            .map(|next| {
                let own = node.is_run() && self.is_alone(next) && self.before(next) == Set::from([node]);
                if own { format!("{:?} {:?}", self.word(next), self.after(next)) } else { next.to_string() }
            })
            .collect();
        outputs.sort();
        (self.word(node), self.before(node), outputs)
    }

    fn siblings(&mut self) -> bool {
        let alone: Vec<NodeKey> = self.shown.iter().copied().filter(|node| self.is_alone(*node)).collect();
        let looks: BTreeMap<NodeKey, _> = alone.iter().map(|node| (*node, self.look(*node))).collect();
        let tied = |node: NodeKey| {
            let is_shared = |next: &NodeKey| self.before(*next) != Set::from([node]);
            !self.before(node).is_empty() || self.after(node).iter().any(is_shared)
        };
        let mut groups: BTreeSet<Set> = BTreeSet::new();
        for node in alone.iter().filter(|node| tied(**node)) {
            groups.insert(alone.iter().copied().filter(|other| looks[other] == looks[node]).collect());
        }
        let mut did = false;
        for group in groups.into_iter().filter(|group| group.len() >= 5) {
            did |= self.fold(&group, FoldKind::Siblings, 5);
        }
        did
    }

    fn chains(&mut self) {
        let is_link = |node: &NodeKey| {
            self.is_alone(*node)
                && !self.loose.contains(node)
                && self.before(*node).len() == 1
                && self.after(*node).len() == 1
        };
        let links: Set = self.shown.iter().copied().filter(is_link).collect();
        let mut chains: Vec<Vec<NodeKey>> = Vec::new();
        for start in &links {
            // A ring of links has no beginning.
            if links.contains(self.before(*start).first().unwrap()) {
                continue;
            }
            let mut chain = vec![*start];
            while let Some(next) =
                self.after(chain[chain.len() - 1]).first().filter(|next| links.contains(next))
            {
                chain.push(*next);
            }
            chains.push(chain);
        }
        for chain in chains {
            let name = chain[0];
            self.fold_named(&chain.into_iter().collect(), FoldKind::Chain, 6, name);
        }
    }

    fn by(&mut self, by: FoldBy) {
        let property = |node: &NodeKey| match (by, self.part.facts(*node).unwrap()) {
            (FoldBy::Collection, NodeFacts::Version(version)) => Some(version.name.clone()),
            (FoldBy::Job, NodeFacts::Run(run)) => Some(run.job_type.clone()),
            (FoldBy::Group, NodeFacts::Run(run)) if !run.group.is_empty() => Some(run.group.clone()),
            _ => None,
        };
        let values: BTreeSet<String> = self.shown.iter().filter_map(property).collect();
        let groups: Vec<Set> = values
            .iter()
            .map(|value| {
                self.shown.iter().copied().filter(|node| property(node).as_ref() == Some(value)).collect()
            })
            .collect();
        for group in groups {
            self.fold(&group, FoldKind::Group, 2);
        }
    }

    fn fold(&mut self, group: &Set, kind: FoldKind, least: usize) -> bool {
        self.fold_named(group, kind, least, *group.first().unwrap())
    }

    fn fold_named(&mut self, group: &Set, kind: FoldKind, least: usize, name: NodeKey) -> bool {
        let letter = match kind {
            FoldKind::Siblings => "c",
            FoldKind::Chain => "l",
            _ => "g",
        };
        let key = format!("{letter}{name}");
        let members: Set = group.difference(&self.loose).copied().collect();
        if group.len() < least || members.len() < 2 || self.spec.open.contains(&key) {
            return false;
        }
        self.folds.push(Fold { kind, key, members });
        true
    }

    fn nodes(&self) -> BTreeSet<Fold> {
        let single = |node: &NodeKey| Fold {
            kind: if node.is_run() { FoldKind::Run } else { FoldKind::Version },
            key: node.to_string(),
            members: Set::from([*node]),
        };
        let alone = self.shown.iter().filter(|node| self.is_alone(**node)).map(single);
        alone.chain(self.folds.iter().cloned()).collect()
    }

    /// Which homes are tied.
    fn ties(&self) -> Edges {
        let ends = self.edges.iter().map(|(from, to)| (*from, *to, self.home(*from), self.home(*to)));
        ends.filter(|(from, to, one, other)| one != other || from == to)
            .map(|(_, _, one, other)| (one, other))
            .collect()
    }
}

fn drawn(part: &Part, folded: &Folded) -> (BTreeSet<Fold>, Edges) {
    let key = |at: u32| part.nodes[at as usize].0;
    let nodes = folded.nodes.iter().map(|node| Fold {
        kind: node.kind,
        key: node.key.clone(),
        members: node.members.iter().map(|at| key(*at)).collect(),
    });
    let first = |at: u32| folded.nodes[at as usize].members.iter().map(|at| key(*at)).min().unwrap();
    (nodes.collect(), folded.edges.iter().map(|edge| (first(edge.from), first(edge.to))).collect())
}

fn spec() -> impl Strategy<Value = FoldSpec> {
    let hide = prop::option::weighted(0.3, prop_oneof![Just(Hide::Runs), Just(Hide::Versions)]);
    let by = prop::option::weighted(
        0.3,
        prop_oneof![Just(FoldBy::Collection), Just(FoldBy::Job), Just(FoldBy::Group)],
    );
    (hide, prop::bool::weighted(0.1), by).prop_map(|(hide, flat, by)| FoldSpec {
        hide,
        flat,
        by,
        open: Vec::new(),
        pulled: Vec::new(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// As it is at first, and again with some of it opened and some members pulled out.
    #[test]
    fn folding_is_that_of_the_model(
        works in works(),
        root in prop::option::of(any::<prop::sample::Index>()),
        first in spec(),
        opened in prop::collection::vec(any::<prop::sample::Index>(), 0..2),
        pulled in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    ) {
        let part = part(&works, root);
        let folded = Folded::new(&part, &first);
        let model = Model::new(&part, &first);
        let (nodes, ties) = drawn(&part, &folded);
        prop_assert_eq!(&nodes, &model.nodes());
        prop_assert_eq!(ties, model.ties());
        let keys: Vec<&Fold> = nodes.iter().collect();
        let again = FoldSpec {
            open: opened.iter().filter(|_| !keys.is_empty()).map(|at| at.get(&keys).key.clone()).collect(),
            pulled: pulled.iter().map(|at| at.get(&part.nodes).0).collect(),
            ..first
        };
        let (folded, model) = (Folded::new(&part, &again), Model::new(&part, &again));
        let (nodes, ties) = drawn(&part, &folded);
        prop_assert_eq!(nodes, model.nodes());
        prop_assert_eq!(ties, model.ties());
    }
}

#[test]
fn a_fan_out_of_ten_thousand_is_two_stacks() {
    let data = Work { times: 1, job: 0, inputs: Vec::new(), outputs: 1, collection: 1 };
    let inputs = vec![any_index()];
    let sweep = Work { times: 10_000, job: 1, inputs, outputs: 1, collection: 2 };
    let part = part(&[data, sweep], None);
    let folded = Folded::new(&part, &FoldSpec::default());
    let mut sizes: Vec<usize> = folded.nodes.iter().map(|node| node.members.len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 1, 10_000, 10_000]);
}

fn any_index() -> prop::sample::Index {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    any::<prop::sample::Index>().new_tree(&mut runner).unwrap().current()
}
