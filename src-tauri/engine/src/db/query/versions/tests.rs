#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use proptest::prelude::*;

use super::order::SortKey;
use super::*;
use crate::db::query::testing::{self, NOW, Sample, add, assert_indexed, collection, purge, store, touch};
use crate::model::{Metadata, Ttl};

const DAY: i64 = 86_400_000;

/// A version as the naive list knows it.
#[derive(Debug, Clone)]
struct Known {
    id: i64,
    index: u64,
    sample: Sample,
    latest: bool,
    change: Option<i64>,
}

struct World {
    connection: Connection,
    collection: CollectionId,
    samples: Vec<(i64, Sample)>,
}

impl World {
    fn new(samples: &[Sample]) -> Self {
        let connection = store();
        let other = collection(&connection, "other", 1);
        let collection = collection(&connection, "mnist", 1);
        let mut world = Self { connection, collection, samples: vec![] };
        add(&world.connection, other, &Sample { tags: vec!["x"], ..Sample::default() });
        for sample in samples {
            world.add(sample);
        }
        setting::set(&world.connection, setting::DEFAULT_TTL, Some("2592000")).unwrap();
        world
    }

    fn add(&mut self, sample: &Sample) {
        let id = add(&self.connection, self.collection, sample);
        for alias in &sample.aliases {
            self.samples.iter_mut().for_each(|(_, other)| other.aliases.retain(|name| name != alias));
        }
        self.samples.push((id, sample.clone()));
    }

    /// The versions that a list shows, by index.
    fn known(&self) -> Vec<Known> {
        let has_latest =
            self.samples.iter().any(|(_, sample)| sample.aliases.iter().any(|name| name == "latest"));
        let newest = self.samples.iter().rposition(|(_, sample)| sample.state == 1);
        let mut previous = None;
        let mut known = Vec::new();
        for (index, (id, sample)) in
            self.samples.iter().enumerate().filter(|(_, (_, sample))| sample.state < 3)
        {
            let change = previous.replace(sample.size).map(|before| sample.size - before);
            let latest = !has_latest && newest == Some(index);
            known.push(Known { id: *id, index: index as u64, sample: sample.clone(), latest, change });
        }
        known
    }

    fn list(&self, filter: &dyn Fn(&Known) -> bool, sort: &VersionSort) -> Vec<Known> {
        let mut known = self.known();
        known.retain(|version| filter(version));
        let missing = |version: &Known| match &sort.key {
            SortKey::Change => version.change.is_none(),
            SortKey::Metadata(path) => number(version, path).is_none(),
            _ => false,
        };
        known.sort_by(|a, b| {
            let order = value(a, sort).total_cmp(&value(b, sort)).then(a.index.cmp(&b.index));
            missing(a).cmp(&missing(b)).then(if sort.descending { order.reverse() } else { order })
        });
        known
    }
}

fn number(version: &Known, path: &str) -> Option<f64> {
    Metadata::parse(&version.sample.metadata)
        .unwrap()
        .get(path)
        .and_then(|value| value.to_string().parse().ok())
}

fn value(version: &Known, sort: &VersionSort) -> f64 {
    let sample = &version.sample;
    match &sort.key {
        SortKey::Column(Order::Index) => version.index as f64,
        SortKey::Column(Order::Created) => (NOW - sample.age) as f64,
        SortKey::Column(Order::Size) => sample.size as f64,
        SortKey::Column(Order::Files) => sample.files as f64,
        SortKey::Ttl => expiry(sample).map_or(f64::INFINITY, |at| at as f64),
        SortKey::Change => version.change.unwrap_or_default() as f64,
        SortKey::Metadata(path) => number(version, path).unwrap_or_default(),
    }
}

fn expiry(sample: &Sample) -> Option<i64> {
    let ttl = Ttl::from_wire(sample.ttl).unwrap();
    crate::model::expires_at(NOW - sample.age, ttl, Some(2_592_000))
}

/// Filters with what they mean.
type Meaning = fn(&Known) -> bool;
const FILTERS: [(&str, Meaning); 22] = [
    ("", |_| true),
    ("tag:x", |v| v.sample.tags.contains(&"x")),
    ("tag:*", |v| !v.sample.tags.is_empty()),
    ("!tag:x size:>20", |v| !v.sample.tags.contains(&"x") && v.sample.size > 20),
    ("tag:x tag:y", |v| v.sample.tags.contains(&"x") && v.sample.tags.contains(&"y")),
    ("alias:a1", |v| v.sample.aliases.iter().any(|name| name == "a1")),
    ("alias:latest", |v| v.latest || v.sample.aliases.iter().any(|name| name == "latest")),
    ("!alias:*", |v| !v.latest && v.sample.aliases.is_empty()),
    ("alias:*t", |v| v.latest || v.sample.aliases.iter().any(|name| name == "latest")),
    ("size:10..30 files:<3", |v| (10..=30).contains(&v.sample.size) && v.sample.files < 3),
    ("size:>25", |v| v.sample.size > 25),
    ("files:2", |v| v.sample.files == 2),
    ("created:<10d", |v| v.sample.age < 10 * DAY),
    ("created:>10d state:live", |v| v.sample.age > 10 * DAY && v.sample.state == 1),
    ("ttl:<20d", |v| v.sample.state == 1 && expiry(&v.sample).is_some_and(|at| at < NOW + 20 * DAY)),
    ("ttl:none", |v| v.sample.ttl == -2),
    ("-ttl:inherit", |v| v.sample.ttl != -1),
    ("state:deleted", |v| v.sample.state == 2),
    ("meta.acc:>0.5", |v| number(v, "acc").is_some_and(|acc| acc > 0.5)),
    ("!meta.acc:>0.5", |v| number(v, "acc").is_none_or(|acc| acc <= 0.5)),
    ("v3..v17", |v| (3..=17).contains(&v.index)),
    ("50%", |v| {
        v.sample.description.contains("50%") || v.sample.aliases.iter().any(|name| name.contains("50%"))
    }),
];
const SORTS: [&str; 7] = ["index", "created", "size", "files", "ttl", "change", "meta.acc"];

fn sample() -> impl Strategy<Value = Sample> {
    let state = prop_oneof![6 => Just(1_i64), 2 => Just(2_i64), 1 => Just(3_i64)];
    let tags = prop::sample::subsequence(vec!["x", "y"], 0..=2);
    let aliases = prop::sample::subsequence(vec!["a1".to_owned(), "latest".into(), "50% off".into()], 0..=3);
    let aliases = prop_oneof![8 => Just(vec![]), 1 => aliases];
    let description = prop::sample::select(vec!["", "50% more", "500 more", "it's"]).prop_map(str::to_owned);
    let metadata =
        prop::sample::select(vec!["{}", r#"{"acc":0.5}"#, r#"{"acc":0.75}"#, r#"{"acc":1}"#, r#"{"b":"x"}"#]);
    let ttl = prop::sample::select(vec![-1, -2, 86_400, 5_000_000]);
    (state, 0..5_i64, 1..4_i64, 0..20_i64, ttl, tags, aliases, description, metadata).prop_map(
        |(state, size, files, age, ttl, tags, aliases, description, metadata)| Sample {
            state,
            size: size * 10,
            files,
            age: age * DAY,
            ttl,
            tags,
            aliases: if state == 1 { aliases } else { vec![] },
            description,
            metadata: metadata.into(),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_window_is_a_piece_of_the_whole_list(
        samples in prop::collection::vec(sample(), 0..60),
        more in prop::collection::vec(sample(), 0..3),
        start in 0..70_u64,
        count in 0..30_u32,
    ) {
        let mut world = World::new(&samples);
        let cache = ListCache::default();
        for round in 0..2 {
            for (text, meaning) in FILTERS {
                for (key, descending) in SORTS.iter().flat_map(|key| [(key, false), (key, true)]) {
                    compare(&world, &cache, (text, &meaning), &VersionSort::parse(key, descending).unwrap(), (start, count));
                }
            }
            if round == 0 {
                for sample in &more {
                    world.add(sample);
                }
                touch(&world.connection);
            }
        }
    }
}

fn compare(
    world: &World,
    cache: &ListCache,
    (text, meaning): (&str, &dyn Fn(&Known) -> bool),
    sort: &VersionSort,
    (start, count): (u64, u32),
) {
    let query = VersionQuery { collection: world.collection, filter: Some(text), sort, now: NOW };
    let naive = world.list(meaning, sort);
    let page = page(&world.connection, cache, &query, start, count, &["acc".to_owned()]).unwrap();
    assert_eq!(
        (page.total, page.unfiltered),
        (naive.len() as u64, world.known().len() as u64),
        "{text} {sort:?}"
    );
    let wanted: Vec<&Known> = naive.iter().skip(start as usize).take(count as usize).collect();
    assert_eq!(
        page.rows.iter().map(|row| row.index).collect::<Vec<_>>(),
        wanted.iter().map(|known| known.index).collect::<Vec<_>>(),
        "{text} {sort:?}"
    );
    for (row, known) in page.rows.iter().zip(wanted) {
        assert_eq!(
            (row.id.get(), row.change, row.expires_at),
            (known.id, known.change, expiry(&known.sample))
        );
        assert_eq!((row.tags.len(), row.size as i64), (known.sample.tags.len(), known.sample.size));
        assert_eq!(
            row.aliases.contains(&"latest".to_owned()),
            known.latest || known.sample.aliases.contains(&"latest".into())
        );
        assert_eq!(row.purge_at.is_some(), known.sample.state == 2);
    }
    for (at, known) in naive.iter().enumerate().step_by(7) {
        assert_eq!(
            locate(&world.connection, cache, &query, known.index).unwrap(),
            Some(at as u64),
            "{text} {sort:?}"
        );
    }
    let mut ids: Vec<i64> = naive.iter().map(|known| known.id).collect();
    ids.sort_unstable();
    let found = select_ids(&world.connection, world.collection, Some(text), &[], NOW).unwrap();
    assert_eq!(found.into_iter().map(VersionId::get).collect::<Vec<_>>(), ids);
}

/// Enough versions for jumps that need anchors, with gaps and equal values.
fn large() -> World {
    let samples: Vec<Sample> = (0..6000_i64)
        .map(|n| Sample {
            size: n * 7919 % 500,
            files: n * 31 % 90,
            age: n * 104_729 % 7000,
            state: if n % 97 == 5 { 3 } else { 1 },
            ..Sample::default()
        })
        .collect();
    World::new(&samples)
}

#[test]
fn far_jumps_find_their_rows_also_after_changes() {
    let mut world = large();
    let cache = ListCache::default();
    for round in 0..3 {
        for (key, descending) in SORTS[..4].iter().flat_map(|key| [(key, false), (key, true)]) {
            let sort = VersionSort::parse(key, descending).unwrap();
            for start in [0, 1023, 1024, 1025, 1500, 2048, 3000, 4711, 5900, 6500] {
                compare_indexes(&world, &cache, &sort, start);
            }
        }
        if round == 0 {
            for n in 0..40 {
                world.add(&Sample { size: n * 13, files: n, age: n * 170, ..Sample::default() });
            }
        } else {
            let (id, sample) = &mut world.samples[2500];
            sample.state = 3;
            purge(&world.connection, *id);
            testing::touch(&world.connection);
        }
    }
}

fn compare_indexes(world: &World, cache: &ListCache, sort: &VersionSort, start: u64) {
    let query = VersionQuery { collection: world.collection, filter: None, sort, now: NOW };
    let naive = world.list(&|_| true, sort);
    let page = page(&world.connection, cache, &query, start, 50, &[]).unwrap();
    let wanted: Vec<u64> = naive.iter().skip(start as usize).take(50).map(|known| known.index).collect();
    assert_eq!(page.rows.iter().map(|row| row.index).collect::<Vec<_>>(), wanted, "{sort:?} {start}");
    if let Some(first) = wanted.first() {
        assert_eq!(
            locate(&world.connection, cache, &query, *first).unwrap(),
            Some(start),
            "{sort:?} {start}"
        );
    }
}

#[test]
fn pages_are_read_from_their_index() {
    let connection = store();
    for order in [Order::Index, Order::Created, Order::Size, Order::Files] {
        let index = match order {
            Order::Index => "COVERING INDEX membership_list",
            Order::Created => "COVERING INDEX membership_created",
            Order::Size => "COVERING INDEX membership_size",
            Order::Files => "COVERING INDEX membership_files",
        };
        for sql in [order.forward_sql(), order.backward_sql(), order.between_sql()] {
            assert_indexed(&connection, &sql, index);
        }
        let key = testing::plan(&connection, &order.forward_sql()).join(" ");
        assert!(key.contains(if order == Order::Index { "idx>?" } else { ",idx)>(?,?)" }), "{key}");
    }
    assert_indexed(&connection, rows::ROW, "membership");
}

#[test]
fn one_indexed_condition_is_found_by_its_index() {
    let world = World::new(&[Sample::default()]);
    let context = Context { collection: world.collection, default_ttl: None, latest: None, rows: 1 };
    for (text, index) in [
        ("", "COVERING INDEX membership_list"),
        ("v3..v9", "COVERING INDEX membership_list (collection_id=? AND idx>? AND idx<?)"),
        ("size:>5", "COVERING INDEX membership_size (collection_id=? AND size>?)"),
        ("files:<5", "COVERING INDEX membership_files (collection_id=? AND files<?)"),
        ("created:<5d", "COVERING INDEX membership_created (collection_id=? AND created_at>?)"),
        ("alias:best", "INTEGER PRIMARY KEY (rowid=?)"),
        ("tag:x", "version_tag_tag (tag=?)"),
        ("digest:6eec", "version_digest (digest>? AND digest<?)"),
        ("state:deleted", "version_trash"),
    ] {
        let filter = Filter::parse(text, NOW).unwrap();
        let query = super::super::filter::compile(
            &world.connection,
            &filter,
            &context,
            super::super::filter::Needs::default(),
        )
        .unwrap();
        assert_indexed(&world.connection, &query.select("m.idx"), index);
    }
}

#[test]
fn metadata_of_any_key_is_found() {
    let metadata =
        r#"{"a.b":1,"a":{"b":2,"list":[5,"six"]},"q\"uo'te":"x","flag":true,"n":null,"12":"twelve"}"#;
    let world = World::new(&[Sample { metadata: metadata.into(), ..Sample::default() }, Sample::default()]);
    let found = |text: &str| {
        let found = select_ids(&world.connection, world.collection, Some(text), &[], NOW).unwrap();
        found.len() == 1 && found[0].get() == world.samples[0].0
    };
    for text in [
        "meta.a.b:1",
        r#"meta."a.b":1"#,
        "meta.a.list.0:5",
        "meta.a.list.1:six",
        r#"meta."q\"uo'te":x"#,
        "meta.flag:true",
        "meta.a.list.0:\"5\"",
        "meta.12:t*e",
        "meta.a.b:<1.5",
    ] {
        assert!(found(text), "{text}");
    }
    for text in ["meta.a.b:2", "meta.n:1", "meta.flag:false", "meta.a.list.1:>1", "meta.x:*", "meta.$:1"] {
        assert!(!found(text), "{text}");
    }
    let (sort, keys) = (VersionSort::default(), ["a.b".to_owned(), "a.list".into(), "none".into()]);
    let query = VersionQuery { collection: world.collection, filter: None, sort: &sort, now: NOW };
    let rows = page(&world.connection, &ListCache::default(), &query, 1, 1, &keys).unwrap().rows;
    assert_eq!(rows[0].metadata, [Some("1".into()), Some(r#"[5,"six"]"#.into()), None]);
}

#[test]
fn refusals() {
    let world = World::new(&[]);
    let sort = VersionSort::default();
    let query = VersionQuery { collection: CollectionId::new(99), filter: None, sort: &sort, now: NOW };
    let cache = ListCache::default();
    assert_eq!(page(&world.connection, &cache, &query, 0, 10, &[]).unwrap_err().code(), Code::NotFound);
    assert_eq!(VersionSort::parse("colour", false).unwrap_err().code(), Code::RequestInvalid);
    let empty = VersionQuery { collection: world.collection, ..query };
    assert_eq!(page(&world.connection, &cache, &empty, u64::MAX, u32::MAX, &[]).unwrap().rows, []);
    assert_eq!(locate(&world.connection, &cache, &empty, u64::MAX).unwrap(), None);
}
