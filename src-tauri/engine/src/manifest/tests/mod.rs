//! The bytes of the protocol, hostile input, clashes, and what sharing chunks saves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod as_map;

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

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
            assert_eq!(blobs_passed(&chunk.bytes)?, blobs_of(&chunk.chunk));
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
        assert_eq!(
            ids_passed(&list.encode())?,
            list.chunks().iter().map(|chunk| chunk.id).collect::<Vec<_>>()
        );
        assert_eq!((list.entries(), list.logical_bytes()), (summary.entries, summary.logical_bytes));
        Ok((summary, list))
    }

    fn stored_bytes(&self) -> usize {
        self.chunks.iter().map(|(_, bytes)| bytes.len()).sum()
    }
}

fn blobs_passed(bytes: &[u8]) -> Result<Vec<(Digest, u64)>> {
    let mut found = Vec::new();
    Chunk::each_blob(bytes, &mut |digest, size| found.push((digest, size)))?;
    Ok(found)
}

fn blobs_of(chunk: &Chunk) -> Vec<(Digest, u64)> {
    let files = chunk.entries().iter().filter_map(|entry| Some((*entry.sha256()?, entry.logical())));
    files.collect()
}

fn ids_passed(bytes: &[u8]) -> Result<Vec<ChunkId>> {
    let mut found = Vec::new();
    ManifestList::each_id(bytes, &mut |id| found.push(id))?;
    Ok(found)
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
    let report = pair_renames(diff(&before, &after).map(Result::unwrap));
    assert_eq!((report.added.len(), report.removed.len(), report.changed.len()), (1, 1, 1));
    assert!(parts(&first, &second, 8).len() > 5, "nearly every chunk begins with the same key in both");
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
fn damage_is_found() {
    let chunk = Chunk::new(files(100, |_| false));
    let (hash, bytes) = chunk.encode().unwrap();
    let other = Chunk::new(files(99, |_| false)).encode().unwrap().1;
    assert_eq!(Chunk::decode_verified(&other, &hash).unwrap_err().code(), Code::ManifestInvalid);
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 4;
        assert!(Chunk::decode(&flipped).is_err() || Chunk::decode_verified(&flipped, &hash).is_ok(), "{at}");
    }
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
