//! What a log contains, and group F of the attack list.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::time::{Duration, Instant};

use cairn_engine::fs::Links;
use cairn_engine::ingest::{LogOptions, LogReport, LogSource};
use cairn_engine::progress::Monitor;
use cairn_engine::{Code, Result};
use cairn_tests::program::is_root;
use cairn_tests::world::assert_refused;
use cairn_tests::{Cairnctl, Tree, World, facts, log_spec, proof};

fn named(world: &World, sources: &[(&str, Option<&str>)]) -> Result<LogReport> {
    let sources: Vec<_> = sources
        .iter()
        .map(|(path, name)| LogSource { path: world.path(path), name: name.map(str::to_owned) })
        .collect();
    world.store.log(&world.actor, &sources, &LogOptions::default(), &log_spec("data"), &Monitor::silent())
}

fn with_links(world: &World, tree: &Tree, links: Links) -> Result<LogReport> {
    let options = LogOptions { links, ..LogOptions::default() };
    world.log_paths(&[tree.path()], &options, &log_spec("data"))
}

fn skipped(report: &LogReport) -> Vec<(String, &'static str)> {
    let mut all: Vec<_> =
        report.skipped.iter().map(|skipped| (skipped.path.clone(), skipped.reason)).collect();
    all.sort();
    all
}

#[test]
fn one_folder_gives_its_contents() {
    let world = World::new();
    let tree = world
        .tree("folder")
        .file("a", "1")
        .file("sub/b", "2")
        .file(".hidden", "3")
        .file(".git/config", "4")
        .dir("empty");
    world.log_tree("data", &tree).unwrap();
    assert_eq!(world.paths("data"), [".git/config", ".hidden", "a", "sub/b"]);
}

#[test]
fn one_file_is_its_base_name() {
    let world = World::new();
    let _ = world.tree("folder").file("deep/weights.bin", "1");
    named(&world, &[("folder/deep/weights.bin", None)]).unwrap();
    assert_eq!(world.paths("data"), ["weights.bin"]);
}

#[test]
fn several_paths_keep_their_names() {
    let world = World::new();
    let _ = world.tree("one").file("a", "1");
    let _ = world.tree("two").file("a", "2").file("b/c", "3");
    let _ = world.tree("x").file("file.txt", "4");
    named(&world, &[("one", None), ("two", None), ("x/file.txt", None)]).unwrap();
    assert_eq!(world.paths("data"), ["file.txt", "one/a", "two/a", "two/b/c"]);
}

#[test]
fn a_name_can_be_given_and_clashes_are_refused() {
    let world = World::new();
    let _ = world.tree("one").file("a", "1");
    let _ = world.tree("two").file("a", "2");
    named(&world, &[("one", Some("train")), ("two/a", Some("test/first"))]).unwrap();
    assert_eq!(world.paths("data"), ["test/first", "train/a"]);
    assert_refused(named(&world, &[("one", Some("x")), ("two", Some("x"))]), Code::PathClash);
    assert_refused(named(&world, &[("one/a", Some("x")), ("two/a", Some("x/y"))]), Code::PathClash);
    for bad in ["", "..", "/abs", "a/../b", "a//b", "./a", "C:\\x", "a\0b", "a/"] {
        assert_refused(named(&world, &[("one/a", Some(bad))]), Code::PathInvalid);
    }
    assert_refused(named(&world, &[("nothing", None)]), Code::SourceMissing);
    assert_refused(named(&world, &[]), Code::RequestInvalid);
}

#[test]
fn links_are_followed_left_out_or_refused() {
    let world = World::new();
    let _ = world.tree("outside").file("far", "far away");
    let tree = world
        .tree("folder")
        .file("real", "1")
        .file("sub/b", "2")
        .link("to-file", "real")
        .link("to-folder", "sub")
        .link("dangling", "nowhere")
        .link("self", "self")
        .link("a-b", "b-a")
        .link("b-a", "a-b")
        .link("sub/up", "..")
        .link("away", world.path("outside"));
    let report = with_links(&world, &tree, Links::Follow).unwrap();
    assert_eq!(world.paths("data"), ["away/far", "real", "sub/b", "to-file", "to-folder/b"]);
    let reasons: Vec<_> =
        skipped(&report).into_iter().map(|(path, reason)| format!("{path} {reason}")).collect();
    for expected in ["dangling dangling-link", "self link-loop", "a-b link-loop", "sub/up link-loop"] {
        assert!(reasons.iter().any(|found| found == expected), "{expected} in {reasons:?}");
    }
    let plan = world.store.begin_plan(&sources(&tree), &LogOptions::default(), &Monitor::silent()).unwrap();
    assert_eq!(plan.listing.outside, (1, 8), "one file, eight bytes lie outside");

    with_links(&world, &tree, Links::Skip).unwrap();
    assert_eq!(world.paths("data"), ["real", "sub/b"]);
    assert_refused(with_links(&world, &tree, Links::Fail), Code::SourceLink);
}

fn sources(tree: &Tree) -> [LogSource; 1] {
    [LogSource { path: tree.path().to_owned(), name: None }]
}

#[test]
fn what_is_no_file_is_left_out_and_listed() {
    let world = World::new();
    let tree = world.tree("folder").file("a", "1").fifo("pipe").socket("sock").link("zero", "/dev/zero");
    let started = Instant::now();
    let report = world.log_tree("data", &tree).unwrap();
    assert!(started.elapsed() < Duration::from_secs(5), "a pipe without a writer holds nobody up");
    assert_eq!(world.paths("data"), ["a"]);
    assert_eq!(
        skipped(&report),
        [("pipe".into(), "fifo"), ("sock".into(), "socket"), ("zero".into(), "device")]
    );
    let kernel = world.tree("kernel").link("mem", "/proc/self/mem");
    assert_refused(world.log_tree("kernel", &kernel), Code::SourceUnreadable);
}

#[test]
fn hard_links_are_one_blob() {
    let world = World::new();
    let tree = (0..200).fold(world.tree("folder").file("first", "the same inode"), |tree, n| {
        tree.hard(&format!("n{n}"), "first")
    });
    let before = proof(tree.path());
    let report = world.log_tree("data", &tree).unwrap();
    assert_eq!((report.files, report.bytes, report.bytes_added), (201, 201 * 14, 14));
    assert_eq!(proof(tree.path()), before, "the link count is part of the proof");
    assert_eq!(world.cat("data", "n199"), b"the same inode");
}

#[test]
fn duplicates_are_stored_once() {
    let world = World::new();
    let tree =
        (0..50).fold(world.tree("folder"), |tree, n| tree.file(format!("d{n}/copy"), "x".repeat(5000)));
    assert_eq!(world.log_tree("data", &tree).unwrap().bytes_added, 5000);
    assert_eq!(world.log("other", &[("renamed", "x".repeat(5000).as_bytes())]).bytes_added, 0);
}

#[test]
fn sizes_around_the_limits() {
    let world = World::new();
    for size in [0, 1, 4095, 4096, 4097, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (4 << 20) + 1] {
        let bytes: Vec<u8> = (0..size).map(|n: usize| (n * 31 % 251) as u8).collect();
        let tree = world.tree(&format!("size{size}")).file("f", &bytes);
        world.log_tree("data", &tree).unwrap();
        assert_eq!(world.cat("data", "f"), bytes, "{size} bytes");
    }
    world.assert_sound();
}

#[test]
fn names_that_are_not_utf8_are_refused_and_shown() {
    let world = World::new();
    let tree = world.tree("folder").file("good", "1").file(OsStr::from_bytes(b"\xff\xfe.bin"), "2");
    let before = facts(&world.store);
    let error = assert_refused(world.log_tree("data", &tree), Code::PathInvalid);
    assert!(error.message().contains(r"\xFF\xFE.bin"), "{error}");
    assert_eq!(facts(&world.store), before);
    let options = LogOptions { skip_unreadable: true, ..LogOptions::default() };
    let report = world.log_paths(&[tree.path()], &options, &log_spec("data")).unwrap();
    assert_eq!(skipped(&report), [(r"\xFF\xFE.bin".to_owned(), "not-utf8")]);
    assert_eq!(world.paths("data"), ["good"]);
}

#[test]
fn odd_names_are_kept_exactly() {
    let world = World::new();
    let names = [
        "ckpt-12:30:00.pt",
        "name.",
        "name ",
        "GIT~1",
        "con.txt",
        "new\nline",
        "tab\t",
        "caf\u{e9}",
        "cafe\u{301}",
        "a-b/x",
        "a.b/x",
        "a/x",
        "~",
        "$HOME",
        "-rf",
        "<img>",
        "'; --",
        "%2e",
        "*",
        "a\\b",
        "..a",
        "模型",
    ];
    let tree = names.iter().fold(world.tree("folder"), |tree, name| tree.file(name, name));
    let odd = names.iter().filter(|name| name.contains('\\')).count();
    let answer = world.log_tree("data", &tree);
    // A backslash is legal where the rules of paths admit it; whichever they say, nothing is renamed.
    match answer {
        Ok(report) => {
            assert_eq!(report.files as usize, names.len());
            for name in names {
                assert_eq!(world.cat("data", name), name.as_bytes());
            }
        }
        Err(error) => assert!(odd > 0 && error.code() == Code::PathInvalid, "{error}"),
    }
}

#[test]
fn ignore_rules() {
    let world = World::new();
    let tree = world
        .tree("folder")
        .file(".cairnignore", "*.tmp\n/build/\n!keep.tmp\n# a comment\n")
        .file("a.txt", "1")
        .file("b.tmp", "2")
        .file("keep.tmp", "3")
        .file("build/out", "4")
        .file("sub/build/out", "5")
        .file("sub/c.tmp", "6")
        .file("sub/d.log", "7");
    let options = LogOptions { exclude: vec!["*.log".into()], ..LogOptions::default() };
    let report = world.log_paths(&[tree.path()], &options, &log_spec("data")).unwrap();
    assert_eq!(world.paths("data"), [".cairnignore", "a.txt", "keep.tmp", "sub/build/out"]);
    assert!(skipped(&report).contains(&("b.tmp".into(), "ignored")));
    let options = LogOptions { exclude: vec!["[z-a]".into()], ..LogOptions::default() };
    assert_refused(world.log_paths(&[tree.path()], &options, &log_spec("data")), Code::RequestInvalid);
}

#[test]
fn the_store_is_never_swallowed() {
    let world = World::new();
    let _ = world.tree("folder").file("a", "1").link("store", world.path("store"));
    let _ = world.tree("links").link("packs", world.path("store/packs"));
    for inside in ["store", ".", "store/packs", "folder", "links/packs"] {
        let error = assert_refused(
            world.log_paths(&[&world.path(inside)], &LogOptions::default(), &log_spec("data")),
            Code::SourceIsStore,
        );
        assert!(!error.message().is_empty(), "{inside}");
    }
    assert!(facts(&world.store).keys().all(|key| !key.starts_with("version")));
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    if !is_root() {
        let world = World::new();
        let tree = world.tree("folder").file("ok", "1").file("secret", "2").mode("secret", 0o000);
        let error = assert_refused(world.log_tree("data", &tree), Code::SourceUnreadable);
        assert!(error.message().contains("secret"));
        return;
    }
    // Root reads everything, so the real program asks as somebody else.
    let folder = tempfile::tempdir().unwrap();
    let tree =
        Tree::new(folder.path().join("folder")).file("ok", "1").file("secret", "2").mode("secret", 0o000);
    let home = Tree::new(folder.path().join("home")).mode("", 0o777);
    let _ = Tree::new(folder.path()).mode("", 0o755);
    let cairnctl = Cairnctl::new(home.path().join("store")).as_nobody();
    let path = tree.path().to_str().unwrap();
    let run = cairnctl.run(&["log", path, "--name", "data", "--type", "dataset"]);
    assert_eq!((run.code, run.error().as_deref()), (1, Some("source-unreadable")), "{run:?}");
    assert!(run.err.contains("secret"), "{run:?}");
    let run = cairnctl.run(&["log", path, "--name", "data", "--type", "dataset", "--unreadable", "skip"]);
    assert_eq!(run.json()["files"], 1);
    assert_eq!(run.json()["skipped"][0]["path"], "secret");
}

#[test]
fn long_names_and_deep_folders() {
    let world = World::new();
    let longest = "x".repeat(255);
    let tree = world.tree("folder").file(&longest, "1");
    world.log_tree("data", &tree).unwrap();
    assert_eq!(world.paths("data"), [longest]);
    let deep = world.tree("deep").file(vec!["d"; 300].join("/") + "/f", "1");
    assert_refused(world.log_tree("deep", &deep), Code::PathInvalid);
}

#[test]
fn a_log_leaves_its_source_alone() {
    let world = World::new();
    let tree = (0..300)
        .fold(world.tree("folder"), |tree, n| tree.file(format!("d{}/f{n}", n % 7), vec![n as u8; n * 13]));
    let tree = tree.mode("d0/f0", 0o4751).link("l", "d1").hard("h", "d2/f2");
    let before = proof(tree.path());
    world.log_tree("data", &tree).unwrap();
    world.log_tree("data", &tree).unwrap();
    assert_eq!(proof(tree.path()), before);
}
