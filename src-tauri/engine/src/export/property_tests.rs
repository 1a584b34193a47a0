//! What comes out is what went in, whatever the tree.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::ExportRequest;
use crate::progress::Monitor;
use crate::testing::{Bench, noise, write};

fn component() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-c]{1,2}",
        1 => prop::sample::select(vec![
            "caf\u{e9}", "cafe\u{301}", "name.", "name ", "ckpt-12:30.pt", "CON", "a\\b", "line\nbreak", "...", "-rf",
            "%41", "\u{202e}x", "~", "$HOME", "Model", "model", ".hidden", "\u{1f9ff}",
        ]).prop_map(str::to_owned),
        1 => "x{200,250}",
        1 => "\\PC{1,12}".prop_filter("a name", |name| !name.contains('/') && name != "." && name != ".."),
    ]
}

fn content() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(Vec::new()),
        (0_u64..4, 1_usize..64).prop_map(|(seed, len)| noise(len, seed)),
        (0_u64..3).prop_map(|seed| noise(70_000, seed)),
        (0_u64..2).prop_map(|seed| noise((1 << 20) + 5, seed)),
    ]
}

fn tree() -> impl Strategy<Value = BTreeMap<String, Vec<u8>>> {
    let path = prop::collection::vec(component(), 1..4).prop_map(|parts| parts.join("/"));
    prop::collection::btree_map(path, content(), 1..20).prop_map(|mut tree| {
        let paths: Vec<String> = tree.keys().cloned().collect();
        // A path is a file or a folder, and never one that a log refuses.
        tree.retain(|path, _| {
            let folder = format!("{path}/");
            !paths.iter().any(|other| other.starts_with(&folder))
                && crate::model::RelPath::parse(path).is_ok()
        });
        tree
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn an_export_equals_what_was_logged(tree in tree()) {
        let bench = Bench::new();
        std::fs::create_dir(bench.path("source")).unwrap();
        for (path, bytes) in &tree {
            write(&bench.path("source").join(path), bytes);
        }
        let report = bench.log_folder("data", &bench.path("source"));
        prop_assert_eq!(report.files + report.skipped.len() as u64, tree.len() as u64);
        let request = ExportRequest { root: Some(bench.path("out")), ..ExportRequest::default() };
        let done = bench.store.export("data", &request, &Monitor::silent()).unwrap();
        prop_assert_eq!(done.files, report.files);
        for (path, bytes) in &tree {
            prop_assert_eq!(&std::fs::read(bench.path("out").join(path)).unwrap(), bytes);
        }
        let check = bench.store.check(true, &Monitor::silent()).unwrap();
        prop_assert!(check.damage.is_empty(), "{:?}", check.damage);
        prop_assert_eq!(check.leftovers, 0);
    }
}
