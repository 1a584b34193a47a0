//! Everything that a person can see in a store, for comparison.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cairn_engine::Code;
use cairn_engine::catalog::{
    CollectionQuery, CollectionSort, RunEdge, RunFacts, RunName, VersionFacts, VersionState,
};
use cairn_engine::history::Actor;
use cairn_engine::store::Store;

/// What is seen, by what it is about: `version me/p/c:v3` → its facts.
pub type Facts = BTreeMap<String, String>;

/// All facts but a few: a log that was undone lies in the trash and isn't listed here, nor is a revoked key, counters of indexes only
/// grow, and the time since when something lies in the trash starts anew with each deletion.
pub fn facts(store: &Store) -> Facts {
    let mut facts = Facts::new();
    facts.insert(
        "settings".into(),
        format!("{:?} {:?}", store.settings().unwrap(), store.defaults().unwrap()),
    );
    let owner = Actor::owner("me", "test");
    for key in store.keys(&owner).unwrap().iter().filter(|key| key.revoked_at.is_none()) {
        facts.insert(format!("key {}", key.name), key.role.as_str().into());
    }
    for rule in store.rules().unwrap() {
        facts.insert(format!("rule {}", rule.address), rule.rule.words());
    }
    for project in store.projects().unwrap() {
        let address = format!("{}/{}", project.entity, project.name);
        let words = format!("{} {} {}", project.description, project.collections, project.versions);
        facts.insert(format!("project {address}"), words);
        facts.insert(format!("types {address}"), format!("{:?}", store.types(Some(&address)).unwrap()));
        let sort = CollectionSort::default();
        let query = CollectionQuery { project: project.id, kind: None, filter: None, sort };
        for listed in store.collection_page(&query, 0, 200).unwrap().rows {
            let row = &listed.row;
            let mut words =
                format!("{} {:?} {:?} live {}", row.artifact_type, row.description, listed.tags, row.live);
            write!(words, " bytes {} latest {:?}", row.logical_bytes, listed.latest).unwrap();
            write!(words, " aliases {:?}", store.aliases(&row.address()).unwrap()).unwrap();
            facts.insert(format!("collection {}", row.address()), words);
        }
    }
    for version in versions(store) {
        if version.row.deleted_because.as_deref() != Some("undone") {
            facts.insert(format!("version {}", version.address), describe(&version));
        }
    }
    for run in runs(store).iter().filter(|run| run.row.deleted_at.is_none()) {
        facts.insert(format!("run {}", run.row.name), describe_run(run));
    }
    facts
}

/// Every run there ever was.
pub fn runs(store: &Store) -> Vec<RunFacts> {
    let get = |id: i64| match store.run_facts(&RunName { text: &format!("#{id}"), project: None }) {
        Ok(run) => Some(run),
        Err(error) if error.code() == Code::NotFound => None,
        Err(error) => panic!("run {id}: {error}"),
    };
    (1..).map_while(get).collect()
}

/// Without the times at which it ended and its edges were recorded, which start anew.
fn describe_run(run: &RunFacts) -> String {
    let row = &run.row;
    let edges = |list: &[RunEdge]| {
        let mut edges: Vec<_> = list.iter().map(|edge| (edge.version, edge.role.clone())).collect();
        edges.sort();
        format!("{edges:?}")
    };
    format!(
        "{:?} {} {} {} config {} summary {} used {} logged {}",
        row.display_name,
        row.job_type,
        row.state,
        row.finished_at.is_some(),
        run.config,
        run.summary,
        edges(&run.inputs),
        edges(&run.outputs)
    )
}

/// Every version there ever was, less those that were removed for good.
pub fn versions(store: &Store) -> Vec<VersionFacts> {
    let get = |id: i64| match store.version_facts(&format!("#{id}")) {
        Ok(version) => Some(Some(version)),
        Err(error) if error.code() == Code::Purged => Some(None),
        Err(error) if error.code() == Code::NotFound => None,
        Err(error) => panic!("version {id}: {error}"),
    };
    (1..).map_while(get).flatten().collect()
}

fn describe(version: &VersionFacts) -> String {
    let row = &version.row;
    let mut words = format!("{} {:?} {} ", row.state.as_str(), row.deleted_because, row.digest.to_hex());
    write!(words, "{} files {} bytes, by {} at {} ", row.files, row.size, row.created_by, row.created_at)
        .unwrap();
    write!(words, "aliases {:?} tags {:?} ", version.aliases, version.tags).unwrap();
    write!(words, "{:?} {} ", version.description, version.metadata).unwrap();
    write!(words, "ttl {} until {:?} ", version.ttl, version.expires_at).unwrap();
    write!(
        words,
        "collection deleted {} between {:?} and {:?}",
        version.collection.deleted, version.previous, version.next
    )
    .unwrap();
    words
}

/// What holds in every store at every time: aliases point at live versions, live versions lie in live collections of
/// live projects, indexes are dense, counts are right, and `latest` leads somewhere while something lives.
pub fn invariants(store: &Store) {
    let all = versions(store);
    let mut indexes: BTreeMap<i64, Vec<u64>> = BTreeMap::new();
    for version in &all {
        indexes.entry(version.row.collection.get()).or_default().push(version.row.index);
        match version.row.state {
            VersionState::Committed => {
                assert!(!version.collection.deleted, "{} lives in a deleted collection", version.address);
                let latest = store.resolve_version(&version.collection.address());
                assert!(latest.is_ok(), "{} has no latest", version.collection.address());
            }
            _ => assert!(
                version.aliases.is_empty(),
                "{} in the trash has {:?}",
                version.address,
                version.aliases
            ),
        }
    }
    for (collection, mut indexes) in indexes {
        indexes.sort_unstable();
        let row = store.resolve_collection(&format!("#{collection}")).unwrap();
        // Dense, but for those that were removed for good.
        let gone = row.next_index - row.live - row.trashed;
        let dense: Vec<u64> =
            (0..row.next_index).filter(|index| gone == 0 || indexes.contains(index)).collect();
        assert_eq!(indexes, dense, "indexes of collection {collection}");
        let count = |state| {
            all.iter().filter(|v| v.row.collection.get() == collection && v.row.state == state).count()
        };
        assert_eq!(row.live, count(VersionState::Committed) as u64, "live versions of {}", row.address());
        assert_eq!(row.trashed, count(VersionState::Deleted) as u64, "trashed versions of {}", row.address());
    }
}
