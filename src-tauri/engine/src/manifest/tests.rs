//! A manifest behaves like an ordered map of its entries, and its bytes are those of the protocol.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::{ChunkId, Digest, Md5, RelPath};
use crate::{Code, Error, Result};

#[derive(Default)]
struct Memory {
    chunks: Vec<(Digest, Vec<u8>)>,
    ids: HashMap<Digest, i64>,
    reads: Cell<usize>,
}

impl Memory {
    fn build(&mut self, entries: impl IntoIterator<Item = Entry>) -> Result<(ManifestSummary, ManifestList)> {
        let mut builder = ManifestBuilder::new(|chunk: EncodedChunk| {
            assert_eq!(Chunk::decode_verified(&chunk.bytes, &chunk.hash)?, chunk.chunk);
            if !self.ids.contains_key(&chunk.hash) {
                self.ids.insert(chunk.hash, self.chunks.len() as i64);
                self.chunks.push((chunk.hash, chunk.bytes));
            }
            Ok(())
        });
        for entry in entries {
            builder.push(entry)?;
        }
        let summary = builder.finish()?;
        let list = summary.to_list(|hash| Ok(ChunkId::new(self.ids[hash])))?;
        assert_eq!(ManifestList::decode(&list.encode())?, list);
        assert_eq!((list.entries(), list.logical_bytes()), (summary.entries, summary.logical_bytes));
        Ok((summary, list))
    }

    fn stored_bytes(&self) -> usize {
        self.chunks.iter().map(|(_, bytes)| bytes.len()).sum()
    }
}

impl ChunkSource for Memory {
    fn chunk(&self, id: ChunkId) -> Result<Arc<Chunk>> {
        self.reads.set(self.reads.get() + 1);
        let (_, bytes) = self.chunks.get(id.get() as usize).ok_or_else(|| Error::internal("no chunk"))?;
        Chunk::decode(bytes).map(Arc::new)
    }
}

fn path(text: &str) -> RelPath {
    RelPath::parse(text).unwrap()
}

fn file(at: &str, bytes: &[u8]) -> Entry {
    Entry::blob(path(at), Digest::of(bytes), Md5::of(bytes), bytes.len() as u64)
}

fn files(count: usize, changed: impl Fn(usize) -> bool) -> Vec<Entry> {
    let mut entries: Vec<_> = (0..count)
        .map(|i| {
            let bytes = format!("{i}{}", if changed(i) { " changed" } else { "" });
            file(&format!("d{:03}/e{:02}/file-{i:07}.bin", i % 331, i % 7), bytes.as_bytes())
        })
        .collect();
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    entries
}

#[test]
fn the_protocols_digests_hold() {
    let digest = |entries: Vec<Entry>| Memory::default().build(entries).unwrap().0.digest.to_hex();
    let documented = vec![
        file("data/a.txt", b"hello"),
        file("data/b.txt", b"world\n"),
        file("empty", b""),
        Entry::reference(path("h"), "http://127.0.0.1:1/never", "http://127.0.0.1:1/never", None),
        Entry::reference(path("other"), "foo://host/x", "foo://host/x", None),
    ];
    let (summary, _) = Memory::default().build(documented.clone()).unwrap();
    assert_eq!((summary.entries, summary.logical_bytes), (5, 11));
    assert_eq!(digest(documented), "6eec2c75f1b13a2cf91754443d5f052e");
    assert_eq!(digest(vec![file("training_dataset", b"hello")]), "b7e8d5c09ba633fba1da3329a97fa6a8");
    assert_eq!(digest(vec![]), "64e7c61456b10382e2f3b571ac24b659");
}

#[test]
fn the_json_is_a_promise() {
    let mut blob = file("a/ü \"q\".txt", b"hello");
    blob.birth = Some("QXJ0aWZhY3Q6MQ==".to_owned());
    let mut reference = Entry::reference(path("r"), "s3://b/k", "abc", Some(7));
    reference.extra = Some(Extra::parse(r#"{ "etag": "\"abc\"", "versionID": 1.50 }"#).unwrap());
    let bare = Entry::reference(path("s"), "foo://x", "foo://x", None);
    let entries = vec![blob.clone(), reference.clone(), bare.clone()];
    let mut json = Vec::new();
    write_json(&mut json, entries.iter().cloned().map(Ok)).unwrap();
    let expected = concat!(
        r#"{"version":1,"storagePolicy":"wandb-storage-policy-v1","storagePolicyConfig":{"storageLayout":"V2"},"#,
        r#""contents":{"a/ü \"q\".txt":{"digest":"XUFAKrxLKna5cZ2REBfFkg==","size":5,"birthArtifactID":"QXJ0aWZhY3Q6MQ=="},"#,
        r#""r":{"digest":"abc","size":7,"ref":"s3://b/k","extra":{"etag":"\"abc\"","versionID":1.50}},"#,
        r#""s":{"digest":"foo://x","ref":"foo://x"}}}"#,
    );
    assert_eq!(String::from_utf8(json.clone()).unwrap(), expected);
    let read = read_json(json.as_slice()).unwrap().into_iter();
    assert_eq!(read.map(|wire| wire.into_entry(Digest::of(b"hello"), 5)).collect::<Vec<_>>(), entries);
}

fn read_contents(contents: &str) -> Result<Vec<WireEntry>> {
    read_json(format!(r#"{{"version":1,"contents":{{{contents}}}}}"#).as_bytes())
}

#[test]
fn json_of_the_sdk_is_read_and_sorted() {
    let entry = r#"{"digest":"XUFAKrxLKna5cZ2REBfFkg==","size":5,"extra":{},"local_path":"/home/x","skip_cache":false}"#;
    let read = read_contents(&format!(r#""b":{entry},"a/b":{entry},"a-b":{entry}"#)).unwrap();
    assert_eq!(read.iter().map(|e| e.path.as_str()).collect::<Vec<_>>(), ["a-b", "a/b", "b"]);
    assert_eq!((&read[0].content, &read[0].extra), (&WireContent::File(Md5::of(b"hello")), &None));
}

#[test]
fn hostile_json_is_refused_and_named() {
    let good = r#"{"digest":"XUFAKrxLKna5cZ2REBfFkg=="}"#;
    for bad in ["../x", "/x", "a//b", "C:x", ""] {
        let error = read_contents(&format!("{bad:?}:{good}")).unwrap_err();
        assert_eq!(error.code(), Code::PathInvalid, "{bad}");
    }
    for digest in ["", "../x", "sha256:00", "XUFAKrxLKna5cZ2REBfFkh==", "AAAAAAAAAAAAAAAAAAAA"] {
        let error = read_contents(&format!(r#""some/file":{{"digest":{digest:?}}}"#)).unwrap_err();
        assert_eq!(error.code(), Code::ManifestInvalid);
        assert!(error.message().contains("some/file"), "{error}");
    }
    let digest = r#""digest":"XUFAKrxLKna5cZ2REBfFkg==""#;
    for contents in [
        format!(r#""a":{good},"a":{good}"#),
        format!(r#""a":{{{digest},{digest}}}"#),
        format!(r#""a":{{{digest},"size":-1}}"#),
        format!(r#""a":{{{digest},"size":1.5}}"#),
        format!(r#""a":{{{digest},"size":99999999999999999999}}"#),
        format!(r#""a":{{{digest},"extra":[1]}}"#),
        format!(r#""a":{{{digest},"extra":{{"x":1,"x":2}}}}"#),
        format!(r#""a":{{{digest},"extra":{{"alg":"XXH128"}}}}"#),
        r#""a":{}"#.to_owned(),
        r#""a":1"#.to_owned(),
    ] {
        assert_eq!(read_contents(&contents).unwrap_err().code(), Code::ManifestInvalid, "{contents}");
    }
    let nested = format!("{}{}", "[".repeat(500), "]".repeat(500));
    for json in [
        "",
        "[]",
        "{}",
        r#"{"version":2,"contents":{}}"#,
        r#"{"version":1}"#,
        r#"{"contents":{}}"#,
        r#"{"version":1,"contents":{},"contents":{}}"#,
        r#"{"version":1,"contents":{}}x"#,
        r#"{"version":1,"storagePolicy":"other","contents":{}}"#,
        &nested,
    ] {
        assert_eq!(read_json(json.as_bytes()).unwrap_err().code(), Code::ManifestInvalid, "{json}");
    }
    let opaque = r#""a":{"ref":"foo://x","digest":"../x"}"#;
    assert_eq!(read_contents(opaque).unwrap().len(), 1);
}

#[test]
fn clashes_are_found_in_the_stream() {
    let push = |paths: &[&str]| Memory::default().build(paths.iter().map(|p| file(p, b"x"))).map(|_| ());
    let code = |paths: &[&str]| push(paths).unwrap_err().code();
    assert_eq!(code(&["a", "a"]), Code::PathClash);
    assert_eq!(code(&["a", "a/b"]), Code::PathClash);
    assert_eq!(code(&["a", "a-b", "a.b", "a/b"]), Code::PathClash);
    assert_eq!(code(&["a", "a-", "a-b", "a-b/c"]), Code::PathClash);
    assert_eq!(code(&["x/a", "x/a!", "x/a/b/c"]), Code::PathClash);
    assert_eq!(code(&["b", "a"]), Code::ManifestInvalid);
    push(&["a-b", "a.b", "a/b", "a0", "ab/c", "b"]).unwrap();
    push(&["a", "ab/c", "abc"]).unwrap();
}

#[test]
fn a_second_version_shares_most_chunks() {
    let mut store = Memory::default();
    let (first, _) = store.build(files(50_000, |_| false)).unwrap();
    let average = 50_000 / first.chunks.len();
    assert!((100..=220).contains(&average), "{average} entries in a chunk");
    let before = store.stored_bytes();
    let (_, list) = store.build(files(50_000, |i| i % 100 == 50)).unwrap();
    let cost = store.stored_bytes() - before + list.encode().len();
    assert!(cost < 3_000_000, "{cost} bytes for a second version");
}

#[test]
fn a_local_change_costs_little_to_store_and_to_compare() {
    let mut store = Memory::default();
    let (_, first) = store.build(files(20_000, |_| false)).unwrap();
    let chunks = store.chunks.len();
    let mut entries = files(20_000, |i| i == 777);
    entries.remove(1234);
    entries.insert(0, file("a new one", b"new"));
    let (_, second) = store.build(entries).unwrap();
    assert!(store.chunks.len() - chunks <= 6, "{} new chunks", store.chunks.len() - chunks);
    store.reads.set(0);
    let (before, after) = (ManifestReader::new(&first, &store), ManifestReader::new(&second, &store));
    let summary = diff_summary(&before, &after).unwrap();
    assert_eq!((summary.added, summary.removed, summary.changed, summary.unchanged), (1, 1, 1, 19_998));
    assert!(store.reads.get() <= 24, "{} chunks read", store.reads.get());
}

#[test]
fn a_folder_is_listed_without_reading_what_lies_below() {
    let mut store = Memory::default();
    let (_, list) = store.build(files(40_000, |_| false)).unwrap();
    store.reads.set(0);
    let reader = ManifestReader::new(&list, &store);
    let children = reader.list_folder("", None, 50).unwrap();
    assert_eq!(children.len(), 50);
    let Child::Folder { name, files, bytes } = &children[0] else { panic!("{:?}", children[0]) };
    assert_eq!((name.as_str(), *files), ("d000", 121));
    assert_eq!(*bytes, reader.bytes_of_prefix("d000").unwrap());
    assert!(store.reads.get() <= 160, "{} chunks read", store.reads.get());
}

#[test]
fn damage_is_found_and_the_cache_is_bounded() {
    let chunk = Chunk::new(files(100, |_| false));
    let (hash, bytes) = chunk.encode().unwrap();
    let other = Chunk::new(files(99, |_| false)).encode().unwrap().1;
    assert_eq!(Chunk::decode_verified(&other, &hash).unwrap_err().code(), Code::ManifestInvalid);
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 4;
        assert!(Chunk::decode(&flipped).is_err() || Chunk::decode_verified(&flipped, &hash).is_ok(), "{at}");
    }
    let cache = ChunkCache::default();
    for id in 0..5000 {
        cache.get_or_load(ChunkId::new(id), || Ok(chunk.clone())).unwrap();
        cache.get_or_load(ChunkId::new(0), || panic!("what is in use stays")).unwrap();
    }
    assert!((0..5000).filter(|id| cache.get(ChunkId::new(*id)).is_some()).count() <= 1025);
}

/// Run with `--release -- --ignored --nocapture` to see the figures.
#[test]
#[ignore = "a measurement"]
#[allow(clippy::print_stderr)]
fn a_million_entries() {
    let mut store = Memory::default();
    let (base, other) = (files(1_000_000, |_| false), files(1_000_000, |i| i % 100 == 50));
    let timer = std::time::Instant::now();
    let (_, first) = store.build(base).unwrap();
    eprintln!("build, encode and decode {:?}, {} bytes", timer.elapsed(), store.stored_bytes());
    let (_, second) = store.build(other).unwrap();
    eprintln!("{} chunks, {} bytes of list", first.chunks().len(), first.encode().len());
    let (before, after) = (ManifestReader::new(&first, &store), ManifestReader::new(&second, &store));
    let timer = std::time::Instant::now();
    let summary = diff_summary(&before, &after).unwrap();
    eprintln!("compare {:?}, {} changed", timer.elapsed(), summary.changed);
    let timer = std::time::Instant::now();
    let children = before.list_folder("", None, 331).unwrap().len();
    eprintln!("list {children} folders {:?}", timer.elapsed());
    let timer = std::time::Instant::now();
    before.list_folder("d100/e03", None, 500).unwrap();
    eprintln!("list one folder {:?}", timer.elapsed());
    let timer = std::time::Instant::now();
    let mut json = Vec::new();
    write_json(&mut json, before.iter()).unwrap();
    eprintln!("write {} bytes of JSON {:?}", json.len(), timer.elapsed());
    let timer = std::time::Instant::now();
    assert_eq!(read_json(json.as_slice()).unwrap().len(), 1_000_000);
    eprintln!("read JSON {:?}", timer.elapsed());
}

#[test]
fn renames_are_paired() {
    let mut store = Memory::default();
    let build = |store: &mut Memory, entries: &[(&str, &[u8])]| {
        store.build(entries.iter().map(|(path, bytes)| file(path, bytes))).unwrap().1
    };
    let first = build(&mut store, &[("a/x", b"1"), ("a/y", b"1"), ("e", b""), ("gone", b"g"), ("k", b"k")]);
    let second =
        build(&mut store, &[("b/y", b"1"), ("c", b"1"), ("k", b"K"), ("new-empty", b""), ("z", b"z")]);
    let (before, after) = (ManifestReader::new(&first, &store), ManifestReader::new(&second, &store));
    let report = pair_renames(diff(&before, &after).map(Result::unwrap));
    let renamed: Vec<_> =
        report.renamed.iter().map(|r| (r.before.path.as_str(), r.after.path.as_str())).collect();
    assert_eq!(renamed, [("a/y", "b/y"), ("a/x", "c")]);
    assert_eq!(report.added.iter().map(|e| e.path.as_str()).collect::<Vec<_>>(), ["new-empty", "z"]);
    assert_eq!(report.removed.iter().map(|e| e.path.as_str()).collect::<Vec<_>>(), ["e", "gone"]);
    assert_eq!(report.changed.len(), 1);
}

/// A manifest as an ordered map: what is promised.
type Model = BTreeMap<String, Entry>;

fn entry() -> impl Strategy<Value = Entry> {
    let name = prop_oneof![4 => "[ab]{1,2}", 1 => "[a-c.!é-]{1,3}", 1 => "[f-h][0-9]"];
    let at = prop::collection::vec(name, 1..4).prop_map(|parts| parts.join("/"));
    let at = at.prop_filter_map("illegal", |text| RelPath::parse(&text).ok());
    let optional = || prop::option::of("[a-c]{0,3}");
    (at, any::<bool>(), 0..40_u64, optional(), optional(), optional()).prop_map(
        |(path, blob, size, birth, extra, algorithm)| {
            let bytes = size.to_le_bytes();
            let mut entry = if blob {
                Entry::blob(path, Digest::of(&bytes), Md5::of(&bytes), size)
            } else {
                let digest = format!("{size}");
                let mut entry =
                    Entry::reference(path, format!("s3://{size}"), digest, (size > 9).then_some(size));
                if let Content::Reference { algorithm: slot, .. } = &mut entry.content {
                    *slot = algorithm;
                }
                entry
            };
            entry.birth = birth;
            entry.extra = extra.map(|text| Extra::parse(&format!(r#"{{"k":"{text}"}}"#)).unwrap());
            entry
        },
    )
}

fn model(max: usize) -> impl Strategy<Value = Model> {
    prop::collection::vec(entry(), 0..max).prop_map(|entries| {
        let map: Model = entries.into_iter().map(|entry| (entry.path.as_str().to_owned(), entry)).collect();
        let folders: BTreeSet<String> = map.keys().flat_map(|path| ancestors(path)).collect();
        map.into_iter().filter(|(path, _)| !folders.contains(path)).collect()
    })
}

fn ancestors(path: &str) -> Vec<String> {
    path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect()
}

fn model_children(model: &Model, folder: &str) -> Vec<Child> {
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let mut children: Vec<Child> = Vec::new();
    for (path, entry) in model.iter().filter(|(path, _)| path.starts_with(&prefix)) {
        let Some((child, _)) = path[prefix.len()..].split_once('/') else {
            children.push(Child::File(entry.clone()));
            continue;
        };
        match children.last_mut() {
            Some(Child::Folder { name, files, bytes }) if name == child => {
                *files += 1;
                *bytes += entry.logical();
            }
            _ => children.push(Child::Folder { name: child.to_owned(), files: 1, bytes: entry.logical() }),
        }
    }
    children
}

fn model_diff(before: &Model, after: &Model) -> Vec<Change> {
    let paths: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let change = |path: &String| match (before.get(path), after.get(path)) {
        (Some(a), Some(b)) if a.content == b.content => None,
        (Some(a), Some(b)) => Some(Change::Changed { before: a.clone(), after: b.clone() }),
        (Some(a), None) => Some(Change::Removed(a.clone())),
        (None, Some(b)) => Some(Change::Added(b.clone())),
        (None, None) => None,
    };
    paths.into_iter().filter_map(change).collect()
}

fn paged(reader: &ManifestReader<'_>, folder: &str, limit: usize) -> Vec<Child> {
    let mut all: Vec<Child> = Vec::new();
    loop {
        let after = all.last().map(|child| child.name().to_owned());
        let page = reader.list_folder(folder, after.as_deref(), limit).unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_manifest_is_an_ordered_map(model in model(700), probe in entry(), start in 0..800_u64, limit in 1..300_usize) {
        let mut store = Memory::default();
        let (_, list) = store.build(model.values().cloned()).unwrap();
        let reader = ManifestReader::new(&list, &store);
        let all: Vec<_> = reader.iter().map(Result::unwrap).collect();
        prop_assert!(all.iter().eq(model.values()));
        for path in model.keys().step_by(7).map(String::as_str).chain([probe.path.as_str()]) {
            prop_assert_eq!(&reader.find(path).unwrap(), &model.get(path).cloned());
        }
        let page: Vec<_> = model.values().skip(start as usize).take(limit).cloned().collect();
        prop_assert_eq!(reader.page(start, limit).unwrap(), page);
        let folders: BTreeSet<_> = model.keys().flat_map(|path| ancestors(path)).chain([String::new()]).collect();
        for folder in &folders {
            let expected = model_children(&model, folder);
            prop_assert_eq!(&reader.list_folder(folder, None, usize::MAX).unwrap(), &expected);
            let rows = reader.range_of_prefix(folder).unwrap();
            let below = model.values().filter(|entry| entry.path.starts_with_folder(folder)).count();
            prop_assert_eq!(rows.end - rows.start, below as u64);
        }
        prop_assert_eq!(paged(&reader, "", limit % 5 + 1), model_children(&model, ""));
    }

    #[test]
    fn a_comparison_is_the_maps_difference(before in model(500), edits in model(30), keep in 0..500_usize) {
        let mut after: Model = before.iter().enumerate()
            .filter(|(at, _)| *at != keep).map(|(_, (path, entry))| (path.clone(), entry.clone())).collect();
        for (path, entry) in edits {
            let clash = after.keys().any(|other| other.starts_with(&format!("{path}/")))
                || ancestors(&path).iter().any(|folder| after.contains_key(folder));
            if !clash {
                after.insert(path, entry);
            }
        }
        let mut store = Memory::default();
        let (_, a) = store.build(before.values().cloned()).unwrap();
        let (_, b) = store.build(after.values().cloned()).unwrap();
        let (a, b) = (ManifestReader::new(&a, &store), ManifestReader::new(&b, &store));
        let changes: Vec<_> = diff(&a, &b).map(Result::unwrap).collect();
        prop_assert_eq!(&changes, &model_diff(&before, &after));
        let mut sums = DiffSummary { unchanged: 0, ..diff_summary(&a, &b).unwrap() };
        for change in &changes {
            let mut one = DiffSummary::default();
            one.add(change);
            sums.added -= one.added;
            sums.removed_bytes -= one.removed_bytes;
        }
        prop_assert_eq!((sums.added, sums.removed_bytes), (0, 0));
        let report = pair_renames(changes.clone());
        prop_assert_eq!(
            report.added.len() + report.removed.len() + report.changed.len() + 2 * report.renamed.len(),
            changes.len()
        );
        let laid: Vec<_> = overlay(a.iter(), b.iter()).map(Result::unwrap).collect();
        let mut merged = before.clone();
        merged.extend(after.clone());
        prop_assert!(laid.iter().eq(merged.values()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(768))]

    #[test]
    fn hostile_bytes_never_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        entries in model(12),
    ) {
        let _ = Chunk::decode(&bytes);
        let _ = ManifestList::decode(&bytes);
        let _ = Chunk::decode(&zstd::bulk::compress(&bytes, 1).unwrap());
        let mut versioned = vec![1];
        versioned.extend(&bytes);
        let _ = ManifestList::decode(&versioned);
        let _ = Chunk::decode(&zstd::bulk::compress(&versioned, 1).unwrap());
        if entries.is_empty() {
            return Ok(());
        }
        let (_, stored) = Chunk::new(entries.into_values().collect()).encode().unwrap();
        let mut plain = zstd::bulk::decompress(&stored, 1 << 20).unwrap();
        for (index, byte) in flips {
            let at = index.index(plain.len());
            plain[at] = byte;
        }
        if let Ok(chunk) = Chunk::decode(&zstd::bulk::compress(&plain, 1).unwrap()) {
            prop_assert!(chunk.entries().is_sorted_by(|a, b| a.path < b.path));
        }
    }

    #[test]
    fn a_list_is_given_back(ids in prop::collection::vec((any::<i64>(), 1..512_u32, 0..1_u64 << 40), 0..40)) {
        let chunks = ids.into_iter().enumerate().map(|(at, (id, entries, logical))| ChunkRef {
            id: ChunkId::new(id), entries, logical, key: format!("é{at:04}"),
        });
        let list = ManifestList::new(chunks.collect()).unwrap();
        prop_assert_eq!(ManifestList::decode(&list.encode()).unwrap(), list);
    }
}
