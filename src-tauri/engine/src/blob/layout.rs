//! Names on disk: only digests and integer ids ever become path components.

use std::path::{Path, PathBuf};

use crate::model::{Digest, PackId};

pub(super) const PACKS: &str = "packs";
pub(super) const BLOBS: &str = "blobs";
pub(super) const STAGING: &str = "staging";
pub(super) const QUARANTINE: &str = "quarantine";

/// The folders that a store has from its first day.
pub(super) const FOLDERS: [&str; 4] = [PACKS, BLOBS, STAGING, QUARANTINE];

pub(super) fn pack_path(id: PackId) -> PathBuf {
    Path::new(PACKS).join(format!("{:016x}.pack", id.get()))
}

/// The id that a name in `packs/` says, if it is one of ours.
pub(super) fn pack_id(name: &str) -> Option<PackId> {
    let id = i64::from_str_radix(name.strip_suffix(".pack")?, 16).ok()?;
    let id = PackId::new(id);
    (pack_path(id).file_name()? == name).then_some(id)
}

pub(super) fn shard_path(digest: &Digest) -> PathBuf {
    Path::new(BLOBS).join(digest.shard())
}

pub(super) fn blob_path(digest: &Digest) -> PathBuf {
    let hex = digest.to_hex();
    let (_, rest) = hex.split_at(2);
    shard_path(digest).join(rest)
}

/// The digest that a shard's name and a file's name say, if they are ours.
pub(super) fn blob_digest(shard: &str, name: &str) -> Option<Digest> {
    (shard.len() == 2).then(|| Digest::parse(&format!("{shard}{name}")).ok()).flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        let id = PackId::new(0x1f);
        assert_eq!(pack_path(id), Path::new("packs/000000000000001f.pack"));
        assert_eq!(pack_id("000000000000001f.pack"), Some(id));
        for stray in
            ["1f.pack", "000000000000001F.pack", "000000000000001f", ".DS_Store", "+00000000000001f.pack"]
        {
            assert_eq!(pack_id(stray), None, "{stray}");
        }
        let digest = Digest::of(b"");
        let path = blob_path(&digest);
        assert!(path.starts_with("blobs/e3"));
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_eq!(blob_digest("e3", name), Some(digest));
        assert_eq!(blob_digest("e3", "x"), None);
    }
}
