//! States of a store folder: group D of the attack list.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use cairn_engine::clock::SystemClock;
use cairn_engine::store::{OpenMode, Store};
use cairn_engine::{Code, Result};
use cairn_tests::program::is_root;
use cairn_tests::world::{assert_refused, scratch};
use cairn_tests::{Cairnctl, Tree, World, facts, log_spec};
use rusqlite::Connection;

use super::crash_scripts::contents;

fn open(root: &Path, mode: OpenMode) -> Result<Store> {
    Store::open(root, mode, "me", Arc::new(SystemClock))
}

/// A closed store with one version, in a folder that goes away by itself.
fn closed() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = scratch();
    let root = folder.path().join("store");
    let store = open(&root, OpenMode::Create).unwrap();
    let tree = Tree::new(folder.path().join("source")).file("f", "a");
    let sources = [cairn_engine::ingest::LogSource { path: tree.path().to_owned(), name: None }];
    let actor = cairn_engine::history::Actor::owner("me", "cli");
    let options = cairn_engine::ingest::LogOptions::default();
    store
        .log(&actor, &sources, &options, &log_spec("data"), &cairn_engine::progress::Monitor::silent())
        .unwrap();
    drop(store);
    (folder, root)
}

#[test]
fn a_newer_store_opens_for_reading() {
    let (_folder, root) = closed();
    Connection::open(root.join("store.db")).unwrap().pragma_update(None, "user_version", 99).unwrap();
    for mode in [OpenMode::Create, OpenMode::Existing] {
        let store = open(&root, mode).unwrap();
        let reason = store.read_only().unwrap_or_default();
        assert!(reason.contains("99") && reason.contains("newer"), "{reason}");
        assert_eq!(store.version_facts("data").unwrap().row.files, 1);
        let actor = cairn_engine::history::Actor::owner("me", "cli");
        assert_refused(store.add_alias(&actor, "data", "x"), Code::StoreReadOnly);
    }
}

#[test]
fn a_newer_layout_is_refused() {
    let (_folder, root) = closed();
    fs::write(root.join("FORMAT"), "cairn store, layout 2\n").unwrap();
    assert_refused(open(&root, OpenMode::Existing), Code::StoreNewer);
    fs::write(root.join("FORMAT"), "something else\n").unwrap();
    assert_refused(open(&root, OpenMode::Create), Code::StoreInvalid);
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    for version in [0, 1, 99] {
        let folder = scratch();
        let root = folder.path().join("store");
        fs::create_dir(&root).unwrap();
        let path = root.join("store.db");
        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE t (x); PRAGMA application_id = 7").unwrap();
        other.pragma_update(None, "user_version", version).unwrap();
        drop(other);
        let before = fs::read(&path).unwrap();
        for mode in [OpenMode::Create, OpenMode::Existing] {
            assert_refused(open(&root, mode), Code::StoreInvalid);
        }
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_database_that_is_none_is_not_overwritten() {
    let noise: Vec<u8> = (0..20_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for bytes in [Vec::new(), noise, b"just some text\n".repeat(100), b"SQLite format 3\0".to_vec()] {
        let (_folder, root) = closed();
        let path = root.join("store.db");
        fs::write(&path, &bytes).unwrap();
        for mode in [OpenMode::Create, OpenMode::Existing] {
            let error = open(&root, mode).expect_err("opened a store without its database");
            let known = [Code::StoreDamaged, Code::StoreInvalid];
            assert!(known.contains(&error.code()), "{} bytes: {:?} {error}", bytes.len(), error.code());
            assert!(error.hint_text().is_some());
            assert_eq!(fs::read(&path).unwrap(), bytes, "the file is as it was");
        }
    }
}

#[test]
fn a_database_that_is_a_folder_or_missing() {
    let (_folder, root) = closed();
    fs::remove_file(root.join("store.db")).unwrap();
    for mode in [OpenMode::Create, OpenMode::Existing] {
        let error = open(&root, mode).expect_err("made a new database for old bytes");
        assert!([Code::StoreDamaged, Code::StoreMissing].contains(&error.code()), "{error}");
    }
    fs::create_dir(root.join("store.db")).unwrap();
    for mode in [OpenMode::Create, OpenMode::Existing] {
        let error = open(&root, mode).expect_err("opened a folder");
        assert!(
            [Code::StoreDamaged, Code::StoreInvalid].contains(&error.code()),
            "{:?} {error}",
            error.code()
        );
    }
}

#[test]
fn damaged_pages_are_named_and_nothing_is_written() {
    let (_folder, root) = closed();
    let path = root.join("store.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096..8192].fill(0x5a);
    fs::write(&path, &bytes).unwrap();
    let answer = open(&root, OpenMode::Existing).and_then(|store| {
        let report = store.check(false, &cairn_engine::progress::Monitor::silent())?;
        assert!(!report.damage.is_empty(), "page 2 is noise");
        Ok(())
    });
    if let Err(error) = answer {
        assert_eq!(error.code(), Code::StoreDamaged, "{error}");
    }
}

#[test]
fn other_folders_are_refused() {
    let folder = scratch();
    let other = Tree::new(folder.path().join("photos")).file("cat.jpg", "meow");
    assert_refused(open(other.path(), OpenMode::Create), Code::StoreInvalid);
    assert_refused(open(&other.path().join("cat.jpg"), OpenMode::Create), Code::StoreInvalid);
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 1);
    assert_refused(open(&folder.path().join("none"), OpenMode::Existing), Code::StoreMissing);
    assert!(!folder.path().join("none").exists(), "reading makes nothing");
    fs::create_dir(folder.path().join("empty")).unwrap();
    assert_refused(open(&folder.path().join("empty"), OpenMode::Existing), Code::StoreMissing);
    open(&folder.path().join("empty"), OpenMode::Create).unwrap();
}

/// A file with its bytes, or a folder.
type Made<'m> = (&'m str, Option<&'m [u8]>);

/// What lies in the folder after each step of making a store, in the order in which they are made.
#[test]
fn half_made_stores_are_finished_by_a_writer_and_refused_to_a_reader() {
    let steps: [&[Made<'_>]; 7] = [
        &[],
        &[("lock", Some(b""))],
        &[("FORMAT", Some(b""))],
        &[("FORMAT", Some(b"cairn store"))],
        &[("FORMAT", Some(b"cairn store, layout 1\n"))],
        &[("FORMAT", Some(b"cairn store, layout 1\n")), ("packs", None), ("blobs", None)],
        &[
            ("FORMAT", Some(b"cairn store, layout 1\n")),
            ("packs", None),
            ("lock", Some(b"")),
            ("store.db", Some(b"")),
        ],
    ];
    for (at, step) in steps.iter().enumerate() {
        let folder = scratch();
        let root = folder.path().join("store");
        fs::create_dir(&root).unwrap();
        for (name, bytes) in *step {
            match bytes {
                Some(bytes) => fs::write(root.join(name), bytes).unwrap(),
                None => fs::create_dir(root.join(name)).unwrap(),
            }
        }
        let error = open(&root, OpenMode::Existing).expect_err("a half-made store was opened");
        assert_eq!(error.code(), Code::StoreMissing, "step {at}: {error}");
        let store = open(&root, OpenMode::Create).unwrap_or_else(|error| panic!("step {at}: {error}"));
        assert_eq!(store.projects().unwrap().len(), 1, "step {at}");
        drop(store);
        open(&root, OpenMode::Existing).unwrap();
    }
}

#[test]
fn a_schema_without_its_first_rows_is_finished_too() {
    let folder = scratch();
    let root = folder.path().join("store");
    drop(open(&root, OpenMode::Create).unwrap());
    Connection::open(root.join("store.db"))
        .unwrap()
        .execute_batch("DELETE FROM setting; DELETE FROM project; DELETE FROM entity")
        .unwrap();
    assert_refused(open(&root, OpenMode::Existing), Code::StoreMissing);
    let store = open(&root, OpenMode::Create).unwrap();
    assert_eq!(store.projects().unwrap().len(), 1);
}

#[test]
fn a_store_that_moves_while_open_is_noticed() {
    let world = World::new();
    world.log("data", &[("f", b"a")]);
    fs::rename(world.path("store"), world.path("moved")).unwrap();
    assert_refused(world.store.add_alias(&world.actor, "data", "x"), Code::StoreMoved);
    fs::create_dir(world.path("store")).unwrap();
    assert_refused(world.try_log(&[("f", b"b")], &log_spec("data")), Code::StoreMoved);
    assert_eq!(fs::read_dir(world.path("store")).unwrap().count(), 0, "nothing is put in its place");
    fs::remove_dir(world.path("store")).unwrap();
    fs::rename(world.path("moved"), world.path("store")).unwrap();
    world.store.add_alias(&world.actor, "data", "x").unwrap();
    world.assert_sound();
}

#[test]
fn everything_is_for_the_owner_alone() {
    let world = World::new();
    let big = vec![7_u8; 9 << 20];
    world.log("data", &[("small", b"a"), ("big", &big)]);
    let mut seen = 0;
    walk(&world.path("store"), &mut |path, mode| {
        assert_eq!(mode & 0o077, 0, "{} has mode {mode:o}", path.display());
        seen += 1;
    });
    assert!(seen > 8, "{seen}");
}

fn walk(path: &Path, each: &mut dyn FnMut(&Path, u32)) {
    let meta = fs::symlink_metadata(path).unwrap();
    each(path, meta.permissions().mode());
    if meta.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            walk(&entry.unwrap().path(), each);
        }
    }
}

#[test]
fn a_closed_store_has_all_in_its_file() {
    let (_folder, root) = closed();
    assert!(!root.join("store.db-wal").exists(), "a read-only medium would show the state before the log");
    fs::remove_file(root.join("lock")).unwrap();
    assert_eq!(open(&root, OpenMode::Existing).unwrap().version_facts("data").unwrap().row.files, 1);
}

#[test]
fn two_open_the_same_store_and_see_each_other() {
    let world = World::new();
    let other = open(&world.path("store"), OpenMode::Existing).unwrap();
    world.log("data", &[("f", b"a")]);
    assert_eq!(other.resolve_version("data").unwrap().1.index, 0);
    assert_eq!(facts(&other), facts(&world.store));
}

/// As another user than the owner, who may read but not write; only root can become one.
#[test]
fn a_store_that_cannot_be_written_opens_for_reading() {
    let (folder, root) = closed();
    let before = contents(&root);
    let cairnctl = if is_root() {
        let chown = |path: &Path| std::os::unix::fs::chown(path, Some(65_534), Some(65_534)).unwrap();
        walk(&root, &mut |path, _| chown(path));
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        Cairnctl::new(&root).as_nobody()
    } else {
        Cairnctl::new(&root)
    };
    let mode = |folders: u32, files: u32| {
        walk(&root, &mut |path, _| {
            let mode = if path.is_dir() { folders } else { files };
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        });
    };
    mode(0o500, 0o400);
    assert_eq!(cairnctl.run(&["show", "data"]).json()["files"], 1);
    assert_eq!(cairnctl.run(&["cat", "data", "f"]).out, "a");
    assert_eq!(cairnctl.run(&["versions", "data"]).code, 0);
    assert_eq!(cairnctl.run(&["history"]).code, 0);
    assert_eq!(cairnctl.run(&["check", "--read-data"]).code, 0);
    for refused in
        [vec!["alias", "add", "data", "x"], vec!["undo"], vec!["rm", "data:v0", "--delete-aliases"]]
    {
        let run = cairnctl.run(&refused);
        assert_eq!((run.code, run.error().as_deref()), (1, Some("store-read-only")), "{refused:?}: {run:?}");
    }
    assert_eq!(contents(&root), before, "nothing was written");
    mode(0o700, 0o600);
    assert_eq!(cairnctl.run(&["alias", "add", "data", "x"]).code, 0);
}
