//! A manifest behaves like an ordered map of its entries; any bytes can be decoded without a panic.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::*;
use super::{Memory, blobs_of, blobs_passed, ids_passed};
use crate::model::{ChunkId, Digest, Md5, RelPath};

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
        for most in [1, 3, 1000] {
            let cut = parts(a.list(), b.list(), most);
            prop_assert!(cut.len() <= most);
            let apart: Vec<_> = cut.iter().flat_map(|part| diff_part(&a, &b, part)).map(Result::unwrap).collect();
            prop_assert_eq!(&apart, &changes);
        }
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

/// Reads bytes in every way: none panics, and what passes over something agrees with what reads all.
fn decode_all(bytes: &[u8]) {
    if let Ok(list) = ManifestList::decode(bytes) {
        assert_eq!(
            ids_passed(bytes).unwrap(),
            list.chunks().iter().map(|chunk| chunk.id).collect::<Vec<_>>()
        );
    }
    for bytes in [bytes.to_vec(), zstd::bulk::compress(bytes, 1).unwrap()] {
        let passed = blobs_passed(&bytes);
        if let Ok(chunk) = Chunk::decode(&bytes) {
            assert_eq!(passed.unwrap(), blobs_of(&chunk));
        }
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
        decode_all(&bytes);
        let mut versioned = vec![1];
        versioned.extend(&bytes);
        decode_all(&versioned);
        if entries.is_empty() {
            return Ok(());
        }
        let (_, stored) = Chunk::new(entries.into_values().collect()).encode().unwrap();
        let mut plain = zstd::bulk::decompress(&stored, 1 << 20).unwrap();
        for (index, byte) in flips {
            let at = index.index(plain.len());
            plain[at] = byte;
        }
        decode_all(&plain);
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
