//! The only place with SQL: one database in WAL mode, one writer, several readers.
//!
//! `synchronous` is `FULL`, so what a commit acknowledges survives a power loss. Tables have a file each;
//! [`query`] holds the paged lists. Functions take a [`Connection`], which a transaction derefs to, so that
//! the same code reads inside and outside of one.

pub(crate) mod alias;
pub(crate) mod api_key;
pub(crate) mod audit;
pub(crate) mod blob;
pub(crate) mod cell;
pub(crate) mod collect;
pub(crate) mod collection;
pub(crate) mod edge;
pub(crate) mod expiry;
pub(crate) mod impact;
pub(crate) mod lease;
pub(crate) mod manifest;
mod migrate;
pub(crate) use migrate::{HEAD, newer};
pub(crate) mod operation;
pub(crate) mod project;
pub(crate) mod purge;
pub mod query;
pub(crate) mod receipt;
pub(crate) mod repair;
pub(crate) mod rule;
pub(crate) mod run;
mod schema;
mod schema_3;
pub(crate) mod setting;
pub(crate) mod standing;
pub(crate) mod stat_cache;
pub(crate) mod storage;
pub(crate) mod upkeep;
pub(crate) mod version;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

pub(crate) use schema::state;

use crate::{Code, Error, Result};

/// `SQLite` below this can corrupt a WAL database with two writers ("WAL-reset bug").
const OLDEST_SAFE_SQLITE: i32 = 3_051_003;

/// How long a writer waits between two looks whether another process's commit is over. `SQLite`'s own timeout waits
/// longer each time, up to 100 ms: whoever has waited longest then finds the lock free last.
const BUSY_STEP: Duration = Duration::from_millis(2);
/// How often it looks: about half a minute in all. Commits are short, so the end of this is never seen.
const BUSY_LOOKS: i32 = 15_000;

/// Pages that a connection remembers, in KiB, which `SQLite` wants negative.
const CACHE: i64 = -16_384;
/// The same for a transaction with many changes.
const LARGE_CACHE: i64 = -131_072;
/// Changes from which on a transaction is a large one.
const MANY_CHANGES: usize = 10_000;

/// How many idle readers are kept.
const IDLE_READERS: usize = 4;

/// The database of a store.
#[derive(Debug)]
pub struct Database {
    path: PathBuf,
    // Closed before the writer: the last connection writes the log back into the file, and a reader couldn't. A medium
    // that is read-only later shows only what is in the file.
    readers: Mutex<Vec<Connection>>,
    writer: Option<Mutex<Connection>>,
}

/// How a database was found at opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Of this version; can be written.
    Writable,
    /// Can be read only, and why.
    ReadOnly(String),
}

impl Database {
    /// Opens or makes the database at `path`, migrating an older one after a backup into `backups`.
    pub fn open(path: &Path, backups: &Path) -> Result<Self> {
        assert_sqlite()?;
        let mut connection = connect(path, true)?;
        migrate::run(&mut connection, path, backups)?;
        Ok(Self::with(path, Some(connection)))
    }

    /// Opens the database for reading alone.
    pub fn open_read_only(path: &Path) -> Result<Self> {
        assert_sqlite()?;
        let connection = connect(path, false)?;
        migrate::check_readable(&connection)?;
        let database = Self::with(path, None);
        database.give_back(connection);
        Ok(database)
    }

    /// Version of the schema in the file at `path`; 0 when it is new or missing. With `writable` an interrupted
    /// change of the file itself, which only making the store does, is taken back first.
    ///
    /// Errors: `store-invalid` for the database of another program, `store-damaged` for what is no database.
    pub fn version_of(path: &Path, writable: bool) -> Result<u32> {
        // SQLite itself takes an empty file for a database, but can't read one on a read-only medium.
        if crate::fs::file_len(path).ok().flatten().unwrap_or(0) == 0 {
            return Ok(0);
        }
        let look = || {
            let connection = connect(path, false)?;
            migrate::check_readable(&connection)?;
            migrate::version(&connection)
        };
        match look() {
            // A journal waits to be rolled back, which a reader can't do.
            Err(error) if writable && error.code() == Code::StoreReadOnly => {
                roll_back(path).and_then(|()| look())
            }
            answer => answer,
        }
    }

    fn with(path: &Path, writer: Option<Connection>) -> Self {
        Self { path: path.to_owned(), writer: writer.map(Mutex::new), readers: Mutex::default() }
    }

    /// Runs `work` on a reader. A reader sees one state of the database for as long as a statement runs.
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let pooled = lock(&self.readers).pop();
        let connection = match pooled {
            Some(connection) => connection,
            None => connect(&self.path, false)?,
        };
        let answer = work(&connection);
        self.give_back(connection);
        answer
    }

    /// Runs `work` on a reader inside one transaction, so that all its statements see the same state.
    pub fn snapshot<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.read(|connection| {
            let transaction = connection.unchecked_transaction()?;
            let answer = work(&transaction)?;
            transaction.finish()?;
            Ok(answer)
        })
    }

    /// Runs `work` in a writing transaction, committed when it succeeds and undone when it fails.
    pub fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let writer = self.writer.as_ref().ok_or_else(read_only)?;
        let mut connection = lock(writer);
        let answer = transact(&mut connection, work);
        connection.pragma_update(None, "cache_size", CACHE)?; // whatever room was made
        answer
    }

    /// Number that grows when another connection or process commits.
    pub fn data_version(&self) -> Result<i64> {
        self.read(|connection| Ok(connection.query_row("PRAGMA data_version", [], |row| row.get(0))?))
    }

    /// Writes the log back into the database file.
    pub fn checkpoint(&self) -> Result<()> {
        let Some(writer) = self.writer.as_ref() else { return Ok(()) };
        lock(writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Asks `SQLite` to examine the file; answers what it found, nothing when it is sound.
    pub fn integrity(&self) -> Result<Vec<String>> {
        self.read(|connection| {
            let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
            let rows =
                statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            Ok(rows.into_iter().filter(|row| row != "ok").collect())
        })
    }

    /// The first thing that a quick look at the file finds wrong; nothing when it is sound.
    pub fn quick_integrity(&self) -> Result<Option<String>> {
        self.read(|connection| {
            let line: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            Ok((line != "ok").then_some(line))
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn give_back(&self, connection: Connection) {
        let mut readers = lock(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
    }
}

fn transact<T>(connection: &mut Connection, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answer = work(&transaction)?;
    transaction.commit()?;
    Ok(answer)
}

/// Makes room for the pages that so many changes touch, until the end of the transaction: without it, a large one
/// writes and reads the same pages again and again.
pub(crate) fn make_room(connection: &Connection, changes: usize) -> Result<()> {
    if changes > MANY_CHANGES {
        connection.pragma_update(None, "cache_size", LARGE_CACHE)?;
    }
    Ok(())
}

/// A poisoned lock guards a connection whose transaction was rolled back: still good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits a little, while another process commits; answers whether to look again.
fn wait_for_others(looks: i32) -> bool {
    std::thread::sleep(BUSY_STEP);
    looks < BUSY_LOOKS
}

fn assert_sqlite() -> Result<()> {
    if rusqlite::version_number() >= OLDEST_SAFE_SQLITE {
        return Ok(());
    }
    Err(Error::internal(format!(
        "SQLite {} can damage a store; 3.51.3 or newer is needed",
        rusqlite::version()
    )))
}

fn connect(path: &Path, write: bool) -> Result<Connection> {
    let connection = if write { open(path, OpenFlags::SQLITE_OPEN_CREATE)? } else { open_for_reading(path)? };
    connection.set_prepared_statement_cache_capacity(256);
    // Without this, binding a parameter makes SQLite prepare many a cached statement anew: five times the work.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if write {
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
    }
    for (pragma, value) in
        [("foreign_keys", 1), ("mmap_size", 0), ("trusted_schema", 0), ("cache_size", CACHE)]
    {
        connection.pragma_update(None, pragma, value)?;
    }
    connection.pragma_update(None, "temp_store", "memory")?;
    Ok(connection)
}

/// Opens the file for writing, or with other flags for reading.
fn open(path: &Path, mode: OpenFlags) -> rusqlite::Result<Connection> {
    let mode = if mode.contains(OpenFlags::SQLITE_OPEN_READ_ONLY) {
        mode
    } else {
        mode | OpenFlags::SQLITE_OPEN_READ_WRITE
    };
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_handler(Some(wait_for_others))?;
    Ok(connection)
}

/// Opens the database for reading, also where the files that WAL wants beside it can't be made.
fn open_for_reading(path: &Path) -> Result<Connection> {
    let opened = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .and_then(|connection| probe(&connection).map(|()| connection));
    match opened {
        // Without its log the file may be of no one time.
        Err(error) if is_disk_full(&error) && has_log(path) => Err(error.into()),
        Err(error) if lacks_shared_memory(&error) && has_log(path) => {
            Err(Error::new(Code::StoreReadOnly, "The store wasn't closed, and can't be written here")
                .hint("Open it once where it can be written; then it opens for reading here, too.")
                .source(error))
        }
        Err(error) if lacks_shared_memory(&error) => open_immutable(path),
        opened => Ok(opened?),
    }
}

/// Reads something, which is when `SQLite` really opens the file.
fn probe(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

fn lacks_shared_memory(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    let rusqlite::Error::SqliteFailure(failure, _) = error else { return false };
    is_disk_full(error)
        || failure.code == ErrorCode::CannotOpen
        || matches!(failure.extended_code, ffi::SQLITE_READONLY_CANTINIT | ffi::SQLITE_READONLY_DIRECTORY)
        || failure.extended_code == ffi::SQLITE_READONLY_CANTLOCK
}

/// The disk has no room for the shared memory beside the file: `SQLite` calls that a failure of the disk.
fn is_disk_full(error: &rusqlite::Error) -> bool {
    let rusqlite::Error::SqliteFailure(failure, _) = error else { return false };
    failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    !matches!(crate::fs::file_len(Path::new(&log)), Ok(None | Some(0)))
}

/// Opens the database once for writing, which rolls back a journal that a killed process left.
fn roll_back(path: &Path) -> Result<()> {
    Ok(probe(&open(path, OpenFlags::empty())?)?)
}

/// A database on a read-only medium, where `SQLite` can't make the files that WAL wants.
fn open_immutable(path: &Path) -> Result<Connection> {
    let text =
        path.to_str().ok_or_else(|| Error::new(Code::StoreInvalid, "The path of the store isn't UTF-8"))?;
    let escaped = text.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags)?;
    probe(&connection)?;
    Ok(connection)
}

fn read_only() -> Error {
    Error::new(Code::StoreReadOnly, "The store is open for reading only")
        .hint("Open it where it can be written, or log into another store.")
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let code = match error.sqlite_error_code() {
            _ if is_disk_full(&error) => Some(ErrorCode::DiskFull),
            code => code,
        };
        let known = match code {
            Some(ErrorCode::DiskFull) => {
                Self::new(Code::DiskFull, "The disk is full: the database can't grow")
                    .hint("Free some space on the disk of the store, then try again. Nothing was lost.")
            }
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                Self::new(Code::StoreReadOnly, "The database of the store can't be written")
                    .hint("Check the permissions of the store folder, or that its disk is mounted writable.")
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::new(Code::StoreDamaged, format!("The database of the store is damaged: {error}")).hint(
                    "Don't write to it. Copy the folder, then restore store.db from its backups folder.",
                )
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::new(Code::StoreLocked, "Another process holds the database of the store")
                    .hint("Wait until it has finished, then try again.")
            }
            Some(ErrorCode::CannotOpen) => {
                Self::new(Code::StoreMissing, "The database of the store can't be opened")
                    .hint("Check that the store folder is still there and can be read.")
            }
            Some(ErrorCode::SystemIoFailure) => {
                Self::new(Code::Io, format!("Reading or writing the database failed: {error}"))
                    .hint("Check the disk of the store; nothing that was acknowledged is lost.")
            }
            _ => Self::internal(format!("Database: {error}")),
        };
        known.source(error)
    }
}
