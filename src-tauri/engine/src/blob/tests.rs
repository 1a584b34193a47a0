#![allow(clippy::unwrap_used, clippy::panic)]
//! What goes in comes out, and nothing else does.

use std::fs;
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use proptest::prelude::*;

use super::layout::{blob_path, pack_path};
use super::*;
use crate::fs::{CancelToken, ExportRoot, RealFs, Source};
use crate::model::PackId;

static NEXT_PACK: AtomicI64 = AtomicI64::new(1);

pub(super) fn writer(store: &BlobStore) -> Writer<'static> {
    Writer::new(store, Box::new(|| Ok(PackId::new(NEXT_PACK.fetch_add(1, Ordering::Relaxed)))))
}

#[allow(clippy::unnecessary_wraps)] // the shape of `Known`
pub(super) fn unknown(_: &Digest) -> crate::Result<bool> {
    Ok(false)
}

/// Bytes that never repeat within a piece.
pub(super) fn bytes(len: usize, seed: u64) -> Vec<u8> {
    let mut all = vec![0; len];
    blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut all);
    all
}

struct Bench {
    folder: tempfile::TempDir,
    store: BlobStore,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fs = RealFs::create(&folder.path().join("store")).unwrap();
        let store = BlobStore::new(Arc::new(fs));
        store.prepare().unwrap();
        Self { folder, store }
    }

    fn put(&self, bytes: &[u8]) -> Stored {
        let writer = writer(&self.store);
        let hashed = writer.put_bytes(bytes, &unknown).unwrap();
        writer.flush_durable().unwrap();
        hashed.stored().unwrap()
    }

    fn source(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn path_of(&self, stored: &Stored) -> PathBuf {
        let path = match stored.location {
            Location::Pack { pack, .. } => pack_path(pack),
            Location::File => blob_path(&stored.sha256),
        };
        self.folder.path().join("store").join(path)
    }

    fn export(&self, stored: &Stored) -> crate::Result<Vec<u8>> {
        let root = ExportRoot::open(&self.folder.path().join("out"), true)?;
        let file = root.create_file(Path::new("x"))?;
        self.store.copy_to(stored, &file, &CancelToken::new())?;
        file.finish(true)?;
        Ok(fs::read(self.folder.path().join("out/x")).unwrap())
    }
}

type Harm<'h> = Box<dyn Fn(&Path) + 'h>;

const MIB: usize = 1 << 20;
const EDGES: [usize; 12] =
    [0, 1, 63, 4096, MIB - 1, MIB, MIB + 1, 2 * MIB - 1, 2 * MIB, 3 * MIB + 7, 16 * MIB, 17 * MIB + 1];

#[test]
fn every_size_comes_back() {
    let bench = Bench::new();
    for (seed, size) in EDGES.into_iter().enumerate() {
        let content = bytes(size, seed as u64);
        let stored = bench.put(&content);
        assert_eq!(stored.size, size as u64);
        assert_eq!(stored.location == Location::File, size as u64 >= LARGE, "{size}");
        assert_eq!(stored.mib_hashes.as_ref().map(Vec::len), (size > MIB).then(|| size.div_ceil(MIB) * 32));
        assert_eq!((stored.sha256, stored.md5), (Digest::of(&content), Md5::of(&content)));
        bench.store.check_present(&stored).unwrap();
        bench.store.verify(&stored).unwrap();
        assert!(bench.store.read_all(&stored).unwrap() == content);
        assert!(bench.export(&stored).unwrap() == content);
        let mut read = Vec::new();
        bench.store.open(&stored).unwrap().read_to_end(&mut read).unwrap();
        assert!(read == content);
    }
}

#[test]
fn a_file_is_read_once_and_stored_once() {
    let bench = Bench::new();
    let writer = writer(&bench.store);
    for size in EDGES {
        let content = bytes(size, 99);
        let path = bench.source("f", &content);
        let put = |known: &Known<'_>| {
            writer.put_file(&Source::open(&path, true).unwrap(), known, &CancelToken::new()).unwrap()
        };
        let first = put(&unknown);
        let again = put(&unknown);
        assert_eq!((&first.sha256, first.location), (&again.sha256, again.location));
        assert_eq!(put(&|_| Ok(true)).location, None);
        writer.flush_durable().unwrap();
        assert!(bench.store.read_all(&first.stored().unwrap()).unwrap() == content);
        assert!(fs::read(&path).unwrap() == content);
    }
    assert_eq!(writer.flush_durable().unwrap(), []);
    drop(writer);
    assert_eq!(fs::read_dir(bench.folder.path().join("store/staging")).unwrap().count(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn ranges_are_what_they_say(
        size in prop_oneof![0..5000_usize, MIB - 2..MIB + 3, 2 * MIB - 2..2 * MIB + 3],
        offset in 0..3 * MIB as u64,
        len in prop_oneof![0..10_u64, 0..3 * MIB as u64, Just(u64::MAX)],
        forget_pieces: bool,
    ) {
        let bench = Bench::new();
        let content = bytes(size, size as u64);
        let mut stored = bench.put(&content);
        if forget_pieces {
            stored.mib_hashes = None;
        }
        let from = (offset as usize).min(size);
        let to = offset.saturating_add(len).min(size as u64) as usize;
        let expected = &content[from..to.max(from)];
        prop_assert!(bench.store.read_range(&stored, offset, len).unwrap() == expected);
        prop_assert!(bench.store.read_all(&stored).unwrap() == content);
    }

    #[test]
    fn any_flipped_bit_is_found(size in prop_oneof![1..3000_usize, MIB - 1..MIB + 2, 3 * MIB..3 * MIB + 9],
        place: prop::sample::Index, bit in 0..8_u32)
    {
        let bench = Bench::new();
        let stored = bench.put(&bytes(size, 5));
        let base = match stored.location { Location::Pack { offset, .. } => offset as usize + 64, Location::File => 0 };
        let path = bench.path_of(&stored);
        let mut raw = fs::read(&path).unwrap();
        let at = place.index(size);
        raw[base + at] ^= 1 << bit;
        fs::write(&path, raw).unwrap();
        let damaged = |result: crate::Result<Vec<u8>>| result.is_err_and(|error| error.code() == Code::BlobDamaged);
        prop_assert!(damaged(bench.store.read_all(&stored)));
        prop_assert!(damaged(bench.store.read_range(&stored, at as u64, 1)));
        prop_assert!(damaged(bench.export(&stored)));
        prop_assert!(!bench.folder.path().join("out/x").exists());
        let mut given_out = Vec::new();
        prop_assert!(bench.store.open(&stored).unwrap().read_to_end(&mut given_out).is_err());
        prop_assert!(given_out == bytes(size, 5)[..given_out.len()]);
    }
}

#[test]
fn whatever_stands_in_a_blobs_place_is_damage() {
    let bench = Bench::new();
    let small = bench.put(&bytes(5000, 1));
    let large = bench.put(&bytes(2 * MIB, 2));
    let other = bench.put(&bytes(2 * MIB, 3));
    let path = bench.path_of(&large);
    let whole = fs::read(&path).unwrap();
    let harms: Vec<(&str, bool, Harm<'_>)> = vec![
        ("missing", true, Box::new(|_| ())),
        ("truncated", true, Box::new(|path| fs::write(path, &whole[..MIB]).unwrap())),
        ("extended", true, Box::new(|path| fs::write(path, [whole.as_slice(), b"x"].concat()).unwrap())),
        ("folder", true, Box::new(|path| fs::create_dir(path).unwrap())),
        ("link", true, Box::new(|path| std::os::unix::fs::symlink(bench.path_of(&other), path).unwrap())),
        ("swapped", false, Box::new(|path| assert!(fs::copy(bench.path_of(&other), path).is_ok()))),
        (
            "zeroed page",
            false,
            Box::new(|path| {
                let mut bad = whole.clone();
                bad[MIB + 4096..MIB + 8192].fill(0);
                fs::write(path, bad).unwrap();
            }),
        ),
    ];
    for (name, seen_quickly, harm) in harms {
        fs::remove_file(&path).or_else(|_| fs::remove_dir(&path)).unwrap();
        harm(&path);
        let code = |result: crate::Result<()>| result.err().map(|error| error.code());
        assert_eq!(code(bench.store.verify(&large)), Some(Code::BlobDamaged), "{name}");
        assert_eq!(code(bench.store.check_present(&large)).is_some(), seen_quickly, "{name}");
        // Logged again, it is whole again, and what was there lies in quarantine.
        assert_eq!(bench.put(&whole), large);
        bench.store.verify(&large).unwrap();
        bench.store.verify(&small).unwrap();
        bench.store.verify(&other).unwrap();
    }
    assert!(bench.store.quarantine(&large).unwrap());
    assert!(!bench.store.quarantine(&large).unwrap() && !bench.store.quarantine(&small).unwrap());
    let quarantined = fs::read_dir(bench.folder.path().join("store/quarantine")).unwrap().count();
    assert_eq!(quarantined, 7);
}

#[test]
fn a_pack_describes_itself() {
    let bench = Bench::new();
    let writer = writer(&bench.store);
    let contents: Vec<_> = (0..5).map(|seed| bytes(1000 + seed * 10, seed as u64)).collect();
    let stored: Vec<_> = contents
        .iter()
        .map(|content| writer.put_bytes(content, &unknown).unwrap().stored().unwrap())
        .collect();
    let packs = writer.flush_durable().unwrap();
    let (id, path) = (packs[0].id, bench.path_of(&stored[0]));
    assert_eq!(bench.store.packs().unwrap(), [(id, packs[0].len)]);
    let scan = || {
        let mut found = Vec::new();
        scan_pack(&bench.store, id, true, &mut |item| {
            found.push(item);
            ControlFlow::Continue(())
        })
        .unwrap();
        found
    };
    let whole = scan();
    for (item, stored) in whole.iter().zip(&stored) {
        let PackItem::Record { offset, size, sha256, md5, intact } = *item else { panic!("{item:?}") };
        assert_eq!(stored.location, Location::Pack { pack: id, offset });
        assert_eq!((stored.size, stored.sha256, stored.md5, Some(true)), (size, sha256, md5, intact));
    }
    let raw = fs::read(&path).unwrap();
    let record_at = |index: usize| match stored[index].location {
        Location::Pack { offset, .. } => offset as usize,
        Location::File => unreachable!(),
    };
    // A damaged header costs its own record only; damaged bytes are told; a torn tail is a gap.
    let mut bad = raw.clone();
    bad[record_at(1) + 5] ^= 1;
    bad[record_at(2) + 64] ^= 1;
    bad.truncate(record_at(4) + 500);
    fs::write(&path, &bad).unwrap();
    let gap = |from: usize, to: usize| PackItem::Gap { offset: from as u64, len: (to - from) as u64 };
    let found = scan();
    assert_eq!(found[0], whole[0]);
    assert_eq!(found[1], gap(record_at(1), record_at(2)));
    assert!(matches!(found[2], PackItem::Record { intact: Some(false), .. }));
    assert_eq!(found[3..], [whole[3].clone(), gap(record_at(4), bad.len())]);
    assert_eq!(bench.store.check_present(&stored[1]).unwrap_err().code(), Code::BlobDamaged);
    assert!(bench.store.remove_pack(id).unwrap() && !bench.store.remove_pack(id).unwrap());
    assert_eq!(bench.store.verify(&stored[0]).unwrap_err().code(), Code::BlobDamaged);
}

#[test]
fn packs_roll_over_and_strays_are_ignored() {
    let bench = Bench::new();
    let writer = writer(&bench.store);
    writer.set_pack_limit(4000);
    let stored: Vec<_> = (0..10)
        .map(|seed| writer.put_bytes(&bytes(900, seed), &unknown).unwrap().stored().unwrap())
        .collect();
    assert_eq!(writer.flush_durable().unwrap().len(), 3);
    for blob in &stored {
        bench.store.verify(blob).unwrap();
    }
    let store = bench.folder.path().join("store");
    fs::write(store.join("packs/.DS_Store"), b"x").unwrap();
    fs::create_dir(store.join("blobs/zz")).unwrap();
    fs::write(store.join("blobs/zz/conflicted copy"), b"x").unwrap();
    bench.put(&bytes(MIB, 1));
    assert_eq!(bench.store.packs().unwrap().len(), 3);
    let mut files = Vec::new();
    bench
        .store
        .each_file(&mut |digest, len| {
            files.push((digest, len));
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(files, [(Digest::of(&bytes(MIB, 1)), MIB as u64)]);
    assert!(bench.store.remove_file(&files[0].0).unwrap());
}

#[test]
fn an_aborted_session_leaves_nothing() {
    let bench = Bench::new();
    let writer = writer(&bench.store);
    writer.put_bytes(&bytes(500, 1), &unknown).unwrap();
    writer.put_bytes(&bytes(2 * MIB, 2), &unknown).unwrap();
    drop(writer);
    assert_eq!(bench.store.packs().unwrap(), []);
    for folder in ["staging", "packs", "blobs"] {
        assert_eq!(fs::read_dir(bench.folder.path().join("store").join(folder)).unwrap().count(), 0);
    }
}

#[test]
fn many_files_with_their_own_errors() {
    let bench = Bench::new();
    let folder = bench.folder.path().join("in");
    fs::create_dir(&folder).unwrap();
    let size = |index: u64| [0, 10, 5000, MIB, MIB + 1, 20 * MIB][(index % 6) as usize];
    for index in 0..60 {
        fs::write(folder.join(index.to_string()), bytes(size(index), index % 30)).unwrap();
    }
    let _socket = std::os::unix::net::UnixListener::bind(folder.join("60")).unwrap();
    let mut jobs =
        (0..62).map(|index| SourceJob { index, path: folder.join(index.to_string()), follow: true });
    let writer = writer(&bench.store);
    let mut done = Vec::new();
    ingest_many(&writer, &mut jobs, 3, &unknown, &CancelToken::new(), &mut |item| {
        done.push(item);
        Ok(())
    })
    .unwrap();
    writer.flush_durable().unwrap();
    done.sort_by_key(|item| item.index);
    assert_eq!(done.len(), 62);
    assert_eq!(done[61].result.as_ref().unwrap_err().code(), Code::SourceMissing);
    assert_eq!(done[60].result.as_ref().unwrap_err().code(), Code::SourceUnreadable);
    for item in done.into_iter().take(60) {
        let (stat, hashed) = item.result.unwrap();
        assert_eq!(stat.size, size(item.index) as u64);
        let stored = hashed.stored().unwrap();
        assert!(bench.store.read_all(&stored).unwrap() == bytes(size(item.index), item.index % 30));
    }
}

#[test]
fn cancelling_ends_it_inside_a_large_file() {
    let bench = Bench::new();
    let path = bench.source("big", b"");
    fs::File::options().write(true).open(&path).unwrap().set_len(8 << 30).unwrap();
    let writer = writer(&bench.store);
    let cancel = CancelToken::new();
    let started = std::time::Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while writer.bytes_read() == 0 {
                std::thread::yield_now();
            }
            cancel.cancel();
        });
        let mut jobs = std::iter::once(SourceJob { index: 0, path, follow: true });
        let error = ingest_many(&writer, &mut jobs, 2, &unknown, &cancel, &mut |_| Ok(())).unwrap_err();
        assert_eq!(error.code(), Code::Cancelled);
    });
    assert!(started.elapsed() < std::time::Duration::from_secs(5));
    drop(writer);
    assert_eq!(fs::read_dir(bench.folder.path().join("store/staging")).unwrap().count(), 0);
}
