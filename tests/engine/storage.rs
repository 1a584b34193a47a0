//! Where the bytes are, what will expire, how the store grew: against a recount from what was logged.

use std::collections::{BTreeMap, BTreeSet};

use cairn_engine::ingest::LogSpec;
use cairn_engine::retention::{Storage, StorageBy};
use cairn_engine::{CancelToken, Code};
use cairn_tests::world::{DAY, assert_refused};
use cairn_tests::{World, log_spec};

/// A file's content, its length known by its name.
fn content(number: usize) -> Vec<u8> {
    vec![number as u8; 1_000 + number * 100]
}

/// A version: its project, type and collection, and the contents that it has.
type Logged = ([&'static str; 3], Vec<usize>);

fn log(world: &World, ([project, kind, name], contents): &Logged) {
    let files: Vec<(String, Vec<u8>)> =
        contents.iter().map(|number| (format!("f{number}"), content(*number))).collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let spec = LogSpec { project: Some((*project).into()), artifact_type: (*kind).into(), ..log_spec(name) };
    world.try_log(&files, &spec).unwrap();
}

fn some_versions() -> Vec<Logged> {
    vec![
        (["one", "dataset", "raw"], vec![1, 2, 3]),
        (["one", "dataset", "raw"], vec![1, 2, 4]),
        (["one", "dataset", "train"], vec![2, 5]),
        (["one", "model", "net"], vec![6]),
        (["one", "model", "net"], vec![6, 7]),
        (["two", "model", "net"], vec![7, 8, 1]),
    ]
}

/// Which groups there are by a key of each version, with exclusive bytes, and what several of them or others need.
fn recount(
    versions: &[Logged],
    key: impl Fn(usize, &Logged) -> Option<String>,
) -> (BTreeMap<String, u64>, u64) {
    let mut owners: BTreeMap<usize, BTreeSet<Option<String>>> = BTreeMap::new();
    let mut groups = BTreeMap::new();
    for (number, version) in versions.iter().enumerate() {
        let key = key(number, version);
        for content in &version.1 {
            owners.entry(*content).or_default().insert(key.clone());
        }
        if let Some(key) = key {
            groups.entry(key).or_insert(0);
        }
    }
    let mut shared = 0;
    for (number, owners) in owners {
        let size = content(number).len() as u64;
        match owners.iter().collect::<Vec<_>>().as_slice() {
            [None] => {}
            [Some(one)] => *groups.get_mut(one).unwrap() += size,
            _ => shared += size,
        }
    }
    (groups, shared)
}

fn told(storage: &Storage) -> (BTreeMap<String, u64>, u64) {
    let groups = storage.groups.iter().map(|group| (group.address.clone(), group.exclusive)).collect();
    (groups, storage.shared)
}

#[test]
fn each_level_adds_up_to_what_the_level_above_has() {
    let world = World::new();
    let versions = some_versions();
    versions.iter().for_each(|version| log(&world, version));
    let address = |[project, ..]: &[&str; 3]| format!("me/{project}");
    let storage = |by, within| world.store.storage(by, within).unwrap();

    assert_eq!(
        told(&storage(StorageBy::Project, None)),
        recount(&versions, |_, (home, _)| Some(address(home)))
    );
    let types = storage(StorageBy::Type, Some("me/one"));
    let inside = |home: &[&str; 3]| address(home) == "me/one";
    assert_eq!(
        told(&types),
        recount(&versions, |_, (home, _)| inside(home).then(|| format!("me/one/{}", home[1])))
    );
    let collections = storage(StorageBy::Collection, Some("me/one/dataset"));
    let inside = |home: &[&str; 3]| address(home) == "me/one" && home[1] == "dataset";
    assert_eq!(
        told(&collections),
        recount(&versions, |_, (home, _)| inside(home).then(|| format!("me/one/{}", home[2])))
    );
    let found = storage(StorageBy::Version, Some("me/one/raw"));
    let index = |number: usize| format!("me/one/raw:v{number}");
    let inside = |home: &[&str; 3]| address(home) == "me/one" && home[2] == "raw";
    assert_eq!(told(&found), recount(&versions, |number, (home, _)| inside(home).then(|| index(number))));

    for (above, below, name) in [
        (&storage(StorageBy::Project, None), &types, "me/one"),
        (&types, &collections, "me/one/dataset"),
        (&collections, &found, "me/one/raw"),
    ] {
        let group = above.groups.iter().find(|group| group.address == name).unwrap();
        assert_eq!(below.total, group.exclusive + group.shared, "{name}");
        assert_eq!(below.groups.iter().map(|group| group.exclusive).sum::<u64>() + below.shared, below.total);
        assert_eq!((below.awaiting_collection, below.database_and_manifests), (0, 0));
    }
    assert_refused(world.store.storage(StorageBy::Type, Some("me/none")), Code::NotFound);
    assert_refused(world.store.storage(StorageBy::Project, Some("me/one")), Code::RequestInvalid);
}

#[test]
fn what_collections_have_in_common_is_told_once() {
    let world = World::new();
    some_versions().iter().for_each(|version| log(&world, version));
    let overlaps = world.store.overlaps().unwrap();
    let told: Vec<_> =
        overlaps.iter().map(|one| (one.groups.join(" "), one.more, one.blobs, one.bytes)).collect();
    assert_eq!(
        told,
        [
            ("me/one/net me/two/net".to_owned(), 0, 1, 1_700),
            ("me/one/raw me/one/train".to_owned(), 0, 1, 1_200),
            ("me/one/raw me/two/net".to_owned(), 0, 1, 1_100),
        ]
    );
}

#[test]
fn what_expires_is_told_by_day_and_frees_exactly_that() {
    let world = World::new();
    let spec = |ttl: &str| LogSpec { ttl: Some(ttl.into()), ..log_spec("data") };
    for (ttl, contents) in [("2d", [1, 2]), ("2d", [2, 3]), ("5d", [3, 4]), ("none", [4, 5]), ("40d", [6, 7])]
    {
        let files = contents.map(|number| (format!("f{number}"), content(number)));
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), &**bytes)).collect();
        world.try_log(&files, &spec(ttl)).unwrap();
    }
    let bytes = |numbers: &[usize]| numbers.iter().map(|number| content(*number).len() as u64).sum::<u64>();
    let days = world.store.expiring(30).unwrap();
    let told: Vec<_> = days.iter().map(|day| (day.versions, day.logical, day.freed)).collect();
    // 3 stays until the version of the fifth day is gone; 4 is kept.
    let two = (2, bytes(&[1, 2, 2, 3]), Some(bytes(&[1, 2])));
    assert_eq!(told, [two, (1, bytes(&[3, 4]), Some(bytes(&[3])))]);
    assert_eq!(days[1].at - days[0].at, 3 * DAY);

    world.clock.advance(10 * DAY);
    let today = world.store.expiring(30).unwrap();
    let told: Vec<_> = today.iter().map(|day| day.versions).collect();
    assert_eq!(told, [3, 1], "what is due already counts for today");
    let sweeper = world.store.sweeper(CancelToken::new()).unwrap();
    assert_eq!(world.store.expire_due(&sweeper, &world.actor).unwrap().versions, 3);
    world.clock.advance(31 * DAY);
    let due: u64 = world.store.expiring(0).unwrap().iter().map(|day| day.versions).sum();
    assert_eq!(due, 1);
}

#[test]
fn growth_counts_what_came_and_what_a_collection_took() {
    let world = World::new();
    log(&world, &(["one", "dataset", "raw"], vec![1, 2]));
    world.clock.advance(2 * DAY);
    let second = world.log("data", &[("f", &content(2)), ("g", &content(3))]);
    world.clock.advance(DAY);
    world.purge(second.version);
    world.clock.advance(3 * DAY);
    world.collect();
    for _ in 0..3 {
        world.clock.advance(2 * DAY);
        world.collect();
    }
    let days = world.store.growth(30).unwrap();
    let [one, two, three] = [1, 2, 3].map(|number| content(number).len() as u64);
    let events: Vec<_> = days
        .iter()
        .filter(|day| day.added + day.removed + day.versions > 0)
        .map(|day| (day.versions, day.added, day.removed, day.stored))
        .collect();
    assert_eq!(
        events,
        [(1, one + two, 0, one + two), (0, three, 0, one + two + three), (0, 0, three, one + two)]
    );
    assert_eq!(days.len(), 30);
    assert!(days.windows(2).all(|pair| pair[1].at - pair[0].at == DAY));
    let short = world.store.growth(1).unwrap();
    assert_eq!((short.len(), short[0].stored), (1, one + two), "what is older counts too");
}
