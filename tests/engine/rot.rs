//! P9: whatever happens to the bytes on disk is found, harms nothing else, is never given out, and heals.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use cairn_engine::Code;
use cairn_engine::check::CheckReport;
use cairn_engine::progress::Monitor;
use cairn_tests::scale::{Dice, scale};
use cairn_tests::{World, report};
use serde_json::json;

/// What is done to the file that holds a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Harm {
    FlipBit,
    ZeroPage,
    Truncate,
    Extend,
    Swap,
    Remove,
    Mode,
    Folder,
}

const HARMS: [Harm; 8] = [
    Harm::FlipBit,
    Harm::ZeroPage,
    Harm::Truncate,
    Harm::Extend,
    Harm::Swap,
    Harm::Remove,
    Harm::Mode,
    Harm::Folder,
];
/// Versions with a plain file of their own, and with a pack of their own.
const PLAIN: usize = 4;
const PACKED: usize = 12;

/// A store whose versions each have one file, in a place of its own on disk.
struct Shelf {
    world: World,
    /// Of each version: the content, and the file that holds it.
    versions: Vec<(Vec<u8>, PathBuf)>,
}

impl Shelf {
    fn new(seed: u64) -> Self {
        let world = World::new();
        let mut dice = Dice::new(seed);
        let mut versions = Vec::new();
        let mut known = files(world.store.root());
        for number in 0..PLAIN + PACKED {
            let len = if number < PLAIN { 1 << 20 } else { 5_000 } + dice.below(3_000) as usize;
            let content = dice.bytes(len);
            world.log(&format!("data-{number}"), &[("f", &content)]);
            let now = files(world.store.root());
            let new: Vec<&PathBuf> = now.iter().filter(|path| !known.contains(path)).collect();
            assert_eq!(new.len(), 1, "each version has a file of its own");
            versions.push((content, new[0].clone()));
            known = now;
        }
        Self { world, versions }
    }

    /// Whether a version can be read; what is given out is always what was logged.
    fn is_readable(&self, number: usize) -> bool {
        let mut bytes = Vec::new();
        let answer = self.world.store.read_file(&format!("data-{number}:v0"), "f", &mut bytes);
        let content = &self.versions[number].0;
        match answer {
            Ok(_) => {
                assert!(bytes == *content, "wrong bytes of version {number} were given out");
                true
            }
            Err(error) => {
                assert_eq!(error.code(), Code::BlobDamaged, "{error}");
                assert!(content.starts_with(&bytes), "wrong bytes came before the error");
                false
            }
        }
    }

    fn check(&self, read_data: bool) -> CheckReport {
        self.world.store.check(read_data, &Monitor::silent()).unwrap()
    }

    /// Harms what holds a version; answers how to put right what logging again can't (the mode of a file).
    fn harm(&self, number: usize, harm: Harm, dice: &mut Dice) {
        let path = &self.versions[number].1;
        let bytes = fs::read(path).unwrap();
        // Behind the header of a pack and of its record.
        let begin = if number < PLAIN { 0 } else { 80 };
        let at = begin + dice.below((bytes.len() - begin) as u64) as usize;
        match harm {
            Harm::FlipBit => {
                let mut bytes = bytes;
                bytes[at] ^= 1 << dice.below(8);
                fs::write(path, bytes).unwrap();
            }
            Harm::ZeroPage => {
                let mut bytes = bytes;
                let end = (at + 4096).min(bytes.len());
                bytes[at..end].fill(0);
                fs::write(path, bytes).unwrap();
            }
            Harm::Truncate => fs::write(path, &bytes[..at]).unwrap(),
            Harm::Extend => fs::write(path, [&bytes[..], b"something more"].concat()).unwrap(),
            Harm::Swap => {
                let (other, aside) = (&self.versions[number + 1].1, path.with_extension("aside"));
                fs::rename(path, &aside).unwrap();
                fs::rename(other, path).unwrap();
                fs::rename(&aside, other).unwrap();
            }
            Harm::Remove => fs::remove_file(path).unwrap(),
            Harm::Mode => fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap(),
            Harm::Folder => {
                fs::remove_file(path).unwrap();
                fs::create_dir(path).unwrap();
            }
        }
    }

    /// Logs again what can't be read.
    fn heal(&self, number: usize) {
        self.world.log(&format!("data-{number}"), &[("f", &self.versions[number].0)]);
    }
}

/// Packs and plain files.
fn files(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.join("packs"), root.join("blobs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found
}

/// Whether the quick check must see it, and whether there is damage at all: a pack may be longer than it needs, and the
/// owner of all files may read whatever their mode.
fn expected(harm: Harm, is_plain: bool) -> (bool, bool) {
    match harm {
        Harm::FlipBit | Harm::ZeroPage => (false, true),
        Harm::Swap => (is_plain, true),
        Harm::Extend => (is_plain, is_plain),
        Harm::Truncate | Harm::Remove | Harm::Folder => (true, true),
        Harm::Mode => (false, false),
    }
}

#[test]
fn damage_is_found_harms_nothing_else_and_heals() {
    let rounds = scale(1, 34);
    let (mut cases, mut found, mut healed) = (0u64, 0u64, 0u64);
    for seed in 1..=rounds {
        let mut dice = Dice::new(seed);
        for harm in HARMS {
            // A shelf for each kind: healing moves blobs to other files.
            let shelf = Shelf::new(seed * 100 + harm as u64);
            for number in 0..PLAIN + PACKED {
                let case = format!("seed {seed}: {harm:?} of version {number}");
                if harm == Harm::Swap && number % 2 == 1 {
                    continue; // swapped with the one before
                }
                cases += 1;
                shelf.harm(number, harm, &mut dice);
                let (quick, all) = expected(harm, number < PLAIN);
                let quickly = shelf.check(false);
                assert!(!quick || !quickly.damage.is_empty(), "{case}: not seen by the quick check");
                let read: Vec<bool> = (0..PLAIN + PACKED).map(|at| shelf.is_readable(at)).collect();
                let told = shelf.check(true);
                if harm == Harm::Mode && told.damage.is_empty() {
                    continue;
                }
                assert_eq!(!told.damage.is_empty(), all, "{case}: {:?}", told.damage);
                found += u64::from(all);
                let mut named: Vec<&str> =
                    told.damage.iter().flat_map(|damage| &damage.versions).map(String::as_str).collect();
                named.sort_unstable();
                let mut unreadable: Vec<String> = (0..read.len())
                    .filter(|at| !read[*at])
                    .map(|at| format!("me/uncategorized/data-{at}:v0"))
                    .collect();
                unreadable.sort_unstable();
                assert_eq!(named, unreadable, "{case}: others are affected, or not all are named");
                assert!(unreadable.len() <= 2, "{case}");
                (0..read.len()).filter(|at| !read[*at]).for_each(|at| shelf.heal(at));
                assert!((0..read.len()).all(|at| shelf.is_readable(at)), "{case}: not healed");
                let after = shelf.check(true);
                assert!(after.damage.is_empty(), "{case}: {:?}", after.damage);
                healed += u64::from(all);
            }
        }
    }
    report::record("damages", json!({"cases": cases, "found": found, "healed": healed, "wrong bytes": 0}));
    assert!(found >= 80);
}
