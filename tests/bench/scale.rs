//! Large stores for `make bench`, and how long the window's questions take there.
//!
//! ```text
//! scale make STORE VERSIONS COLLECTIONS ENTRIES   a store with one collection of VERSIONS, COLLECTIONS others and two
//!                                                 versions of ENTRIES files that differ in 1 %
//! scale lineage STORE EDGES                       the same store with runs: EDGES edges in histories of 500 runs, and
//!                                                 projects of 1,000, 10,000 and 50,000 nodes, and
//!                                                 a chain of 1,000 versions; then its questions
//! scale ask-lineage STORE                         the same questions to a store made so before
//! scale blobs STORE VERSIONS                      a store of VERSIONS versions with five blobs of their own each
//! scale retention STORE                           plans, mass edits, storage and expiry there
//! scale collect FOLDER BLOBS                      collection of BLOBS blobs, twice, beside its baseline
//! scale ask STORE                                 each question of a list many times; one JSON object a line
//! ```
//! Questions go through the API's commands, JSON in and out, as the window asks them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::pedantic)]

mod collect;
mod retention;

use std::path::Path;
use std::time::Instant;

use cairn_api::host::Host as _;
use cairn_engine::history::Actor;
use cairn_engine::lineage::NodeKey;
use cairn_engine::manifest::Entry;
use cairn_engine::model::RelPath;
use cairn_engine::model::VersionId;
use cairn_engine::scale::{Made, MadeRun};
use cairn_tests::scale::Dice;
use cairn_tests::{TestHost, Tree};
use serde_json::{Value, json};

const PROJECT: &str = "scale";
/// Milliseconds between two versions: a million of them reach back about two years.
const EVERY: i64 = 60_000;
const NOW: i64 = 1_790_000_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments[at].parse::<u64>().expect("a number");
    match arguments.first().map(String::as_str) {
        Some("make") if arguments.len() == 5 => {
            make(Path::new(&arguments[1]), number(2), number(3), number(4));
        }
        Some("lineage") if arguments.len() == 3 => lineage(Path::new(&arguments[1]), number(2)),
        Some("ask-lineage") if arguments.len() == 2 => {
            ask_lineage(&TestHost::open(Path::new(&arguments[1])));
        }
        Some("blobs") if arguments.len() == 3 => retention::make(Path::new(&arguments[1]), number(2)),
        Some("retention") if arguments.len() == 2 => {
            retention::ask(&TestHost::open(Path::new(&arguments[1])));
        }
        Some("collect") if arguments.len() == 3 => collect::collect(Path::new(&arguments[1]), number(2)),
        Some("ask") if arguments.len() == 2 => ask(&TestHost::open(Path::new(&arguments[1]))),
        _ => panic!(
            "scale make STORE VERSIONS COLLECTIONS ENTRIES | scale lineage STORE EDGES | scale blobs STORE VERSIONS | scale retention STORE | scale collect FOLDER BLOBS | scale ask[-lineage] STORE"
        ),
    }
}

fn tell(what: &str, figures: Value) {
    println!("{}", json!({"what": what, "figures": figures}));
}

/// The blobs that all entries share: 200 of different sizes.
fn blobs(host: &TestHost) -> Vec<Entry> {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::new(7);
    let tree = (0..200).fold(Tree::new(folder.path().join("source")), |tree, n| {
        let len = 1 + dice.below(40_000) as usize;
        tree.file(format!("f{n:03}"), dice.bytes(len))
    });
    let request = json!({
        "sources": [{"path": tree.path(), "name": null}], "plan": null, "project": PROJECT, "name": "seed",
        "options": {"exclude": [], "links": null, "unreadable": null, "rehash": false},
        "type": "dataset", "aliases": [], "tags": [], "description": null, "metadata": null, "ttl": null,
    });
    call(host, "project.create", &json!({"project": PROJECT, "description": null}));
    let job = call(host, "log.start", &request)["job"].as_u64().unwrap();
    host.jobs().wait(job, &mut |_| ()).unwrap();
    let blobs = host.store().unwrap().blobs_for_entries().unwrap();
    let entry = |(sha256, md5, size)| Entry::blob(RelPath::parse("f").unwrap(), sha256, md5, size);
    blobs.into_iter().map(entry).collect()
}

fn entry(blobs: &[Entry], path: String, which: u64) -> Entry {
    let blob = blobs[which as usize % blobs.len()].clone();
    Entry { path: RelPath::parse(&path).unwrap(), ..blob }
}

fn made(name: String, at: i64, entries: Vec<Entry>) -> Made {
    let artifact_type = "dataset".to_owned();
    Made {
        name,
        artifact_type,
        entries,
        aliases: Vec::new(),
        tag: None,
        metadata: "{}".into(),
        ttl: None,
        at,
    }
}

fn make(store: &Path, versions: u64, collections: u64, entries: u64) {
    let host = TestHost::open(store);
    let blobs = blobs(&host);
    let (store, actor) = (host.store().unwrap(), Actor::owner("me", "bench"));
    let start = NOW - versions as i64 * EVERY;
    let mut dice = Dice::new(3);
    let mut line = (0..versions).map(|n| Made {
        metadata: format!("{{\"acc\":{},\"epoch\":{n},\"lr\":0.001}}", dice.below(1_000_000) as f64 / 1e6),
        aliases: match n {
            n if n + 1 == versions => vec!["latest".into(), "best".into()],
            n if n % 5000 == 17 => vec![format!("release-{n}")],
            _ => Vec::new(),
        },
        tag: (n % 10 == 0).then(|| format!("tag-{}", n % 70)),
        ttl: (n % 3 == 0).then_some(86_400 * (400 + (n % 500) as i64)),
        ..made("line".into(), start + n as i64 * EVERY, vec![entry(&blobs, format!("{n}"), n * 7)])
    });
    let begun = Instant::now();
    store.make_versions_of(&actor, PROJECT, &mut line).unwrap();
    tell("make versions", json!({"seconds": begun.elapsed().as_secs_f64(), "count": versions}));
    let mut many = (0..collections)
        .map(|n| made(format!("set-{n:06}"), NOW - n as i64, vec![entry(&blobs, format!("c{n}"), n)]));
    store.make_versions_of(&actor, PROJECT, &mut many).unwrap();
    for step in 0..2 {
        let file = |n: u64| {
            let changed = step == 1 && n % 100 == 50;
            entry(&blobs, format!("d{:04}/f{:06}", n / 1000, n), n + u64::from(changed))
        };
        let list: Vec<Entry> = (0..entries).map(file).collect();
        let begun = Instant::now();
        store
            .make_versions_of(&actor, PROJECT, &mut std::iter::once(made("big".into(), NOW + step, list)))
            .unwrap();
        tell(
            "log metadata",
            json!({"seconds": begun.elapsed().as_secs_f64(), "entries": entries, "step": step}),
        );
    }
}

fn call(host: &TestHost, command: &str, request: &Value) -> Value {
    let answer = cairn_api::dispatch(host, command, &request.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{command}: {error:?}"))).unwrap()
}

/// Asks `times` times; the first answer, which may fill a cache, is told apart.
fn measure(host: &TestHost, what: &str, command: &str, times: u64, request: &mut dyn FnMut(u64) -> Value) {
    let mut spent: Vec<f64> = (0..times)
        .map(|n| {
            let request = request(n).to_string();
            let begun = Instant::now();
            cairn_api::dispatch(host, command, &request).unwrap_or_else(|error| panic!("{what}: {error:?}"));
            begun.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    let first = spent[0];
    spent.sort_by(f64::total_cmp);
    let at = |part: f64| spent[((spent.len() - 1) as f64 * part).round() as usize];
    tell(what, json!({"first_ms": first, "p50_ms": at(0.5), "p99_ms": at(0.99), "times": times}));
}

fn versions(filter: Option<&str>, sort: Option<(&str, bool)>, start: u64) -> Value {
    json!({
        "collection": format!("{PROJECT}/line"), "filter": filter, "metadata": ["acc"],
        "sort": sort.map(|(by, descending)| json!({"key": by, "descending": descending})),
        "rows": {"start": start, "count": 100},
    })
}

fn ask(host: &TestHost) {
    let store = call(host, "store.info", &json!({}));
    tell("store", store);
    let total = call(host, "version.page", &versions(None, None, 0))["total"].as_u64().unwrap();
    let mut dice = Dice::new(5);
    measure(host, "newest versions", "version.page", 200, &mut |_| versions(None, None, 0));
    measure(host, "the last versions", "version.page", 200, &mut |_| versions(None, None, total - 100));
    measure(host, "anywhere", "version.page", 300, &mut |_| versions(None, None, dice.below(total - 100)));
    for by in ["size", "created", "ttl", "files"] {
        let mut dice = Dice::new(6);
        measure(host, &format!("by {by}, anywhere"), "version.page", 200, &mut |_| {
            versions(None, Some((by, true)), dice.below(total - 100))
        });
    }
    for filter in
        ["alias:best", "tag:tag-30", "size:>30KB", "ttl:<500d", "meta.acc:>0.9", "tag:tag-30 size:>30KB"]
    {
        measure(host, filter, "version.page", 20, &mut |_| versions(Some(filter), None, 0));
    }
    measure(
        host,
        "go to a version",
        "version.locate",
        200,
        &mut |n| json!({"collection": format!("{PROJECT}/line"), "filter": null, "sort": null, "index": n * 4999 % total}),
    );
    collections(host);
    measure(host, "types", "type.list", 100, &mut |_| json!({"project": PROJECT}));
    measure(
        host,
        "show a version",
        "version.show",
        200,
        &mut |n| json!({"version": format!("{PROJECT}/line:v{}", n * 4999 % total)}),
    );
    for text in ["set-0999", "line:best", "best", "0a1b2c"] {
        measure(
            host,
            &format!("search {text}"),
            "search.quick",
            50,
            &mut |_| json!({"text": text, "project": null, "limit": 20}),
        );
    }
    big(host);
    edits(host, total);
}

/// Durable edits, as one operation each.
fn edits(host: &TestHost, total: u64) {
    measure(
        host,
        "move an alias",
        "alias.add",
        200,
        &mut |n| json!({"version": format!("{PROJECT}/line:v{}", n * 4999 % total), "alias": "moving"}),
    );
    measure(
        host,
        "TTL of one version",
        "ttl.set",
        100,
        &mut |n| json!({"selection": only(&format!("v{n}")), "ttl": format!("{}d", 4000 + n)}),
    );
    measure(
        host,
        "plan a TTL of 100,000 versions",
        "ttl.plan",
        1,
        &mut |_| json!({"selection": only("v100000..v199999"), "ttl": "5000d"}),
    );
    measure(
        host,
        "TTL of 100,000 versions",
        "ttl.set",
        1,
        &mut |_| json!({"selection": only("v100000..v199999"), "ttl": "5000d"}),
    );
    measure(host, "take that back", "history.undo", 1, &mut |_| json!({"operation": null}));
}

fn only(filter: &str) -> Value {
    json!({"kind": "filter", "collection": format!("{PROJECT}/line"), "filter": filter, "except": []})
}

fn collections(host: &TestHost) {
    for by in ["name", "versions", "updated", "size"] {
        let mut dice = Dice::new(8);
        measure(host, &format!("collections by {by}, anywhere"), "collection.list", 200, &mut |_| {
            json!({
                "project": PROJECT, "artifact_type": null, "filter": null, "sort": {"key": by, "descending": true},
                "rows": {"start": dice.below(99_000), "count": 100},
            })
        });
    }
    measure(host, "collections with a text", "collection.list", 20, &mut |_| {
        json!({
            "project": PROJECT, "artifact_type": null, "filter": "0042", "sort": null, "rows": {"start": 0, "count": 100},
        })
    });
}

fn big(host: &TestHost) {
    let (before, after) = (format!("{PROJECT}/big:v0"), format!("{PROJECT}/big:v1"));
    measure(
        host,
        "compare, 1 % of a million",
        "version.compare",
        1,
        &mut |_| json!({"before": before, "after": after}),
    );
    let mut dice = Dice::new(9);
    measure(host, "open a folder of it", "file.folder", 200, &mut |_| {
        let folder = format!("d{:04}", dice.below(1000));
        json!({"version": after, "folder": folder, "after": null, "count": 100})
    });
}

/// Runs of a history: so many, each of which reads three versions.
const HISTORY: u64 = 500;

/// Nodes of the projects that are drawn.
const DRAWN: [u64; 3] = [1_000, 10_000, 50_000];

/// Versions of the chain that the window opens.
const CHAIN: u64 = 1_000;

fn lineage(store: &Path, edges: u64) {
    let host = TestHost::open(store);
    let blobs = blobs(&host);
    let runs = edges / 4;
    let begun = Instant::now();
    history(&host, &blobs, PROJECT, runs, HISTORY, 30);
    for nodes in DRAWN {
        // One history: what is drawn hangs together.
        history(&host, &blobs, &format!("drawn-{nodes}"), nodes / 2, nodes, nodes);
    }
    chain(&host, &blobs, CHAIN);
    tell("make runs", json!({"seconds": begun.elapsed().as_secs_f64(), "count": runs}));
    ask_lineage(&host);
}

/// A line of versions, each logged by a run that used three of the `near` before it in its history: the newest more often.
fn history(host: &TestHost, blobs: &[Entry], project: &str, runs: u64, length: u64, near: u64) {
    let (store, actor) = (host.store().unwrap(), Actor::owner("me", "bench"));
    let mut line =
        (0..runs).map(|n| made("work".into(), NOW + n as i64, vec![entry(blobs, format!("{n}"), n * 7)]));
    store.make_versions_of(&actor, project, &mut line).unwrap();
    let versions = store.version_ids(&format!("{project}/work")).unwrap();
    let mut dice = Dice::new(11);
    let mut all = (0..runs).map(|n| {
        let first = n - n % length;
        let inputs = (0..3.min(n - first)).map(|_| {
            let back = 1 + dice.below((n - first).min(near)).min(dice.below((n - first).min(near)));
            versions[(n - back) as usize]
        });
        let mut inputs: Vec<VersionId> = inputs.collect();
        inputs.dedup();
        MadeRun {
            name: format!("step {n}"),
            job_type: ["prepare", "train", "evaluate"][(n % 3) as usize].into(),
            inputs,
            outputs: vec![versions[n as usize]],
            at: NOW + n as i64,
        }
    });
    store.make_runs_of(&actor, project, &mut all).unwrap();
}

/// Versions of which each is made from the one before.
fn chain(host: &TestHost, blobs: &[Entry], versions: u64) {
    let (store, actor, project) =
        (host.store().unwrap(), Actor::owner("me", "bench"), format!("chain-{versions}"));
    let mut line =
        (0..versions).map(|n| made("work".into(), NOW + n as i64, vec![entry(blobs, format!("{n}"), n * 7)]));
    store.make_versions_of(&actor, &project, &mut line).unwrap();
    let made = store.version_ids(&format!("{project}/work")).unwrap();
    let step = |pair: &[VersionId]| MadeRun {
        name: "step".into(),
        job_type: "train".into(),
        inputs: vec![pair[0]],
        outputs: vec![pair[1]],
        at: NOW,
    };
    store.make_runs_of(&actor, &project, &mut made.windows(2).map(step)).unwrap();
}

fn ask_lineage(host: &TestHost) {
    let store = host.store().unwrap();
    let begun = Instant::now();
    let graph = store.lineage_graph().unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    let size = json!({"first_ms": seconds * 1000.0, "p50_ms": seconds * 1000.0, "times": 1, "nodes": graph.node_count(), "edges": graph.edge_count()});
    tell("load the graph", size);
    let versions = store.version_ids(&format!("{PROJECT}/work")).unwrap();
    let mut dice = Dice::new(12);
    let mut spent: Vec<f64> = (0..500)
        .map(|_| {
            let root = NodeKey::Version(versions[dice.below(versions.len() as u64) as usize]);
            let begun = Instant::now();
            let found = graph.closure(root, true, true, None).nodes.len();
            assert!(found > 1);
            begun.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    let first = spent[0];
    spent.sort_by(f64::total_cmp);
    tell(
        "closure of a node",
        json!({"first_ms": first, "p50_ms": spent[250], "p99_ms": spent[495], "times": 500}),
    );
    drop(graph);
    for nodes in DRAWN {
        let times = if nodes > 10_000 { 3 } else { 10 };
        // Another depth is another picture: none comes from memory.
        measure(
            host,
            &format!("picture of {nodes} nodes"),
            "lineage.picture",
            times,
            &mut |n| json!({"of": of(&format!("drawn-{nodes}"), n), "direction": null, "previous": null, "anchor": null}),
        );
    }
    measure(host, "query +work:v40000", "lineage.list", 50, &mut |n| {
        let mut of = of(PROJECT, n);
        of["query"] = "+work:v40000".into();
        json!({"of": of, "sort": null, "part": null, "rows": {"start": 0, "count": 100}})
    });
}

fn of(project: &str, n: u64) -> Value {
    json!({
        "root": null, "project": project, "mode": "project", "depth": n, "query": null, "types": [], "after": null,
        "before": null, "hide": null, "fold": false, "fold_by": null, "open": [], "pulled": [], "metadata": null,
    })
}
