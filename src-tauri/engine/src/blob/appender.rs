//! Appending small blobs to packs.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use super::layout::pack_path;
use super::record::{HEADER, PACK_HEADER, Record};
use super::{Hashed, Location, PACK_LIMIT};
use crate::fs::{StoreFile, StoreFs, show};
use crate::model::{Digest, PackId};
use crate::{Error, Result};

/// Bytes that are collected before they are written.
const BATCH: usize = 2 << 20;

/// Leftover packs that are passed over before something is wrong for good.
const LEFTOVERS: u32 = 64;

/// Gives the id of the next new pack.
pub(super) type NewPack = Box<dyn FnMut() -> Result<PackId> + Send>;

/// A pack of this session that isn't durable yet.
#[derive(Clone)]
pub(super) struct Unsynced {
    pub(super) id: PackId,
    pub(super) path: PathBuf,
    pub(super) file: Arc<dyn StoreFile>,
    pub(super) len: u64,
}

struct Open {
    pack: Unsynced,
    buffer: Vec<u8>,
    changed: bool,
}

/// The one place that appends; the writer keeps it behind a lock. A session writes only to packs it made.
pub(super) struct Appender {
    fs: Arc<dyn StoreFs>,
    new_pack: NewPack,
    limit: u64,
    open: Option<Open>,
    full: Vec<Unsynced>,
    /// Every pack of this session.
    made: Vec<PackId>,
    /// What was put since the last flush, so that equal files of one batch are stored once.
    pub(super) recent: HashMap<Digest, Location>,
}

impl Appender {
    pub(super) fn new(fs: Arc<dyn StoreFs>, new_pack: NewPack) -> Self {
        Self {
            fs,
            new_pack,
            limit: PACK_LIMIT,
            open: None,
            full: Vec::new(),
            made: Vec::new(),
            recent: HashMap::new(),
        }
    }

    #[cfg(test)]
    pub(super) fn set_limit(&mut self, limit: u64) {
        self.limit = limit;
    }

    /// Appends a blob whose hashes are known, or finds it among the recent ones.
    pub(super) fn append(&mut self, hashed: &Hashed, bytes: &[u8]) -> Result<Location> {
        if let Some(location) = self.recent.get(&hashed.sha256) {
            return Ok(*location);
        }
        let record = Record { size: hashed.size, sha256: hashed.sha256, md5: hashed.md5 };
        let open = self.open_for(HEADER as u64 + hashed.size)?;
        let location = Location::Pack { pack: open.pack.id, offset: open.pack.len };
        open.buffer.extend_from_slice(&record.encode());
        open.buffer.extend_from_slice(bytes);
        open.pack.len += HEADER as u64 + hashed.size;
        open.changed = true;
        if open.buffer.len() >= BATCH {
            open.write_out()?;
        }
        self.recent.insert(hashed.sha256, location);
        Ok(location)
    }

    /// The open pack if the bytes still fit, else a new one.
    fn open_for(&mut self, bytes: u64) -> Result<&mut Open> {
        let fits = self.open.as_ref().is_some_and(|open| open.pack.len + bytes <= self.limit);
        if !fits {
            self.close()?;
        }
        if self.open.is_none() {
            let made = self.create()?;
            return Ok(self.open.insert(made));
        }
        self.open.as_mut().ok_or_else(|| Error::internal("The open pack is gone"))
    }

    fn create(&mut self) -> Result<Open> {
        let (id, path, file) = self.create_file()?;
        self.made.push(id);
        let mut buffer = Vec::with_capacity(BATCH + (BATCH >> 1));
        buffer.extend_from_slice(&PACK_HEADER);
        let pack = Unsynced { id, path, file: Arc::from(file), len: PACK_HEADER.len() as u64 };
        Ok(Open { pack, buffer, changed: true })
    }

    /// A leftover pack of a session that died before its id was remembered is passed over, never appended to.
    fn create_file(&mut self) -> Result<(PackId, PathBuf, Box<dyn StoreFile>)> {
        let mut tries = 0;
        loop {
            let id = (self.new_pack)()?;
            let path = pack_path(id);
            match self.fs.create_new(&path) {
                Ok(file) => return Ok((id, path, file)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists && tries < LEFTOVERS => tries += 1,
                Err(error) => return Err(Error::io(show(&path), error)),
            }
        }
    }

    fn close(&mut self) -> Result<()> {
        if let Some(mut open) = self.open.take() {
            let written = open.write_out();
            if open.changed {
                self.full.push(open.pack);
            }
            written?;
        }
        Ok(())
    }

    /// Writes out what is buffered, and hands over every pack with bytes that aren't durable yet.
    pub(super) fn take_unsynced(&mut self) -> Result<Vec<Unsynced>> {
        if let Some(open) = &mut self.open {
            open.write_out()?;
        }
        self.recent.clear();
        let mut packs = std::mem::take(&mut self.full);
        if let Some(open) = self.open.as_mut().filter(|open| open.changed) {
            open.changed = false;
            packs.push(open.pack.clone());
        }
        Ok(packs)
    }

    /// Every pack that this session made.
    pub(super) fn made(&self) -> &[PackId] {
        &self.made
    }
}

impl Open {
    fn write_out(&mut self) -> Result<()> {
        let written = self.pack.file.write_all(&self.buffer);
        written.map_err(|error| Error::io(show(&self.pack.path), error))?;
        self.buffer.clear();
        Ok(())
    }
}
