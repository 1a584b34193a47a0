//! Sweeps to break off at every system call: collection, emptying the trash, expiry, repair.

use std::path::Path;

use cairn_tests::scale::Dice;
use cairn_tests::{Cairnctl, Tree};

use super::crash_scripts::{Acked, Script, answer, log, script, words};

/// A store with two versions that share a file; the first has others of its own, a large one among them.
fn two(place: &Path, log_words: &str) -> (Cairnctl, Tree, Acked, Acked) {
    let store = Cairnctl::new(place.join("before"));
    let source = Tree::new(place.join("source")).file("shared", Dice::new(3).bytes(2000));
    let first = source.file("own", Dice::new(4).bytes(5000)).file("large", Dice::new(5).bytes(2 << 20));
    let run = store.run(&words(log_words, first.path()));
    assert_eq!(run.code, 0, "{run:?}");
    let old = Acked::read(&run).unwrap();
    for name in ["own", "large"] {
        std::fs::remove_file(first.path().join(name)).unwrap();
    }
    let second = first.file("new", Dice::new(6).bytes(3000));
    let kept = log(&store, second.path());
    (store, second, old, kept)
}

fn ok(store: &Cairnctl, command: &str) {
    let run = store.run(&words(command, Path::new("")));
    assert_eq!(run.code, 0, "{run:?}");
}

/// Nothing is left to collect, and the version that stays is whole.
fn is_collected(store: &Path, script: &Script, fresh: &Path) -> bool {
    answer(store, "gc --no-grace")["predicted_bytes"] == 0
        && super::crash_scripts::is_logged(store, script, fresh)
}

/// Collects what a purged version leaves: a plain file, a record of a pack that is rewritten.
pub(crate) fn gc(place: &Path) -> Script {
    let (store, source, old, kept) = two(place, super::crash_scripts::LOG);
    ok(&store, &format!("rm {} --now --delete-aliases", old.address));
    script(place, "gc", source.path(), "gc --run --no-grace", vec![kept], is_collected)
}

/// Empties the trash.
pub(crate) fn purge(place: &Path) -> Script {
    let (store, source, old, kept) = two(place, super::crash_scripts::LOG);
    ok(&store, &format!("rm {} --delete-aliases", old.address));
    let mut script = script(place, "purge", source.path(), "trash empty", vec![kept], |store, _, _| {
        Cairnctl::new(store).run(&["show", "data:v0"]).error().as_deref() == Some("purged")
    });
    script.repeats = false;
    script
}

/// Expires a version that is due.
pub(crate) fn expire(place: &Path) -> Script {
    let (store, source, _, kept) = two(place, "log SOURCE --name data --type dataset --ttl 1h");
    // It was made a day ago.
    let database = rusqlite::Connection::open(place.join("before/store.db")).unwrap();
    let aged =
        database.execute("UPDATE version SET created_at = created_at - 86400000 WHERE ttl > 0", []).unwrap();
    assert_eq!(aged, 1);
    drop(database);
    ok(&store, "show data:v0");
    script(place, "expire", source.path(), "gc --run", vec![kept], |store, _, _| {
        answer(store, "show data:v0")["state"] == "deleted"
    })
}

/// Repairs a wrong count and a blob whose row leads nowhere although its pack holds it.
pub(crate) fn repair(place: &Path) -> Script {
    let (_, source, _, _) = two(place, super::crash_scripts::LOG);
    let database = rusqlite::Connection::open(place.join("before/store.db")).unwrap();
    let sql = "UPDATE blob SET pack_offset = pack_offset + 7, refs = refs + 1 WHERE size = 3000";
    assert_eq!(database.execute(sql, []).unwrap(), 1);
    drop(database);
    let mut script = script(place, "repair", source.path(), "repair", Vec::new(), |store, script, fresh| {
        super::crash_scripts::is_logged(store, script, fresh)
            && Cairnctl::new(store).run(&["check", "--read-data"]).code == 0
    });
    (script.repeats, script.is_hurt) = (false, true);
    script
}
