//! Queries on random graphs, against a model that knows each word's meaning by heart and walks edge by edge.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::Lab;
use super::model::{arrows, distances, edges, graph, turned};
use crate::catalog::{RunSpec, Selection};
use crate::lineage::{NodeKey, query};
use crate::model::ProjectId;

/// Runs and their job types, in the order of their identifiers, which are those of the random graphs.
const RUNS: [(&str, &str); 11] = [
    ("prep", "prep"),
    ("prep", "prep"),
    ("train 1", "train"),
    ("train 2", "train"),
    ("train 10", "train"),
    ("tune*", "train"),
    ("eval", "eval"),
    ("eval", "eval"),
    ("report", ""),
    ("report", ""),
    ("lonely", "auto"),
];
/// Collections of the versions, in the order of their identifiers.
const VERSIONS: [&str; 11] = [
    "dataset-a",
    "dataset-a",
    "dataset-b",
    "model-a",
    "model-a",
    "model-a",
    "model-b",
    "report-a",
    "report-a",
    "2",
    "dataset-a",
];

/// A word, and what it names: a version as `model-a:v1`, a run as its place in [`RUNS`]. Words of addresses find what
/// no edge touches, too.
const WORDS: [(&str, &[&str], &[usize]); 20] = [
    ("model-a:v1", &["model-a:v1"], &[]),
    ("model-a", &["model-a:v0", "model-a:v1", "model-a:v2"], &[]),
    ("model-a:latest", &["model-a:v2"], &[]),
    ("\"model-a:best one\"", &["model-a:v0"], &[]),
    ("model-*", &["model-a:v0", "model-a:v1", "model-a:v2", "model-b:v0"], &[]),
    ("dataset-?:v1", &["dataset-a:v1"], &[]),
    ("\"2\"", &["2:v0"], &[]),
    ("me/uncategorized/report-a", &["report-a:v0", "report-a:v1"], &[]),
    ("nobody-*", &[], &[]),
    ("type:dataset", &["dataset-a:v0", "dataset-a:v1", "dataset-a:v2", "dataset-b:v0"], &[]),
    ("type:[m]*", &[], &[]),
    ("alias:\"best one\"", &["model-a:v0"], &[]),
    ("tag:clean", &["dataset-a:v1", "model-b:v0"], &[]),
    ("tag:*", &["dataset-a:v1", "model-b:v0"], &[]),
    ("state:deleted", &["report-a:v0"], &[]),
    ("job:train", &[], &[2, 3, 4, 5]),
    ("job:??*", &[], &[0, 1, 2, 3, 4, 5, 6, 7, 10]),
    ("run:train*", &[], &[2, 3, 4]),
    ("run:\"tune*\"", &[], &[5]),
    ("group:night", &[], &[6, 7]),
];

/// Words from here on name nothing that no edge touches.
const FIELDS: usize = 9;

#[derive(Debug, Clone, Copy)]
enum Far {
    No,
    Steps(u32),
    All,
}

/// One word with how far around it, perhaps turned over.
#[derive(Debug, Clone, Copy)]
struct Factor {
    not: bool,
    word: usize,
    up: Far,
    down: Far,
}

impl Factor {
    fn text(self) -> String {
        let not = if self.not { "!" } else { "" };
        let up = match self.up {
            Far::No => String::new(),
            Far::Steps(steps) => format!("{steps}+"),
            Far::All => "+".into(),
        };
        let down = match self.down {
            Far::No => String::new(),
            Far::Steps(steps) => format!("+{steps}"),
            Far::All => "+".into(),
        };
        format!("{not}{up}{}{down}", WORDS[self.word].0)
    }
}

fn far() -> impl Strategy<Value = Far> {
    prop_oneof![3 => Just(Far::No), 2 => Just(Far::All), 2 => (0..3_u32).prop_map(Far::Steps)]
}

fn factor() -> impl Strategy<Value = Factor> {
    (prop::bool::weighted(0.25), 0..WORDS.len(), far(), far()).prop_map(|(not, word, up, down)| Factor {
        not,
        word,
        up,
        down,
    })
}

/// Unions of intersections, each with the white space around its comma.
fn text(unions: &[Vec<Factor>], space: &str) -> String {
    let intersection = |parts: &Vec<Factor>| {
        parts.iter().map(|part| part.text()).collect::<Vec<_>>().join(&format!("{space},{space}"))
    };
    unions.iter().map(intersection).collect::<Vec<_>>().join(" ")
}

/// A store in which every word means what [`WORDS`] says.
struct Cast {
    lab: Lab,
    project: ProjectId,
    versions: BTreeMap<String, NodeKey>,
    runs: Vec<NodeKey>,
}

impl Cast {
    fn new() -> Self {
        let lab = Lab::new();
        let (store, actor) = (&lab.bench.store, &lab.bench.actor);
        let start = |at: usize| {
            let (name, job) = RUNS[at];
            let spec = RunSpec {
                name: name.into(),
                job_type: Some(job.into()),
                group: (6..8).contains(&at).then(|| "night".into()),
                ..RunSpec::default()
            };
            store.start_run(actor, &spec).unwrap().0
        };
        let runs: Vec<_> = (0..RUNS.len()).map(start).collect();
        let log = |name: &&str| {
            let report = lab.log(name, Some(&runs[0].name));
            let key = NodeKey::Version(report.version);
            (report.address.rsplit_once('/').unwrap().1.to_owned(), key)
        };
        let versions: BTreeMap<String, NodeKey> = VERSIONS.iter().map(log).collect();
        let named = |name: &str| format!("#{}", versions[name].to_string().trim_start_matches('v'));
        store.add_alias(actor, &named("model-a:v0"), "best one").unwrap();
        for tagged in ["dataset-a:v1", "model-b:v0"] {
            let id = store.resolve_version(&named(tagged)).unwrap().1.id;
            store.edit_tags(actor, &Selection::Versions(vec![id]), &["clean".into()], &[]).unwrap();
        }
        let gone = store.resolve_version(&named("report-a:v0")).unwrap().1.id;
        store.delete_versions(actor, &Selection::Versions(vec![gone]), true).unwrap();
        let project = store.resolve_project(None).unwrap().id;
        let runs = runs.iter().map(|run| NodeKey::Run(run.id)).collect();
        Self { lab, project, versions, runs }
    }

    fn named(&self, word: usize, touched: &BTreeSet<NodeKey>) -> BTreeSet<NodeKey> {
        let (_, versions, runs) = WORDS[word];
        let versions = versions.iter().map(|name| self.versions[*name]);
        let all = versions.chain(runs.iter().map(|at| self.runs[*at]));
        all.filter(|key| word < FIELDS || touched.contains(key)).collect()
    }
}

fn model(cast: &Cast, unions: &[Vec<Factor>], arrows: &BTreeSet<(NodeKey, NodeKey)>) -> BTreeSet<NodeKey> {
    let touched: BTreeSet<NodeKey> = arrows.iter().flat_map(|(from, to)| [*from, *to]).collect();
    let back = turned(arrows);
    let reached = |from: NodeKey, far: Far, arrows: &BTreeSet<(NodeKey, NodeKey)>| {
        let edges = match far {
            Far::No => 0,
            Far::All => u32::MAX,
            // A step is run and version; a run's own versions are its first.
            Far::Steps(steps) if from.is_run() => (2 * steps).saturating_sub(1),
            Far::Steps(steps) => 2 * steps,
        };
        distances(arrows, from, edges).into_keys().collect::<Vec<_>>()
    };
    let factor = |factor: &Factor| -> BTreeSet<NodeKey> {
        let named = cast.named(factor.word, &touched);
        let around =
            |key: &NodeKey| [reached(*key, factor.up, &back), reached(*key, factor.down, arrows)].concat();
        let found: BTreeSet<NodeKey> = named.iter().flat_map(around).collect();
        if factor.not { touched.difference(&found).copied().collect() } else { found }
    };
    let intersection = |parts: &Vec<Factor>| {
        parts.iter().map(factor).reduce(|all, part| all.intersection(&part).copied().collect()).unwrap()
    };
    unions.iter().flat_map(intersection).collect()
}

#[test]
fn queries_are_those_of_the_model() {
    let cast = Cast::new();
    let ids: BTreeSet<String> = cast.versions.values().chain(&cast.runs).map(NodeKey::to_string).collect();
    let wanted = (1..=11).flat_map(|id| [format!("v{id}"), format!("r{id}")]);
    assert_eq!(ids, wanted.collect(), "the random graphs are of these nodes");
    let unions = prop::collection::vec(prop::collection::vec(factor(), 1..4), 1..4);
    let spaces = prop::sample::select(vec!["", " ", "  "]);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(4000));
    let ran = runner.run(&(edges(), unions, spaces), |(edges, unions, space)| {
        let (graph, arrows, text) = (graph(&edges), arrows(&edges), text(&unions, space));
        let found = cast
            .lab
            .bench
            .store
            .database()
            .read(|connection| query::find(connection, &graph, &text, cast.project));
        let found = found.map(|found| found.into_iter().collect::<BTreeSet<_>>());
        // A run that was named to the letter and stands in no lineage is told.
        let touched: BTreeSet<NodeKey> = arrows.iter().flat_map(|(from, to)| [*from, *to]).collect();
        let missing =
            unions.iter().flatten().any(|part| part.word == 18 && cast.named(18, &touched).is_empty());
        if missing {
            prop_assert_eq!(found.unwrap_err().code(), crate::Code::NotFound);
        } else {
            prop_assert_eq!(found.unwrap(), model(&cast, &unions, &arrows), "{}", text);
        }
        Ok(())
    });
    ran.unwrap();
}
