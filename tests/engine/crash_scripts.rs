//! What is broken off at every system call: five scripts, each a few commands of `cairnctl`.

use std::path::{Path, PathBuf};

use cairn_tests::scale::Dice;
use cairn_tests::{Cairnctl, Tree};
use rustix::fs::{Mode, OFlags};

/// A version that was acknowledged: its address and digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Acked {
    pub(crate) address: String,
    pub(crate) digest: String,
}

impl Acked {
    /// The answer of `cairnctl log`, when it was printed whole.
    pub(crate) fn read(run: &cairn_tests::Run) -> Option<Self> {
        let answer = run.try_json()?;
        let text = |key: &str| Some(answer.get(key)?.as_str()?.to_owned());
        Some(Self { address: text("address")?, digest: text("digest")? })
    }
}

/// A command to break off, the store before it, and what it is about.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) name: &'static str,
    /// The store before; missing when the command makes it.
    pub(crate) before: PathBuf,
    /// What is logged or was logged; must stay as it is.
    pub(crate) source: PathBuf,
    /// The command; `@` stands for a fresh folder of the point.
    pub(crate) command: Vec<String>,
    /// Versions that are there before.
    pub(crate) acked: Vec<Acked>,
    /// Whether what was asked for is there, by the store and the fresh folder.
    pub(crate) is_done: fn(&Path, &Script, &Path) -> bool,
    /// Whether the command can be given again after it succeeded.
    pub(crate) repeats: bool,
    /// The store before is damaged: sound it is only once the command is done.
    pub(crate) is_hurt: bool,
}

impl Script {
    pub(crate) fn arguments(&self, fresh: &Path) -> Vec<String> {
        let fresh = fresh.to_str().unwrap();
        self.command.iter().map(|word| if word == "@" { fresh.to_owned() } else { word.clone() }).collect()
    }
}

pub(crate) fn words(command: &str, source: &Path) -> Vec<String> {
    command.split(' ').map(|word| word.replace("SOURCE", source.to_str().unwrap())).collect()
}

pub(crate) const LOG: &str = "log SOURCE --name data --type dataset";

/// Logs a large file into a store that isn't there yet.
pub(crate) fn log_large(place: &Path) -> Script {
    let source =
        Tree::new(place.join("source")).file("model.bin", Dice::new(1).bytes(5 << 20)).file("note", "x");
    script(place, "log one large", source.path(), LOG, Vec::new(), is_logged)
}

/// Logs 200 small files into a store that has another version.
pub(crate) fn log_small(place: &Path) -> Script {
    let store = Cairnctl::new(place.join("before"));
    let first = Tree::new(place.join("first")).file("f", "first");
    let acked = vec![log(&store, first.path())];
    let source = small(place, 200);
    script(place, "log 200 small", source.path(), LOG, acked, is_logged)
}

/// Logs them again after 1 % of them changed.
pub(crate) fn log_changed(place: &Path) -> Script {
    let store = Cairnctl::new(place.join("before"));
    let source = small(place, 200);
    let acked = vec![log(&store, source.path())];
    let source = source.file("d3/f17", "changed").file("d5/f33", "changed too");
    script(place, "log 1 % changed", source.path(), LOG, acked, is_logged)
}

/// Takes 200 files out.
pub(crate) fn get(place: &Path) -> Script {
    let store = Cairnctl::new(place.join("before"));
    let source = small(place, 60).file("big.bin", Dice::new(2).bytes(3 << 20));
    let acked = vec![log(&store, source.path())];
    script(place, "get", source.path(), "get data:v0 --root @", acked, |_, script, fresh| {
        exported(fresh) == contents(&script.source)
    })
}

/// Edits: an alias moves, a TTL that expires at once, a deletion, its undo.
pub(crate) fn edits(place: &Path) -> Vec<Script> {
    let edit = |name: &'static str, command: &str, before: &[&str], is_done| {
        let place = place.join(name.replace(' ', "-"));
        std::fs::create_dir_all(&place).unwrap();
        let store = Cairnctl::new(place.join("before"));
        let source = Tree::new(place.join("source")).file("f", "one");
        let mut acked = vec![log(&store, source.path())];
        let source = source.file("f", "two");
        acked.push(log(&store, source.path()));
        for command in before {
            let run = store.run(&words(command, source.path()));
            assert_eq!(run.code, 0, "{run:?}");
        }
        script(&place, name, source.path(), command, acked, is_done)
    };
    let mut all = vec![
        edit("alias move", "alias move data:v1 best", &["alias add data:v0 best"], |store, _, _| {
            answer(store, "show data:best")["index"] == 1
        }),
        edit("ttl", "ttl data:v0 2020-01-01", &["alias add data:v0 best"], |store, _, _| {
            answer(store, "show data:v0")["state"] == "deleted"
        }),
        edit("delete", "rm data:v1 --delete-aliases", &[], |store, _, _| {
            answer(store, "show data:v1")["state"] == "deleted" && answer(store, "show data")["index"] == 0
        }),
        edit("undo", "undo", &["rm data:v1 --delete-aliases"], |store, _, _| {
            answer(store, "show data")["index"] == 1
        }),
    ];
    for script in &mut all {
        script.repeats = script.name == "alias move";
    }
    all
}

/// Puts a script together.
pub(crate) fn script(
    place: &Path,
    name: &'static str,
    source: &Path,
    command: &str,
    acked: Vec<Acked>,
    is_done: fn(&Path, &Script, &Path) -> bool,
) -> Script {
    let command = words(command, source);
    let before = place.join("before");
    Script { name, before, source: source.to_owned(), command, acked, is_done, repeats: true, is_hurt: false }
}

fn small(place: &Path, count: u64) -> Tree {
    let mut dice = Dice::new(count);
    let tree = Tree::new(place.join("source"));
    (0..count).fold(tree, |tree, n| {
        let len = dice.below(3000) as usize;
        tree.file(format!("d{}/f{n}", n % 7), dice.bytes(len))
    })
}

pub(crate) fn log(store: &Cairnctl, source: &Path) -> Acked {
    let run = store.run(&words(LOG, source));
    assert_eq!(run.code, 0, "{run:?}");
    Acked::read(&run).unwrap()
}

pub(crate) fn answer(store: &Path, command: &str) -> serde_json::Value {
    let run = Cairnctl::new(store).run(&words(command, store));
    run.try_json().unwrap_or_default()
}

/// The newest version holds what lies in the source.
pub(crate) fn is_logged(store: &Path, script: &Script, fresh: &Path) -> bool {
    let out = fresh.join("is-logged");
    let _ = std::fs::remove_dir_all(&out);
    let run = Cairnctl::new(store).run(&["get", "data", "--root", out.to_str().unwrap()]);
    run.code == 0 && contents(&out) == contents(&script.source)
}

/// What an export wrote. Where files can be made without a name, a killed one leaves nothing else; elsewhere it leaves
/// the hidden part of a file, whose name says so.
pub(crate) fn exported(folder: &Path) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
    let mut found = contents(folder);
    if !makes_nameless_files(folder) {
        found.retain(|path, _| {
            let name = path.file_name().unwrap().to_str().unwrap();
            !(name.starts_with(".cairn-") && name.contains(".part"))
        });
    }
    found
}

fn makes_nameless_files(folder: &Path) -> bool {
    let flags = OFlags::TMPFILE | OFlags::WRONLY;
    rustix::fs::open(folder, flags, Mode::RUSR | Mode::WUSR).is_ok()
}

/// Every file below a folder with its bytes.
pub(crate) fn contents(folder: &Path) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else { continue };
        for entry in entries.map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let below = entry.path().strip_prefix(folder).unwrap().to_owned();
                found.insert(below, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}
