//! A store on disk: one folder, opened once per process.
//!
//! ```text
//! FORMAT       layout of the folder, one line
//! lock         shared by everybody who has the store open
//! collect.lock held by who expires, collects or scrubs; one at a time
//! store.db     the database, with its -wal and -shm
//! packs/       small blobs, many to a file
//! blobs/ab/    large blobs, named by their SHA-256
//! staging/     files on their way in, a folder for each log
//! quarantine/  damaged blobs
//! backups/     the database before each migration
//! ```

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Transaction;

use crate::blob::BlobStore;
use crate::catalog::{DiffCache, MatchCache};
use crate::clock::{Clock, Millis};
use crate::db::manifest::ChunkCache;
use crate::db::query::ListCache;
use crate::db::{Database, project, setting};
use crate::fs::{self, FileLock, RealFs, show};
use crate::lineage::{LineageCache, PictureCache};
use crate::model::{EntityName, ProjectName};
use crate::retention::{StorageCache, StorePresence};
use crate::{Code, Error, Result};

/// The line in `FORMAT`.
const FORMAT: &str = "cairn store, layout 1\n";
/// Folders inside a store.
const FOLDERS: [&str; 5] = ["packs", "blobs", "staging", "quarantine", "backups"];
/// Project used when nobody names one.
const DEFAULT_PROJECT: &str = "uncategorized";
/// Why a store on a full disk can't be changed.
const FULL_DISK: &str = "its disk is full";
/// Name of the organization until somebody changes it.
const ORGANIZATION: &str = "local-org";

/// What opening may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Makes a store in a missing or empty folder, and finishes a half-made one.
    Create,
    /// Opens what is there.
    Existing,
}

/// An open store. Every mutation is a method that takes an [`crate::history::Actor`].
pub struct Store {
    root: PathBuf,
    database: Arc<Database>,
    blobs: BlobStore,
    chunks: ChunkCache,
    lists: ListCache,
    matches: MatchCache,
    diffs: DiffCache,
    lineage: LineageCache,
    pictures: PictureCache,
    storage: StorageCache,
    clock: Arc<dyn Clock>,
    /// That of the machine; differs from `clock` in a store as of another day.
    machine: Arc<dyn Clock>,
    presence: Arc<StorePresence>,
    read_only: Option<String>,
    identity: (u64, u64),
    lock: Option<FileLock>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("root", &self.root).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the store in the folder `root`. `entity` becomes the default entity of a new store.
    ///
    /// Errors: `store-missing`, `store-invalid` (the folder holds something else), `store-locked`,
    /// `store-damaged`. A store of a newer Cairn, or one that can't be written, opens for reading.
    pub fn open(root: &Path, mode: OpenMode, entity: &str, clock: Arc<dyn Clock>) -> Result<Self> {
        let found = look(root)?;
        match (found, mode) {
            (Found::Nothing | Found::HalfMade, OpenMode::Existing) => return Err(missing(root)),
            (Found::Other, _) => return Err(other(root)),
            (Found::Nothing | Found::HalfMade, OpenMode::Create) => make_folders(root)?,
            (Found::Store, _) => {}
        }
        let path = root.join("store.db");
        let (lock, schema) = acquire(root, &path)?;
        if schema == 0 && holds_bytes(root) {
            return Err(lost_database(root));
        }
        if schema == 0 && mode == OpenMode::Existing {
            return Err(missing(root));
        }
        let (database, read_only) = open_database(root, &path, lock.as_ref(), schema)?;
        let files = RealFs::open(root).map_err(|error| Error::io(show(root), error))?;
        let store = Self {
            root: root.to_owned(),
            database: Arc::new(database),
            blobs: BlobStore::new(Arc::new(files)),
            chunks: ChunkCache::default(),
            lists: ListCache::default(),
            matches: MatchCache::default(),
            diffs: DiffCache::default(),
            lineage: LineageCache::default(),
            pictures: PictureCache::default(),
            storage: StorageCache::default(),
            machine: Arc::clone(&clock),
            presence: Arc::new(StorePresence::begin(clock.as_ref())),
            clock,
            read_only,
            identity: fs::identity(root)?,
            lock,
        };
        if mode == OpenMode::Existing && !store.is_seeded()? {
            return Err(missing(root));
        }
        if store.read_only.is_none() {
            store.seed(entity)?;
            store.blobs.recover_staging()?;
        }
        Ok(store)
    }

    /// Default entity, project and organization of a new store.
    fn seed(&self, entity: &str) -> Result<()> {
        if self.is_seeded()? {
            return Ok(());
        }
        let now = self.now();
        let entity = EntityName::parse(entity).or_else(|_| EntityName::parse("me"))?;
        let name = ProjectName::parse(DEFAULT_PROJECT)?;
        self.database.write(|tx| {
            if setting::get(tx, setting::DEFAULT_PROJECT)?.is_some() {
                return Ok(()); // another process was faster
            }
            let owner = project::insert_entity(tx, &entity, "user", now)?;
            project::insert_entity(tx, &EntityName::parse(ORGANIZATION)?, "organization", now)?;
            project::insert(tx, owner, &name, "", now)?;
            setting::set(tx, setting::DEFAULT_ENTITY, Some(entity.as_str()))?;
            setting::set(tx, setting::ORGANIZATION, Some(ORGANIZATION))?;
            setting::set(tx, setting::DEFAULT_PROJECT, Some(DEFAULT_PROJECT))
        })
    }

    fn is_seeded(&self) -> Result<bool> {
        Ok(self.database.read(|connection| setting::get(connection, setting::DEFAULT_PROJECT))?.is_some())
    }

    /// The same store by another clock, for data made up as of other days. It has no lock of its own and must not
    /// outlive this one.
    pub(crate) fn with_clock(&self, clock: Arc<dyn Clock>) -> Self {
        Self {
            root: self.root.clone(),
            database: Arc::clone(&self.database),
            blobs: self.blobs.clone(),
            chunks: ChunkCache::default(),
            lists: ListCache::default(),
            matches: MatchCache::default(),
            diffs: DiffCache::default(),
            lineage: LineageCache::default(),
            pictures: PictureCache::default(),
            storage: StorageCache::default(),
            clock,
            machine: Arc::clone(&self.machine),
            presence: Arc::clone(&self.presence),
            read_only: self.read_only.clone(),
            identity: self.identity,
            lock: None,
        }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Why the store can't be written, when it can't.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// Version of the schema.
    pub fn schema(&self) -> u32 {
        crate::db::HEAD
    }

    /// The time now, by the store's clock.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// The clock of the machine, which leases and expiry go by.
    pub(crate) fn machine_clock(&self) -> &dyn Clock {
        self.machine.as_ref()
    }

    /// This program's part in the uptime of the store.
    pub(crate) fn presence(&self) -> &StorePresence {
        &self.presence
    }

    /// The lock that everybody who has the store open shares.
    pub(crate) fn shared_lock(&self) -> Option<&FileLock> {
        self.lock.as_ref()
    }

    /// Device and inode of the folder, which a log refuses to swallow.
    pub(crate) fn identity(&self) -> (u64, u64) {
        self.identity
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    pub(crate) fn shared_database(&self) -> Arc<Database> {
        Arc::clone(&self.database)
    }

    pub(crate) fn blobs(&self) -> &BlobStore {
        &self.blobs
    }

    pub(crate) fn chunks(&self) -> &ChunkCache {
        &self.chunks
    }

    pub(crate) fn lists(&self) -> &ListCache {
        &self.lists
    }

    pub(crate) fn matches(&self) -> &MatchCache {
        &self.matches
    }

    pub(crate) fn diffs(&self) -> &DiffCache {
        &self.diffs
    }

    pub(crate) fn lineage_cache(&self) -> &LineageCache {
        &self.lineage
    }

    pub(crate) fn pictures(&self) -> &PictureCache {
        &self.pictures
    }

    pub(crate) fn storage_cache(&self) -> &StorageCache {
        &self.storage
    }

    /// Runs a mutation, when the store can be written and is still where it was.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        self.check_writable()?;
        self.database.write(work)
    }

    /// Says why the store can't be written.
    pub(crate) fn check_writable(&self) -> Result<()> {
        if self.read_only.as_deref() == Some(FULL_DISK) {
            return Err(Error::new(Code::DiskFull, format!("The store can't be changed: {FULL_DISK}"))
                .hint("Browse and export work; free some space on its disk, then open it again."));
        }
        if let Some(reason) = &self.read_only {
            return Err(Error::new(Code::StoreReadOnly, format!("The store can't be changed: {reason}"))
                .hint("Browse and export work; to change it, open it where it can be written."));
        }
        match fs::identity(&self.root) {
            Ok(identity) if identity == self.identity => Ok(()),
            _ => Err(Error::new(Code::StoreMoved, format!("The store is no longer at {}", show(&self.root)))
                .hint("Put the folder back, or open it at its new place.")),
        }
    }
}

/// What lies in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// No folder, an empty one, or one in which making a store had barely begun.
    Nothing,
    /// A store without its database: making it was interrupted.
    HalfMade,
    /// A store; its database may still lack its tables.
    Store,
    /// Something else.
    Other,
}

fn look(root: &Path) -> Result<Found> {
    let names = match fs::names(root) {
        Ok(names) => names,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => return Ok(Found::Other),
        Err(error) => return Err(Error::io(format!("the store folder {}", show(root)), error)),
    };
    let has = |name: &str| names.iter().any(|found| found == name);
    if has("FORMAT") || has("store.db") {
        check_format(root)?;
        return look_at_database(root);
    }
    Ok(if names.iter().all(|name| name == "lock") { Found::Nothing } else { Found::Other })
}

/// A store is made from the outside in: `FORMAT`, folders, database. One without a database but with bytes was whole
/// once, and is never begun anew.
fn look_at_database(root: &Path) -> Result<Found> {
    match fs::file_len(&root.join("store.db")) {
        Err(_) => Ok(Found::Other),
        Ok(Some(1..)) => Ok(Found::Store),
        Ok(_) if holds_bytes(root) => Err(lost_database(root)),
        Ok(_) => Ok(Found::HalfMade),
    }
}

fn lost_database(root: &Path) -> Error {
    Error::new(
        Code::StoreDamaged,
        format!("The store at {} has lost its database: store.db is missing or empty", show(root)),
    )
    .hint("Don't write to it. Copy the folder, then restore store.db from its backups folder.")
}

fn holds_bytes(root: &Path) -> bool {
    ["packs", "blobs"].iter().any(|folder| fs::names(&root.join(folder)).is_ok_and(|names| !names.is_empty()))
}

fn check_format(root: &Path) -> Result<()> {
    match fs::read_text(&root.join("FORMAT")) {
        // A part of it, or nothing: writing it was interrupted.
        Ok(text) if FORMAT.starts_with(&text) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Ok(text) if text.starts_with("cairn store") => {
            Err(Error::new(Code::StoreNewer, format!("A newer Cairn wrote this store ({})", text.trim()))
                .hint("Update Cairn to open it."))
        }
        Ok(_) => Err(other(root)),
        Err(error) => Err(Error::io(format!("FORMAT in {}", show(root)), error)),
    }
}

fn make_folders(root: &Path) -> Result<()> {
    if !fs::read_text(&root.join("FORMAT")).is_ok_and(|text| text == FORMAT) {
        fs::create_durable_dirs(root)?;
        fs::fill_private(&root.join("FORMAT"), FORMAT.as_bytes())?;
    }
    FOLDERS.iter().try_for_each(|folder| fs::create_private_dirs(&root.join(folder)))
}

/// Takes the shared lock, unless nothing can be written there; answers the version of the schema too, 0 when the
/// database lacks its tables.
fn acquire(root: &Path, database: &Path) -> Result<(Option<FileLock>, u32)> {
    if !fs::is_writable(root) || (exists(database) && !fs::is_writable(database)) {
        return Ok((None, Database::version_of(database, false)?));
    }
    let lock = FileLock::shared(&root.join("lock"))?;
    Ok((Some(lock), Database::version_of(database, true)?))
}

/// Opens the database; for reading alone, with the reason, where nothing can be written.
fn open_database(
    root: &Path,
    path: &Path,
    lock: Option<&FileLock>,
    schema: u32,
) -> Result<(Database, Option<String>)> {
    let Some(lock) = lock else {
        return Ok((Database::open_read_only(path)?, Some("its folder or disk is read-only".to_owned())));
    };
    if let Some(newer) = crate::db::newer(schema) {
        return Ok((Database::open_read_only(path)?, Some(newer)));
    }
    make_folders(root)?;
    fs::create_private_file_if_missing(path)?;
    match Database::open(path, &root.join("backups")) {
        // Without the files beside it SQLite reads the database as one that nobody changes: nobody else may have it then.
        Err(error)
            if error.code() == Code::DiskFull && schema == crate::db::HEAD && lock.become_alone()? =>
        {
            let opened = Database::open_read_only(path).map_err(|_| error)?;
            Ok((opened, Some(FULL_DISK.to_owned())))
        }
        opened => Ok((opened?, None)),
    }
}

fn exists(path: &Path) -> bool {
    path.try_exists().unwrap_or(false)
}

fn missing(root: &Path) -> Error {
    Error::new(Code::StoreMissing, format!("There is no store at {}", show(root)))
        .hint("Log something to make one there, or name another folder with --store or CAIRN_STORE.")
}

fn other(root: &Path) -> Error {
    Error::new(Code::StoreInvalid, format!("{} holds something else than a store", show(root)))
        .hint("Choose an empty folder, or one that Cairn made. Nothing there was changed.")
}
