//! Forward-only migrations: a backup before each, every step in one transaction, no silent downgrade.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{schema, schema_3};
use crate::{Code, Error, Result};

/// A step from the version before to `version`.
struct Migration {
    version: u32,
    sql: &'static str,
}

/// Every step, oldest first. Append only; never edit one that a release contained.
const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, sql: schema::VERSION_1 },
    Migration { version: 2, sql: schema::VERSION_2 },
    Migration { version: 3, sql: schema_3::VERSION_3 },
];

/// The version that this program writes.
pub(crate) const HEAD: u32 = 3;

/// How many backups are kept.
const KEEP: usize = 3;

/// Brings the database to [`HEAD`]. The common case, nothing to do, takes no lock.
pub(super) fn run(connection: &mut Connection, path: &Path, backups: &Path) -> Result<()> {
    check_readable(connection)?;
    let found = version(connection)?;
    if found == HEAD {
        return Ok(());
    }
    if found > 0 {
        back_up(connection, path, backups, found)?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?; // another process may have migrated meanwhile
    for step in MIGRATIONS.iter().filter(|step| step.version > found) {
        transaction.execute_batch(step.sql)?;
        transaction.pragma_update(None, "user_version", step.version)?;
    }
    transaction.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
    transaction.commit()?;
    Ok(())
}

/// Version of the schema; 0 for an empty file.
pub(super) fn version(connection: &Connection) -> Result<u32> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Refuses the database of another program and one that a newer Cairn wrote.
pub(super) fn check_readable(connection: &Connection) -> Result<()> {
    // Both of one state: between them another process might make the tables.
    let snapshot = connection.unchecked_transaction()?;
    let application: i32 = snapshot.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = snapshot.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    snapshot.finish()?;
    if application != schema::APPLICATION_ID && tables > 0 {
        return Err(Error::new(Code::StoreInvalid, "store.db is the database of another program")
            .hint("Choose another folder; this one is left as it is."));
    }
    Ok(())
}

/// Says that `found` is newer than this program, when it is.
pub(crate) fn newer(found: u32) -> Option<String> {
    (found > HEAD).then(|| {
        format!("A newer Cairn wrote this store (schema {found}; this program knows {HEAD}). Update Cairn to change it.")
    })
}

fn back_up(connection: &Connection, path: &Path, backups: &Path, found: u32) -> Result<()> {
    let target = backups.join(format!("before-schema-{HEAD}-from-{found}.db"));
    if target.try_exists().unwrap_or(false) {
        return Ok(()); // an interrupted migration left it; it is the same state
    }
    // It has its name only when it is whole, so that one that was interrupted is never taken for a backup.
    let part = target.with_extension("part");
    crate::fs::remove_file(&part)?;
    crate::fs::create_private_file(&part)?;
    connection.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
    let copy = Connection::open(&part)?;
    let sound: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    drop(copy);
    if sound != "ok" {
        return Err(Error::new(
            Code::StoreDamaged,
            format!("The backup of {} is not sound: {sound}", path.display()),
        )
        .hint("The store was not changed. Run `cairnctl check` on a copy of it."));
    }
    crate::fs::settle_private(&part, &target)?;
    crate::fs::keep_newest(backups, KEEP)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::db::Database;

    #[test]
    fn a_store_that_is_being_made_is_nobody_elses() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..60 {
            let path = folder.path().join(format!("{number}.db"));
            Connection::open(&path).unwrap().pragma_update(None, "journal_mode", "wal").unwrap();
            let is_made = AtomicBool::new(false);
            std::thread::scope(|scope| {
                let look = || {
                    let reader = Connection::open(&path).unwrap();
                    reader.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
                    while !is_made.load(Ordering::Relaxed) {
                        check_readable(&reader).unwrap();
                    }
                };
                let looking = scope.spawn(look);
                let made = Database::open(&path, folder.path());
                is_made.store(true, Ordering::Relaxed);
                looking.join().unwrap();
                made.unwrap();
            });
        }
    }

    #[test]
    fn an_older_database_is_backed_up_and_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let (path, backups) = (folder.path().join("store.db"), folder.path().join("backups"));
        std::fs::create_dir(&backups).unwrap();
        let old = Connection::open(&path).unwrap();
        old.execute_batch(schema::VERSION_1).unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        old.pragma_update(None, "application_id", schema::APPLICATION_ID).unwrap();
        old.execute("INSERT INTO setting VALUES ('kept', 'yes')", []).unwrap();
        drop(old);
        // What an interrupted backup left is no backup.
        std::fs::write(backups.join(format!("before-schema-{HEAD}-from-1.part")), b"half").unwrap();
        Database::open(&path, &backups).unwrap();
        let value = |path: &Path| -> (u32, String) {
            let connection = Connection::open(path).unwrap();
            let kept =
                connection.query_row("SELECT value FROM setting WHERE key = 'kept'", [], |row| row.get(0));
            (version(&connection).unwrap(), kept.unwrap())
        };
        assert_eq!(value(&path), (HEAD, "yes".to_owned()));
        let backup = backups.join(format!("before-schema-{HEAD}-from-1.db"));
        assert_eq!(value(&backup), (1, "yes".to_owned()));
        assert_eq!(std::fs::read_dir(&backups).unwrap().count(), 1);
    }
}
