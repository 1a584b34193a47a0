//! The blobs of one store folder: opening, checking, quarantine.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::layout::{
    BLOBS, FOLDERS, PACKS, QUARANTINE, blob_digest, blob_path, pack_id, pack_path, shard_path,
};
use super::reader::BlobReader;
use super::record::{HEADER, Record};
use super::staged::make_folder;
use super::{Location, PIECE, Stored, blob_io, damaged, read_full, session};
use crate::fs::{FileKind, StoreFile, StoreFs, show};
use crate::model::{Digest, PackId};
use crate::{Error, Result};

/// Packs that are kept open for reading.
const OPEN_PACKS: usize = 32;

type PackCache = Vec<(PackId, Arc<dyn StoreFile>)>;

/// A blob whose file is open.
pub struct Pinned {
    pub(super) file: Arc<dyn StoreFile>,
    pub(super) base: u64,
    /// Which blob, and where it was found.
    pub stored: Stored,
}

impl Pinned {
    /// Reads it from its beginning to its end.
    pub fn open(&self) -> BlobReader {
        BlobReader::whole(Arc::clone(&self.file), self.base, self.stored.clone())
    }

    /// Reads `len` bytes from `offset` on (both are cut to the blob's size). Every piece is verified before a byte of it
    /// is given out. A blob above one piece without piece hashes is read through first to make them.
    pub fn open_range(&self, offset: u64, len: u64) -> Result<BlobReader> {
        let mut stored = self.stored.clone();
        if stored.size > PIECE && stored.mib_hashes.is_none() {
            stored.mib_hashes = Some(self.piece_hashes()?);
        }
        Ok(BlobReader::range(Arc::clone(&self.file), self.base, stored, offset, len))
    }

    /// A range of its bytes, verified; shorter where it ends. For ranges that fit in memory.
    pub fn read_range(&self, offset: u64, len: u64) -> Result<Vec<u8>> {
        collect(self.open_range(offset, len)?)
    }

    fn piece_hashes(&self) -> Result<Vec<u8>> {
        let mut reader = self.open();
        let mut hashes = Vec::new();
        while let Some(piece) = reader.next_piece()? {
            hashes.extend_from_slice(blake3::hash(piece).as_bytes());
        }
        Ok(hashes)
    }
}

/// The blobs of one store folder. Clones share their open packs.
#[derive(Clone)]
pub struct BlobStore {
    fs: Arc<dyn StoreFs>,
    packs: Arc<Mutex<PackCache>>,
}

impl BlobStore {
    /// The blobs beneath `fs`. Touches nothing.
    pub fn new(fs: Arc<dyn StoreFs>) -> Self {
        Self { fs, packs: Arc::default() }
    }

    /// Makes the folders that are missing, durably.
    pub fn prepare(&self) -> Result<()> {
        for folder in FOLDERS {
            make_folder(self.fs(), Path::new(folder))?;
        }
        self.fs.sync_dir(Path::new("")).map_err(|error| Error::io("The store", error))
    }

    pub(super) fn fs(&self) -> &dyn StoreFs {
        self.fs.as_ref()
    }

    pub(super) fn shared_fs(&self) -> Arc<dyn StoreFs> {
        Arc::clone(&self.fs)
    }

    /// Opens the file that holds a blob. From then on the blob can be read whatever happens to the file's name: removed
    /// or moved away by a collection, its bytes stay for who has it open.
    pub fn pin(&self, stored: &Stored) -> Result<Pinned> {
        let (file, base) = self.locate(stored)?;
        Ok(Pinned { file, base, stored: stored.clone() })
    }

    /// Opens a blob for reading from its beginning to its end.
    pub fn open(&self, stored: &Stored) -> Result<BlobReader> {
        Ok(self.pin(stored)?.open())
    }

    /// Opens `len` bytes from `offset` on (both are cut to the blob's size); see [`Pinned::open_range`].
    pub fn open_range(&self, stored: &Stored, offset: u64, len: u64) -> Result<BlobReader> {
        self.pin(stored)?.open_range(offset, len)
    }

    /// All bytes of a blob, verified. For blobs that are known to be small.
    pub fn read_all(&self, stored: &Stored) -> Result<Vec<u8>> {
        collect(self.open(stored)?)
    }

    /// A range of a blob's bytes, verified; shorter where the blob ends. For ranges that fit in memory.
    pub fn read_range(&self, stored: &Stored, offset: u64, len: u64) -> Result<Vec<u8>> {
        collect(self.open_range(stored, offset, len)?)
    }

    /// Reads a blob through. `BlobDamaged` if a byte isn't what it was.
    pub fn verify(&self, stored: &Stored) -> Result<()> {
        let mut reader = self.open(stored)?;
        while reader.next_piece()?.is_some() {}
        Ok(())
    }

    /// Looks whether a blob is there with its size, without reading it; in a pack its record's header is compared.
    pub fn check_present(&self, stored: &Stored) -> Result<()> {
        let (file, base) = self.locate(stored)?;
        let Location::Pack { offset, .. } = stored.location else { return Ok(()) };
        let mut header = [0; HEADER];
        let count = read_full(&stored.sha256, file.as_ref(), &mut header, offset)?;
        let expected = Record { size: stored.size, sha256: stored.sha256, md5: stored.md5 };
        if count < HEADER || Record::decode(&header) != Some(expected) {
            return Err(damaged(&stored.sha256, "its record in the pack is not its own"));
        }
        let len = file.metadata().map_err(|error| blob_io(&stored.sha256, error))?.len;
        if len < base + stored.size { Err(damaged(&stored.sha256, "its pack is too short")) } else { Ok(()) }
    }

    /// The open file that holds a blob, and where its bytes begin.
    pub(super) fn locate(&self, stored: &Stored) -> Result<(Arc<dyn StoreFile>, u64)> {
        match stored.location {
            Location::Pack { pack, offset } => {
                let file = self.pack(pack).map_err(|error| blob_io(&stored.sha256, error))?;
                Ok((file, offset + HEADER as u64))
            }
            Location::File => Ok((self.plain_file(&stored.sha256, stored.size)?, 0)),
        }
    }

    fn plain_file(&self, digest: &Digest, size: u64) -> Result<Arc<dyn StoreFile>> {
        let file = self.fs.open_read(&blob_path(digest)).map_err(|error| blob_io(digest, error))?;
        let meta = file.metadata().map_err(|error| blob_io(digest, error))?;
        if meta.kind != FileKind::File {
            return Err(damaged(digest, "something else is in its place"));
        }
        if meta.len != size {
            return Err(damaged(digest, format!("its file has {} bytes instead of {size}", meta.len)));
        }
        Ok(Arc::from(file))
    }

    fn pack(&self, id: PackId) -> std::io::Result<Arc<dyn StoreFile>> {
        let mut packs = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = packs.iter().position(|(open, _)| *open == id) {
            let entry = packs.remove(found);
            let file = Arc::clone(&entry.1);
            packs.push(entry);
            return Ok(file);
        }
        let file: Arc<dyn StoreFile> = Arc::from(self.fs.open_read(&pack_path(id))?);
        if packs.len() >= OPEN_PACKS {
            packs.remove(0);
        }
        packs.push((id, Arc::clone(&file)));
        Ok(file)
    }

    /// Moves a damaged plain file to `quarantine/`; false if there is none. A record in a pack can't be moved: the
    /// caller marks it.
    pub fn quarantine(&self, stored: &Stored) -> Result<bool> {
        match stored.location {
            Location::Pack { .. } => Ok(false),
            Location::File => self.quarantine_file(&stored.sha256),
        }
    }

    pub(super) fn quarantine_file(&self, digest: &Digest) -> Result<bool> {
        let path = blob_path(digest);
        for number in 0_u32.. {
            let target = Path::new(QUARANTINE).join(format!("{}.{number}", digest.to_hex()));
            match self.fs.rename_new(&path, &target) {
                Ok(()) => break,
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
                Err(error) => return Err(Error::io(show(&path), error)),
            }
        }
        for folder in [Path::new(QUARANTINE), &shard_path(digest)] {
            self.fs.sync_dir(folder).map_err(|error| Error::io(show(folder), error))?;
        }
        Ok(true)
    }

    /// Whether the plain file of a digest hashes to it, whatever its size is.
    pub(super) fn plain_file_is_whole(&self, digest: &Digest) -> Result<bool> {
        let Ok(file) = self.fs.open_read(&blob_path(digest)) else { return Ok(false) };
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; PIECE as usize];
        let mut offset = 0;
        loop {
            let Ok(count) = file.read_full_at(&mut buffer, offset) else { return Ok(false) };
            let piece = buffer.get(..count).unwrap_or_default();
            if piece.is_empty() {
                return Ok(Digest(hasher.finalize().into()) == *digest);
            }
            hasher.update(piece);
            offset += count as u64;
        }
    }

    /// Removes what sessions that are dead left in `staging/`; returns how many there were.
    pub fn recover_staging(&self) -> Result<usize> {
        session::recover(self.fs())
    }

    /// Length of a plain file; `None` when there is none.
    pub fn file_len(&self, digest: &Digest) -> Result<Option<u64>> {
        self.len_of(&blob_path(digest))
    }

    /// Length of a pack; `None` when there is none.
    pub fn pack_len(&self, id: PackId) -> Result<Option<u64>> {
        self.len_of(&pack_path(id))
    }

    fn len_of(&self, path: &Path) -> Result<Option<u64>> {
        match self.fs.metadata(path) {
            Ok(meta) if meta.kind == FileKind::File => Ok(Some(meta.len)),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io(show(path), error)),
        }
    }

    /// Removes a plain file; false if there is none. Only for blobs that nothing refers to.
    pub fn remove_file(&self, digest: &Digest) -> Result<bool> {
        self.remove(&blob_path(digest))
    }

    /// Removes a pack; false if there is none. Only for packs without a living blob.
    pub fn remove_pack(&self, id: PackId) -> Result<bool> {
        self.packs.lock().unwrap_or_else(PoisonError::into_inner).retain(|(open, _)| *open != id);
        self.remove(&pack_path(id))
    }

    /// Lets go of open packs that are gone by now, so that the system can give their space back.
    pub fn close_packs(&self, is_gone: &dyn Fn(PackId) -> bool) {
        self.packs.lock().unwrap_or_else(PoisonError::into_inner).retain(|(open, _)| !is_gone(*open));
    }

    fn remove(&self, path: &Path) -> Result<bool> {
        match self.fs.remove_file(path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Error::io(show(path), error)),
        }
    }

    /// The packs on disk with their lengths in bytes, by id. Stray files are not listed.
    pub fn packs(&self) -> Result<Vec<(PackId, u64)>> {
        let mut found = Vec::new();
        for (name, path) in self.names(Path::new(PACKS), FileKind::File)? {
            if let Some(id) = pack_id(&name) {
                let meta = self.fs.metadata(&path).map_err(|error| Error::io(show(&path), error))?;
                found.push((id, meta.len));
            }
        }
        found.sort_unstable_by_key(|(id, _)| *id);
        Ok(found)
    }

    /// Calls `each` with the digest and length of every plain file on disk, until it breaks. Stray files are
    /// passed over.
    pub fn each_file(&self, each: &mut dyn FnMut(Digest, u64) -> ControlFlow<()>) -> Result<()> {
        for (shard, folder) in self.names(Path::new(BLOBS), FileKind::Dir)? {
            for (name, path) in self.names(&folder, FileKind::File)? {
                let Some(digest) = blob_digest(&shard, &name) else { continue };
                let meta = self.fs.metadata(&path).map_err(|error| Error::io(show(&path), error))?;
                if each(digest, meta.len).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn names(&self, folder: &Path, kind: FileKind) -> Result<Vec<(String, PathBuf)>> {
        let items = self.fs.read_dir(folder).map_err(|error| Error::io(show(folder), error))?;
        let ours = items.into_iter().filter(|item| item.kind == kind);
        Ok(ours
            .filter_map(|item| item.name.into_string().ok())
            .map(|name| (name.clone(), folder.join(name)))
            .collect())
    }
}

fn collect(mut reader: BlobReader) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(reader.remaining() as usize);
    while let Some(piece) = reader.next_piece()? {
        bytes.extend_from_slice(piece);
    }
    Ok(bytes)
}
